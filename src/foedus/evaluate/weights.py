"""Weights of the rival specifications of an equation, from forecasts of years they were not fitted to."""

from __future__ import annotations

from foedus.errors import ModelError
from foedus.evaluate.held_out import contest_of


def stacked(equation: str, horizon: int) -> dict[str, float]:
    """Stacking weights by specification, those of the longest horizon scored that is not beyond `horizon`.

    They maximise the mean log score of the mixture over rolling origins (`foedus.evaluate.contest`).
    """
    found = contest_of(equation)
    if found is None or not found.weights:
        raise ModelError(f"no contest of the rivals of {equation} ships; run 'foedus contest {equation}'")
    scored = sorted(map(int, found.weights))
    return dict(found.weights[str(max((h for h in scored if h <= horizon), default=scored[0]))])
