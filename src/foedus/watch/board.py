"""The board: what every indicator of a case says as of a day, in the order in which they are declared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np

from foedus.part import Part
from foedus.progress import Progress
from foedus.rendered import Rendered
from foedus.watch.agreement import Agreement, agreement
from foedus.watch.alarm import Alarm, Record, Watched, watched
from foedus.watch.indicator import Indicator, indicators
from foedus.watch.monthly import LEAST, has_baseline, monthly, so_far, without_baseline
from foedus.watch.onset import OVER
from foedus.watch.series import Series
from foedus.watch.store import Store, default_store, open_store
from foedus.world.case import taken_case
from foedus.world.schema import Case

State = Literal["up", "down", "steady", "no-baseline", "not-read"]


class Cost(Part):
    """What an alarm at the threshold costs and brings, simulated from the indicator's own baseline."""

    threshold: float
    false_alarms: float | None
    """Share of spans of eight years without a change in which one begins."""
    found: float | None
    """Share of doublings that are told within 24 months."""
    delay: float | None
    """Median of months to that."""


class AlarmLine(Part):
    """An alarm: the level has changed."""

    month: str
    direction: Literal["up", "down"]
    probability: float
    before: float
    after: float
    since: str
    """The month of the likeliest change."""


class RecordLine(Part):
    """A month as high as none since another."""

    month: str
    count: float
    since: str | None
    """The last earlier month with as many; null: none since `first`, the first that is known."""
    first: str


class Reading(Part):
    """What one indicator says."""

    name: str
    title: str
    source: str
    unit: str
    informs: str | None
    reason: str | None
    state: State
    month: str | None = None
    """The last month that the source covers."""
    count: float | None = None
    so_far: float | None = None
    """Units of the month of the day, which is not over; null where the source does not reach into it."""
    level: float | None = None
    """Units a month, in a month of the usual season, as known now; with its 90 % interval."""
    low: float | None = None
    high: float | None = None
    up: float | None = None
    """Probability that the level rose within two years, to 1.5 times that before or more."""
    down: float | None = None
    cost: Cost | None = None
    alarm: AlarmLine | None = None
    """That in force."""
    alarms: tuple[AlarmLine, ...] = ()
    """Every one that began, in order."""
    record: RecordLine | None = None
    known: int = 0
    needed: int = LEAST
    behind: int | None = None
    """Whole months that the source should cover and does not."""
    late: bool = False
    quiet: int = 0
    """Months without a unit, up to the last."""
    silence: float | None = None
    """Probability of such a silence at the level held before."""
    last_event: date | None = None


class Disagreement(Part):
    """Two sources of one thing that have come to count differently, or have not."""

    about: str
    first: str
    second: str
    before: float | None
    """Share of the first in what both counted."""
    now: float | None
    """The same, in the last twelve months."""
    tail: float | None
    """Probability of a share so far out if nothing changed."""
    disagree: bool


class Board(Rendered, Part):
    """The answer of `foedus watch board`."""

    format: Literal["foedus.watch-board/1"] = "foedus.watch-board/1"
    case: str
    title: str
    as_of: date
    readings: tuple[Reading, ...]
    disagreements: tuple[Disagreement, ...]


def watch_board(
    case: Case | str | Path,
    *,
    as_of: date | None = None,
    store: str | Path | None = None,
    own: str | Path | None = None,
    seed: int = 1,
    today: date | None = None,
    progress: Progress | None = None,
) -> Board:
    """What the indicators of a case say as of a day; None: today. Nothing dated or seen later is used.

    Raises InputError where there is no store, and for an indicator of the user's own that has no baseline.
    """
    loaded = taken_case(case)
    day = as_of or today or date.today()
    found = indicators(loaded, own)
    strict = {one.name for one in found} - {one.name for one in indicators(loaded)} if own else set()
    with open_store(Path(store) if store is not None else default_store(loaded.id)) as opened:
        return board_of(loaded, found, watch_all(opened, found, day, seed, strict, progress), opened, day)


Seen = tuple[Indicator, Series | None, Watched | None]
"""An indicator, its series where its source was read, and what it says where it has a baseline."""


def watch_all(
    store: Store,
    found: Sequence[Indicator],
    day: date,
    seed: int = 1,
    strict: set[str] | frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> list[Seen]:
    """Every indicator, watched as of a day. Raises InputError for one of `strict` without a baseline."""
    seen: list[Seen] = []
    for place, one in enumerate(found):
        if progress is not None:
            progress(place, len(found), f"watching {one.name}")
        series = monthly(store, one, day) if store.unit(one.source) is not None else None
        if series is None or not has_baseline(series):
            if one.name in strict:
                raise without_baseline(series or monthly(store, one, day))
            seen.append((one, series, None))
            continue
        seen.append((one, series, watched(series, one.threshold, seed, as_of=day, floor=one.floor)))
    return seen


def board_of(case: Case, found: Sequence[Indicator], seen: Sequence[Seen], store: Store, day: date) -> Board:
    """The board of what was watched."""
    return Board(
        case=case.id,
        title=case.title,
        as_of=day,
        readings=tuple(_reading(*one, store, day) for one in seen),
        disagreements=tuple(_disagreements(seen)),
    )


def _reading(one: Indicator, series: Series | None, found: Watched | None, store: Store, day: date) -> Reading:
    named = {name: getattr(one, name) for name in ("name", "title", "source", "unit", "informs", "reason")}
    if series is None:
        return Reading(**named, state="not-read")
    known = int(np.isfinite(series.counts).sum())
    told = {
        "month": None if series.through is None else str(series.through),
        "count": None if not series.counts.size else float(series.counts[-1]),
        "so_far": so_far(store, one, series, day),
        "known": known,
        "last_event": series.last_event,
        "behind": _behind(series, day),
    }
    if found is None:
        return Reading(**named, **told, state="no-baseline", late=(told["behind"] or 0) >= 2)
    return Reading(**named, **told, **_watched(found))


def _behind(series: Series, day: date) -> int | None:
    if series.through is None:
        return None
    return max(int((np.datetime64(day, "M") - 1 - series.through).astype(int)), 0)


def _watched(found: Watched) -> dict[str, object]:
    online, alarms = found.online, tuple(map(_alarm, found.alarms))
    held = _held(found)
    low, high = (float(online.quantiles[-1][place]) for place in (0, -1))
    stale = found.stale
    return {
        "state": "steady" if held is None else held.direction,
        "level": float(online.level[-1]),
        "low": low,
        "high": high,
        "up": float(online.up[-1]),
        "down": float(online.down[-1]),
        "cost": Cost(
            threshold=found.threshold,
            false_alarms=found.price.false_alarms_8y.value,
            found=found.price.found_24m.value,
            delay=found.price.median_delay,
        ),
        "alarm": held,
        "alarms": alarms,
        "record": _record(found.record_since),
        "late": stale is not None and stale.late,
        "quiet": 0 if stale is None else stale.quiet,
        "silence": None if stale is None else stale.chance,
    }


def _alarm(one: Alarm) -> AlarmLine:
    return AlarmLine(
        month=str(one.month),
        direction=one.direction,
        probability=one.probability,
        before=one.level_before,
        after=one.level_after,
        since=str(one.since),
    )


def _held(found: Watched) -> AlarmLine | None:
    """The last alarm that is not over: its probability has not gone below half of the threshold since it began."""
    for one in reversed(found.alarms):
        place = int((one.month - found.series.months[0]).astype(int))
        side = found.online.up if one.direction == "up" else found.online.down
        if bool((side[place:] >= OVER * found.threshold).all()):
            return _alarm(one)
    return None


def _record(one: Record | None) -> RecordLine | None:
    if one is None:
        return None
    since = None if one.since is None else str(one.since)
    return RecordLine(month=str(one.month), count=one.count, since=since, first=str(one.first))


def _disagreements(seen: Sequence[Seen]) -> list[Disagreement]:
    """Each pair of sources about one thing, in the order of the indicators."""
    told = []
    for place, (one, first, _) in enumerate(seen):
        for other, second, _ in seen[place + 1 :]:
            if one.about is None or one.about != other.about or first is None or second is None:
                continue
            told.append(_disagreement(one.about, one.name, other.name, agreement(first, second)))
    return told


def _disagreement(about: str, first: str, second: str, found: Agreement) -> Disagreement:
    return Disagreement(
        about=about,
        first=first,
        second=second,
        before=found.before,
        now=found.now,
        tail=found.tail,
        disagree=found.disagree,
    )
