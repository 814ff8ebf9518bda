r"""What a monthly statistic tells of the days of a target that come after it (see `foedus.watch.backtest`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Flags, Floats
from foedus.assessment.interval import HIGH, LOW, probability
from foedus.assessment.outcome_lines import Estimate
from foedus.evaluate.ranks import Ranked

Months = NDArray[np.datetime64]
AHEAD, BEFORE, FEWEST, DRAWS = 12, 24, 5, 400
"""Months told of; months in which an alarm counts as before; fewest episodes of which anything is told; draws of years."""
NONE = Estimate(value=None, low=None, high=None)


class Target(NamedTuple):
    """What an alarm should come before."""

    name: str
    label: str
    source: str
    months: tuple[np.datetime64, ...]
    """Months with a day of it, in order."""
    first: np.datetime64
    last: np.datetime64
    """The months that its source covers."""


class Areas(NamedTuple):
    """AUC of each rule, and that of the first less that of the second."""

    rules: tuple[Estimate, ...]
    above_tempo: Estimate


def episodes(target: Target, span: Months) -> list[np.datetime64]:
    """First months of the episodes that begin in the span: 12 months or more after the last month with a day of the target."""
    found = [each for row, each in enumerate(target.months) if not row or each - target.months[row - 1] >= AHEAD]
    return [each for each in found if max(span[0], target.first) <= each <= min(span[-1], target.last)]


def followed(target: Target, span: Months) -> tuple[Flags, Flags]:
    """Whether a month is followed by a day of the target within 12 months, and whether that is known."""
    days = np.array(target.months, "datetime64[M]")
    after = np.array([((days > month) & (days <= month + AHEAD)).any() for month in span])
    return after, (span >= target.first - 1) & (span + AHEAD <= target.last)


def area(statistics: Sequence[Floats], target: Target, span: Months, seed: int) -> Areas:
    """AUC of several statistics, with intervals over calendar years drawn with replacement."""
    after, known = followed(target, span)
    known &= np.isfinite(statistics).all(axis=0)
    after = after[known]
    if len(episodes(target, span)) < FEWEST or after.all() or not after.any():
        return Areas((NONE,) * len(statistics), NONE)
    years = span[known].astype("datetime64[Y]").astype(int)
    values = [each[known] for each in statistics]
    whole, random = np.array([_auc(each, after) for each in values]), np.random.default_rng(seed)
    ranked = [Ranked(each, after.astype(float)) for each in values]
    drawn = np.empty((DRAWS, len(values)))
    for row in range(DRAWS):
        times = np.bincount(random.choice(np.unique(years), len(np.unique(years))), minlength=years.max() + 1)
        drawn[row] = [one.scores(times[years][one.order].astype(float))[0] for one in ranked]
    drawn = drawn[np.isfinite(drawn).all(axis=1)]
    return Areas(
        tuple(_estimate(value, column) for value, column in zip(whole, drawn.T, strict=True)),
        _estimate(whole[0] - whole[1], drawn[:, 0] - drawn[:, 1]),
    )


def shifted(target: Target, span: Months, statistics: Sequence[Floats]) -> list[float | None]:
    """p of each statistic: the share of circular shifts in which the best of all does as well."""
    after, known = followed(target, span)
    known &= np.isfinite(statistics).all(axis=0)
    after, values = after[known], [each[known] for each in statistics]
    if len(episodes(target, span)) < FEWEST or after.all() or not after.any():
        return [None] * len(values)
    moved = [np.roll(after, shift) for shift in range(AHEAD, len(after) - AHEAD + 1)]
    best = np.array([max(_auc(each, row) for each in values) for row in moved])
    return [float((1 + (best >= _auc(each, after)).sum()) / (1 + len(best))) for each in values]


def share(happened: int, of: int) -> Estimate:
    """A share with its interval; null of none."""
    return probability(np.array([happened]), np.array([of])) if of else NONE


def _auc(values: Floats, after: Flags) -> float:
    one = Ranked(values, after.astype(float))
    return one.scores(np.ones(len(values)))[0]


def _estimate(value: float, drawn: Floats) -> Estimate:
    low, high = np.quantile(drawn, [LOW, HIGH]) if len(drawn) else (value, value)
    return Estimate(value=float(value), low=min(float(low), float(value)), high=max(float(high), float(value)))
