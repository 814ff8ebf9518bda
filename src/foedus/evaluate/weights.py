"""Weights of the candidate specifications of an equation, from forecasts of years they were not fitted to."""

from __future__ import annotations

from foedus.errors import ModelError
from foedus.evaluate.tables import EQUATION, weights


def stacked(equation: str, horizon: int) -> dict[str, float]:
    """Stacking weights by specification, of the longest scored horizon that is at most `horizon`.

    They maximise the mean log score of the mixture over rolling origins (`foedus.evaluate.scoring`).
    """
    found = weights(EQUATION, equation)
    if not found:
        raise ModelError(f"no weights of the specifications of {equation} ship; run 'foedus evaluate {equation}'")
    scored = sorted(map(int, found))
    return dict(found[str(max((h for h in scored if h <= horizon), default=scored[0]))])
