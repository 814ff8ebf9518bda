"""Weights of the rival specifications of an equation, from forecasts of years they were not fitted to."""

from __future__ import annotations

from foedus.models.contest.held import HORIZONS
from foedus.models.contest.result import load


def stacked(equation: str, horizon: int) -> dict[str, float]:
    """Stacking weights by specification, those of the longest horizon scored that is not beyond `horizon`.

    They maximise the mean log score of the mixture over rolling origins (`foedus.models.contest`).
    """
    scored = max(h for h in HORIZONS if h <= horizon)
    return dict(load().equations[equation].horizons[scored].weights)
