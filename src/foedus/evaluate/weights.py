"""Weights of the candidate specifications of an equation, from forecasts of years they were not fitted to."""

from __future__ import annotations

from foedus.errors import ModelError
from foedus.evaluate.tables import EQUATION, weights


def stacked(equation: str) -> dict[str, float]:
    """Stacking weights by specification, of the longest scored horizon.

    They maximise the mean log score of the mixture over rolling origins (`foedus.evaluate.scoring`). Runs of every horizon use
    them, so that a longer one extends the futures of a shorter.
    """
    found = weights(EQUATION, equation)
    if not found:
        raise ModelError(f"no weights of the specifications of {equation} ship; run 'foedus evaluate {equation}'")
    return dict(found[max(found, key=int)])
