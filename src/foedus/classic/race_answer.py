"""The answer of `foedus race`: its schema, and the function that fills it."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from foedus.classic.arms_race import FEWEST, PairFit, fit_pair, fit_sum, trial
from foedus.classic.spending import Spending
from foedus.part import Part
from foedus.rendered import Rendered

AHEAD = 10
"""Years that the fitted race is run on: as long as the picture of where it leads stays readable."""

UNIT_ROOT = -2.86
"""Dickey-Fuller statistic above which a unit root is not rejected at 5% (regression with a constant, large samples)."""


class SideLine(Part):
    """One side's coefficients, per year, with standard errors."""

    name: str
    reaction: float = Field(description="rise in its yearly change for one unit more that the other spends")
    reaction_error: float = Field(description="standard error")
    fatigue: float = Field(description="fall in its yearly change for one unit more that it spends itself")
    fatigue_error: float = Field(description="standard error")
    grievance: float = Field(description="yearly change if neither spent anything")
    grievance_error: float = Field(description="standard error")
    unit_root: float | None = Field(description="Dickey-Fuller t; above -2.86 a unit root is not rejected at 5%")
    against_no_change: float | None = Field(description="forecast error as a share of no-change's; above 1 is worse")
    against_own_past: float | None = Field(description="the same against a fit without the other side")


class PairLine(Part):
    """The race of the two sides."""

    sides: list[SideLine] = Field(description="in the order of `names`")
    stable: bool = Field(description="whether yearly steps run to the equilibrium from anywhere")
    equilibrium: tuple[float, float] | None = Field(description="where neither changes; null if there is none")
    shock: float | None = Field(description="correlation of what the two equations leave over")
    forecasts: int = Field(description="one-year forecasts behind `against_no_change`")
    ahead: list[tuple[float, float]] = Field(description="spending in yearly steps from the last year, that year first")


class SumLine(Part):
    """The race of the sum: d(x+y)/dt = slope (x+y) - slope zero."""

    slope: float = Field(description="per year")
    slope_error: float | None = Field(description="standard error; null without a degree of freedom")
    zero: float | None = Field(description="sum at which it stands still; null for a slope of 0")


class RaceAnswer(Rendered, Part):
    """The answer of `foedus race`."""

    format: Literal["foedus.race/1"] = "foedus.race/1"
    names: tuple[str, str] = Field(description="the two sides")
    unit: str = Field(description="what spending is counted in")
    source: str = Field(description="file or publisher")
    years: list[int]
    spending: list[tuple[float, float]] = Field(description="of both sides, a pair a year")
    changes: int = Field(description="yearly changes behind every fit")
    sum: SumLine = Field(description="the race of the sum of both")
    pair: PairLine | None = Field(description="null where the years are too few for two sides' coefficients")
    caveats: list[str] = Field(description="what to beware of in this fit")


def race(spending: Spending) -> RaceAnswer:
    """Fit the race of the sum, and of the two sides if there are enough years."""
    values = spending.values
    total = fit_sum(values.sum(axis=1))
    changes = len(values) - 1
    fitted = fit_pair(values) if changes >= FEWEST else None
    pair = _pair(fitted, spending) if fitted else None
    return RaceAnswer(
        names=spending.names,
        unit=spending.unit,
        source=spending.source,
        years=list(spending.years),
        spending=_rows(values),
        changes=changes,
        sum=SumLine(slope=total.slope, slope_error=_known(total.slope_error), zero=_known(total.zero)),
        pair=pair,
        caveats=_caveats(pair, changes),
    )


def _pair(fitted: PairFit, spending: Spending) -> PairLine:
    tried = trial(spending.values)
    found = fitted.race
    balance = found.equilibrium
    return PairLine(
        sides=[
            SideLine(
                name=spending.names[i],
                reaction=found.reaction[i],
                reaction_error=float(fitted.errors[i, 0]),
                fatigue=found.fatigue[i],
                fatigue_error=float(fitted.errors[i, 1]),
                grievance=found.grievance[i],
                grievance_error=float(fitted.errors[i, 2]),
                unit_root=_known(fitted.unit_root[i]),
                against_no_change=_known(float(tried.no_change[i])),
                against_own_past=_known(float(tried.own_past[i])),
            )
            for i in (0, 1)
        ],
        stable=found.stable_yearly,
        equilibrium=(float(balance[0]), float(balance[1])) if np.all(np.isfinite(balance)) else None,
        shock=_known(fitted.shock),
        forecasts=tried.count,
        ahead=_rows(found.steps(spending.values[-1], AHEAD)),
    )


def _caveats(pair: PairLine | None, changes: int) -> list[str]:
    if pair is None:
        return [
            f"{changes} yearly changes are too few to tell the two sides apart (at least {FEWEST}); only the sum is fitted, "
            "and a sum that grows steadily always shows a positive slope."
        ]
    found = [
        "Reaction and common shocks look alike: two states that arm for the same third reason seem to react to each other.",
        "Last year's figure is the forecast to beat; a race that does not beat it has not been shown.",
    ]
    rooted = [s.name for s in pair.sides if s.unit_root is None or s.unit_root > UNIT_ROOT]
    if rooted:
        found.append(
            f"A unit root is not rejected for {' and '.join(rooted)} (Dickey-Fuller above {UNIT_ROOT}): two series that "
            "drift by themselves show reactions with small standard errors where there are none."
        )
    if pair.equilibrium is not None and min(pair.equilibrium) < 0:
        found.append("The equilibrium lies below zero, where no state can be: read it as a direction, not as a place.")
    if any(s.reaction < 0 for s in pair.sides):
        found.append("A negative reaction says that one side spent less as the other spent more, which is not a race.")
    return found


def _rows(values: NDArray[np.float64]) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in values]


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None
