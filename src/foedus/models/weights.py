"""Weights of the rival specifications of an equation, from forecasts of years they were not fitted to."""

from __future__ import annotations

from functools import cache

from foedus.models.backtest.result import Backtest, load
from foedus.models.posterior import SHIPPED

FOLDER = SHIPPED / "contests"


@cache
def contest_of(equation: str) -> Backtest:
    """The contest of an equation's rivals that ships, as `foedus contest` made it."""
    return load(FOLDER / f"{equation}.json")


def stacked(equation: str, horizon: int) -> dict[str, float]:
    """Stacking weights by specification, those of the longest horizon scored that is not beyond `horizon`.

    They maximise the mean log score of the mixture over rolling origins (`foedus.models.contest`).
    """
    weights = contest_of(equation).weights
    scored = sorted(map(int, weights))
    return dict(weights[str(max((h for h in scored if h <= horizon), default=scored[0]))])
