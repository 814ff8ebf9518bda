r"""What a series of counts says as of its last month: alarms with their price, the record, and whether its source is late.

    alarm    begins in the month in which the probability of a rise, or of a fall, reaches the threshold (`foedus.watch.onset`)
    record   the last month is as high as none since the month that is named; nothing is said below a floor of units, or of
             fewer than 12 months back: on small counts almost any month is a record
    quiet    months known, and without a unit, up to the last one, and how likely so long a silence is at the level that was
             held before it: Pr(no unit in them) = product of E_k (k / (k + m_t))^k
    late     months between the last one that the source covers and the month before that of the day asked about; LATE or more
             is late

The threshold is the one given, else that which `foedus.watch.price.chosen` picks from prices of the baseline, as it stood in
the month before the likeliest last change where there is an alarm now, in the last month else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from foedus.arrays import Floats
from foedus.watch.level import Online, month_of_year, watching
from foedus.watch.onset import onsets
from foedus.watch.price import FACTOR, RUNS, THRESHOLDS, Baseline, Price, baseline_of, chosen, known_price, rounded
from foedus.watch.series import Series

LATE = 2
"""Months that a source may be behind before it is late: most are published by month."""
FLOOR = 3.0
"""Units below which no record is told of."""
BACK = 12
"""Months that a record has to reach back."""
Direction = Literal["up", "down"]


@dataclass(frozen=True)
class Record:
    """The last known month, against those before it."""

    count: float
    month: np.datetime64
    since: np.datetime64 | None
    """The last earlier month with as many units; None where none has had so many since the series begins."""
    first: np.datetime64
    """The first month that is known."""


@dataclass(frozen=True)
class Lateness:
    """How far the source is behind, and how long it has counted nothing."""

    months: int
    """Whole months that should have been covered and are not."""
    late: bool
    quiet: int
    """Months known and without a unit, up to the last one."""
    chance: float | None
    """Probability of such a silence at the level held before it; None where the last known month has a unit."""


@dataclass(frozen=True)
class Alarm:
    """The level of an indicator has changed."""

    indicator: str
    month: np.datetime64
    probability: float
    threshold: float
    direction: Direction
    level_before: float
    """Units a month before the likeliest change, as known then."""
    level_after: float
    """Units a month in the month of the alarm."""
    since: np.datetime64
    """The month of the likeliest change."""
    record_since: Record | None
    price: Price


@dataclass(frozen=True)
class Watched:
    """A series watched up to its last month."""

    series: Series
    online: Online
    prices: tuple[Price, ...]
    threshold: float
    alarms: tuple[Alarm, ...]
    record_since: Record | None
    stale: Lateness | None
    """None where no day was asked about."""

    @property
    def price(self) -> Price:
        """The price of the threshold."""
        return next(each for each in self.prices if each.threshold == self.threshold)


def watched(
    series: Series,
    threshold: float | None = None,
    seed: int = 1,
    *,
    as_of: date | None = None,
    floor: float = FLOOR,
    online: Online | None = None,
    prices: Sequence[Price] | None = None,
    runs: int = RUNS,
) -> Watched:
    """Everything that a series says of its level.

    threshold  probability at which an alarm begins; None: chosen from its price
    as_of      the day asked about, for lateness
    floor      units below which no record is told of
    online     its level month by month, where it is known already
    prices     known already, of this indicator; None: simulated from its baseline, `runs` times each

    Raises InputError for a series without a baseline.
    """
    online = followed(series) if online is None else online
    if prices is None:
        prices = priced(online, threshold, seed=seed, runs=runs)
    at = chosen(prices).threshold if threshold is None else threshold
    cost = next(each for each in prices if each.threshold == at)
    return Watched(
        series=series,
        online=online,
        prices=tuple(prices),
        threshold=at,
        alarms=tuple(_alarms(series, online, cost, floor)),
        record_since=record_since(series, len(series.counts) - 1, floor),
        stale=None if as_of is None else lateness(series, online, as_of),
    )


def priced(
    online: Online,
    threshold: float | None = None,
    *,
    factor: float = FACTOR,
    seed: int = 1,
    runs: int = RUNS,
) -> tuple[Price, ...]:
    """The price of each threshold, that of the indicator's own among them, at its rounded baseline: made once."""
    return known_price(quiet_baseline(online), asked(threshold), factor=factor, seed=seed, runs=runs)


def asked(threshold: float | None) -> tuple[float, ...]:
    """The thresholds that are priced: the usual ones, and the indicator's own."""
    return THRESHOLDS if threshold is None else tuple(sorted({*THRESHOLDS, threshold}))


def quiet_baseline(online: Online) -> Baseline:
    """What is simulated of an indicator: its baseline, rounded."""
    return rounded(baseline_of(online, 0, quiet_month(online)))


def followed(series: Series) -> Online:
    """The level of a series, month by month. Raises InputError for one without a baseline."""
    first = series.months[0] if len(series.months) else np.datetime64("1970-01")
    return watching(series.counts, first)


def quiet_month(online: Online) -> int:
    """The month whose level is the baseline: the last, or that before a likely change."""
    last = len(online.level) - 1
    return max(int(online.since[last]) - 1, 0) if online.probability[last] >= THRESHOLDS[0] else last


def _alarms(series: Series, online: Online, cost: Price, floor: float) -> Iterator[Alarm]:
    begun: list[tuple[int, Direction, Floats]] = []
    sides: tuple[tuple[Direction, Floats], ...] = (("up", online.up), ("down", online.down))
    for direction, probability in sides:
        begun += [(int(place), direction, probability) for place in np.flatnonzero(onsets(probability, cost.threshold))]
    for place, direction, probability in sorted(begun, key=lambda each: each[:2]):
        yield Alarm(
            indicator=series.indicator,
            month=series.months[place],
            probability=float(probability[place]),
            threshold=cost.threshold,
            direction=direction,
            level_before=online.before(place),
            level_after=float(online.level[place]),
            since=series.months[online.since[place]],
            record_since=record_since(series, place, floor),
            price=cost,
        )


def record_since(series: Series, place: int, floor: float = FLOOR) -> Record | None:
    """How far back the count of a month is a record; None for an unknown month, a small count, or a record of under a year."""
    count, before = series.counts[place], series.counts[:place]
    if not count >= floor:
        return None
    known = np.flatnonzero(np.isfinite(series.counts))
    as_high = np.flatnonzero(before >= count)
    back = place - (as_high[-1] if len(as_high) else known[0])
    if back < BACK:
        return None
    since = series.months[as_high[-1]] if len(as_high) else None
    return Record(count=float(count), month=series.months[place], since=since, first=series.months[known[0]])


def lateness(series: Series, online: Online, as_of: date) -> Lateness:
    """Whether a source is behind, and whether its silence is odd."""
    due = np.datetime64(as_of, "M") - 1
    behind = max(int((due - series.months[-1]).astype(int)), 0)
    known = np.flatnonzero(np.isfinite(series.counts))
    counted = np.flatnonzero(np.nan_to_num(series.counts) > 0.0)
    quiet = known[known > counted[-1]] if len(counted) else known
    chance = None
    if len(quiet):
        level = online.level[max(int(quiet[0]) - 1, 0)]
        mean = level * online.season[(month_of_year(series.months[0]) + quiet) % 12]
        k = np.array(online.beliefs.dispersions)[:, None]
        chance = float(online.dispersion @ np.prod((k / (k + mean)) ** k, axis=1))
    return Lateness(months=behind, late=behind >= LATE, quiet=len(quiet), chance=chance)
