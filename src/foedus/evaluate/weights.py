"""Weights of the candidate specifications of an equation, from forecasts of years they were not fitted to."""

from __future__ import annotations

from foedus.equations.registry import CHOICES, stage_of
from foedus.errors import ModelError
from foedus.evaluate.tables import EQUATION, weights

ALL = "all"
"""What the weights of an equation without stages are of."""


def stacked(choice: str) -> dict[str, float]:
    """Stacking weights by specification of an equation, or of a stage of one (`foedus.equations.registry.CHOICES`).

    They maximise the mean log score of the mixture over rolling origins and all horizons (`foedus.evaluate.scoring`). Runs of
    every horizon use them, so that a longer one extends the futures of a shorter.
    """
    found = weights(EQUATION, CHOICES[choice]).get(stage_of(choice) or ALL)
    if not found:
        raise ModelError(
            f"no weights of the specifications of {choice} ship; run 'python -m foedus.evaluate.renew {CHOICES[choice]}'"
        )
    return dict(found)
