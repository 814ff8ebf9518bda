"""The board: what every indicator of a case says as of a day, in the order in which they are declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from foedus.progress import Progress
from foedus.watch.agreement import Agreement, agreement
from foedus.watch.alarm import LATE, Alarm, Record, Watched
from foedus.watch.board_lines import AlarmLine, Board, Cost, Disagreement, Reading, RecordLine
from foedus.watch.indicator import Indicator, indicators, own_names
from foedus.watch.kept import kept
from foedus.watch.monthly import has_baseline, heard, so_far
from foedus.watch.onset import OVER
from foedus.watch.price import Price
from foedus.watch.series import Series
from foedus.watch.state import move
from foedus.watch.state_line import state_line
from foedus.watch.store import Store, default_store, open_store
from foedus.world.case import taken_case
from foedus.world.schema import Case


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
    with open_store(Path(store) if store is not None else default_store(loaded.id)) as opened:
        seen = watch_all(opened, found, day, seed, own_names(loaded, found), progress=progress)
        return board_of(loaded, seen, opened, day)


Seen = tuple[Indicator, Series | None, Watched | None]
"""An indicator, its series where its source was read, and what it says where it has a baseline."""


def watch_all(
    store: Store,
    found: Sequence[Indicator],
    day: date,
    seed: int = 1,
    strict: frozenset[str] = frozenset(),
    prices: Mapping[str, Sequence[Price]] | None = None,
    progress: Progress | None = None,
) -> list[Seen]:
    """Every indicator, watched as of a day. `prices`: known already, by name, so that thresholds are those chosen then.

    Raises InputError for one of `strict` without a baseline.
    """
    seen: list[Seen] = []
    for place, one in enumerate(found):
        if progress is not None:
            progress(place, len(found), f"watching {one.name}")
        series = heard(store, one, day, strict)
        if series is None or not has_baseline(series):
            seen.append((one, series, None))
            continue
        cost = (prices or {}).get(one.name)
        told = kept(series, one.threshold, seed, as_of=day, floor=one.floor, prices=cost)
        seen.append((one, series, told))
    return seen


def board_of(case: Case, seen: Sequence[Seen], store: Store, day: date) -> Board:
    """The board of what was watched."""
    return Board(
        case=case.id,
        title=case.title,
        as_of=day,
        readings=tuple(_reading(*one, store, day) for one in seen),
        disagreements=tuple(_disagreements(seen)),
        states=tuple(state_line(move(case, *one)) for one in seen),
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
        return Reading(**named, **told, state="no-baseline", late=(_behind(series, day) or 0) >= LATE)
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
            found_fall=found.price.found_fall_24m.value,
            delay_fall=found.price.median_delay_fall,
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
