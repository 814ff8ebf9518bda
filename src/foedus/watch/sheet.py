"""The change sheet: what is another on a day than on an earlier one, always in the same order.

    moved     an alarm began, or is over, or a month is a record
    still     should have moved and did not: it counts the same thing, or informs the same mechanism, as one whose alarm began
    late      sources behind, not read, or with too few months
    odds      of the headline, with the state that the indicators say, on either day: the same futures, the same luck
    limits    of the case, and whether the estimate is on the wrong side of each, on either day

Thresholds are those chosen as of the earlier day, so that the days between have no say in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from foedus.assessment.limit import limits_of
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.simulation.store import users_store
from foedus.watch.board import Seen, board_of, own_names, watch_all
from foedus.watch.board_lines import AlarmLine, Board, Reading
from foedus.watch.indicator import indicators
from foedus.watch.nowcast import FUTURES, Nowcast, OddsLine, nowcast
from foedus.watch.read import Event, events_to_read
from foedus.watch.sheet_lines import LimitLine, Moved, OddsChange, Sheet, Still, TempoLine
from foedus.watch.signpost import WatchedSignpost, read_signposts, signpost_watch
from foedus.watch.store import Store, default_store, open_store
from foedus.watch.triggers import due, triggers
from foedus.world.case import taken_case
from foedus.world.schema import Case

HORIZON = 20


def watch_sheet(
    case: Case | str | Path,
    since: date,
    *,
    as_of: date | None = None,
    store: str | Path | None = None,
    own: str | Path | None = None,
    ledger: str | Path | None = None,
    signposts: str | Path | None = None,
    futures: int = FUTURES,
    seed: int = 1,
    threads: int | None = None,
    today: date | None = None,
    progress: Progress | None = None,
) -> Sheet:
    """What changed in a case between two days; `as_of` None: to today. Nothing dated or seen after a day is used for it.

    ledger     forecasts that fall due are read from it; None: none
    signposts  what `foedus signposts CASE --format json` wrote; None: none are told
    futures    in which the odds are counted; 0: no odds

    Raises InputError for days in the wrong order, and where there is no store.
    """
    loaded = taken_case(case)
    day = as_of or today or date.today()
    if since >= day:
        raise InputError(f"--since {since} is not before {day}; give an earlier day, or a later --as-of")
    found = indicators(loaded, own)
    strict = own_names(loaded, found, own)
    with open_store(Path(store) if store is not None else default_store(loaded.id)) as opened:
        before = watch_all(opened, found, since, seed, progress=progress)
        prices = {one.name: told.prices for one, _, told in before if told is not None}
        after = watch_all(opened, found, day, seed, strict, prices, progress)
        then, now = board_of(loaded, before, opened, since), board_of(loaded, after, opened, day)
        moved = tuple(_moved(then, now))
        read = _to_read(opened, after, moved, since, day)
    sides = [_nowcast(loaded, each, futures, seed, threads, progress) for each in (before, after)] if futures else []
    crossed = _signposts(loaded, signposts, before, after)
    return Sheet(
        case=loaded.id,
        title=loaded.title,
        since=since,
        as_of=day,
        readings=now.readings,
        moved=moved,
        still=tuple(_still(after, now, moved)),
        late=tuple(one for one in now.readings if one.late or one.state in ("not-read", "no-baseline")),
        disagreements=now.disagreements,
        futures=futures,
        tempo=_tempo(*sides) if sides else (),
        odds=_odds(*sides) if sides else (),
        limits=tuple(_limits(loaded, *sides)) if sides else (),
        signposts=None if crossed is None else crossed[0],
        crossed=() if crossed is None else crossed[1],
        events=read,
        triggers=triggers(loaded, day),
        due=due(ledger, loaded, day),
    )


def _moved(then: Board, now: Board) -> Iterator[Moved]:
    """Alarms that began since, alarms that are over, records that are new, in the order of the board."""
    for before, one in zip(then.readings, now.readings, strict=True):
        had = {(each.month, each.direction) for each in before.alarms}
        begun = [each for each in one.alarms if (each.month, each.direction) not in had and before.state != "not-read"]
        begun = [each for each in begun if before.month is None or each.month > before.month]
        if begun:
            yield _move(one, "alarm", begun[-1])
        elif before.alarm is not None and one.alarm is None and one.cost is not None:
            yield _move(one, "over", before.alarm)
        if one.record is not None and one.record.month > (before.month or ""):
            yield _move(one, "record", None)


def _move(one: Reading, how: Literal["alarm", "over", "record"], alarm: AlarmLine | None) -> Moved:
    record = one.record if how == "record" else None
    named = {name: getattr(one, name) for name in ("name", "title", "unit", "cost", "count", "month")}
    return Moved(**named, how=how, alarm=alarm, record=record)


def _still(seen: Sequence[Seen], now: Board, moved: Sequence[Moved]) -> Iterator[Still]:
    """Those about the same thing, or informing the same mechanism, as one whose alarm began, that are in no such alarm."""
    declared = {one.name: one for one, _, _ in seen}
    begun = [one for one in moved if one.how == "alarm" and one.alarm is not None]
    told: set[str] = {one.name for one in begun}
    for other in begun:
        first = declared[other.name]
        for one in now.readings:
            second = declared[one.name]
            about = first.about is not None and first.about == second.about
            informs = first.informs is not None and first.informs == second.informs
            held = one.alarm is not None and other.alarm is not None and one.alarm.direction == other.alarm.direction
            if one.name in told or held or not (about or informs):
                continue
            told.add(one.name)
            named = {name: getattr(one, name) for name in ("name", "title", "month", "count", "up", "down")}
            yield Still(**named, as_other=other.name, by="about" if about else "informs")


def _to_read(store: Store, seen: Sequence[Seen], moved: Sequence[Moved], since: date, day: date) -> tuple[Event, ...]:
    first = [one.name for one in moved]
    order = sorted(
        (one for one, _, _ in seen), key=lambda one: first.index(one.name) if one.name in first else len(first)
    )
    return events_to_read(store, order, since, day)


def _nowcast(
    case: Case, seen: Sequence[Seen], futures: int, seed: int, threads: int | None, progress: Progress | None
) -> Nowcast:
    heard = [(one, series, told) for one, series, told in seen if series is not None and series.months.size]
    return nowcast(
        case,
        heard,
        futures=futures,
        horizon=HORIZON,
        seed=seed,
        threads=threads,
        store=users_store(),
        progress=progress,
    )


def _tempo(then: Nowcast, now: Nowcast) -> tuple[TempoLine, ...]:
    earlier = {one.indicator: one for one in then.states}
    return tuple(
        TempoLine(
            name=one.indicator,
            informs=one.informs,
            state=one.state,
            why=one.why,
            case=one.before,
            then=earlier[one.indicator].after if one.indicator in earlier else None,
            now=one.after,
        )
        for one in now.states
    )


def _odds(then: Nowcast, now: Nowcast) -> tuple[OddsChange, ...]:
    earlier = {one.outcome: one for one in then.outcomes}
    return tuple(_change(earlier[one.outcome], one) for one in now.outcomes)


def _change(then: OddsLine, now: OddsLine) -> OddsChange:
    values = (then.after.value, now.after.value)
    had = {one.indicator: one.part.value or 0.0 for one in then.parts}
    has = {one.indicator: one.part.value or 0.0 for one in now.parts}
    names = dict.fromkeys([*had, *has])
    return OddsChange(
        outcome=now.outcome,
        label=now.label,
        unit=now.unit,
        case=now.before,
        then=then.after,
        now=now.after,
        change=None if values[0] is None or values[1] is None else values[1] - values[0],
        parts={name: has.get(name, 0.0) - had.get(name, 0.0) for name in names},
    )


def _limits(case: Case, then: Nowcast, now: Nowcast) -> Iterator[LimitLine]:
    """The limits that are stated for the horizon of the odds."""
    sides = [{one.outcome: one.after.value for one in side.outcomes} for side in (then, now)]
    for limit in limits_of(case, HORIZON):
        if limit.tolerance.years != HORIZON:
            continue
        name, most, least = limit.outcome.name, limit.tolerance.at_most, limit.tolerance.at_least
        values = [side.get(name) for side in sides]
        kept = [None if p is None else p <= most if most is not None else p >= (least or 0.0) for p in values]
        yield LimitLine(
            outcome=name,
            label=limit.outcome.label,
            at_most=most,
            at_least=least,
            then=values[0],
            now=values[1],
            kept_then=kept[0],
            kept_now=kept[1],
        )


def _signposts(
    case: Case, file: str | Path | None, before: Sequence[Seen], after: Sequence[Seen]
) -> tuple[tuple[WatchedSignpost, ...], tuple[str, ...]] | None:
    """Signposts as of the later day, and those crossed since the earlier."""
    if file is None:
        return None
    found = read_signposts(file, case)
    known = [one for one, _, _ in after]
    sides = [
        signpost_watch(found, known, [series for _, series, _ in each if series is not None]).signposts
        for each in (before, after)
    ]
    crossed = tuple(
        now.label for then, now in zip(*sides, strict=True) if now.state == "crossed" and then.state != "crossed"
    )
    return tuple(sides[1]), crossed
