"""The change sheet: what is another on a day than on an earlier one, always in the same order.

    moved     an alarm began, or is over, or a month is a record; or two sources of one thing came to count differently
    still     should have moved and did not: it counts the same thing, or informs the same mechanism, as one whose alarm began
    late      sources behind, not read, or with too few months
    odds      of the headline, with the state that the indicators say, on either day: the same futures, the same luck
    limits    of the case, and whether the estimate is on the wrong side of each, on either day

Thresholds are those chosen as of the earlier day, so that the days between have no say in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple, TypedDict, Unpack

import numpy as np

from foedus.assessment.verdict_lines import Verdict
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.simulation.store import users_store
from foedus.watch.board import Seen, board_of, watch_all
from foedus.watch.board_lines import AlarmLine, Board, Disagreement, Reading
from foedus.watch.indicator import Indicator, indicators, own_names
from foedus.watch.nowcast import FUTURES, Nowcast, nowcast
from foedus.watch.price import Price
from foedus.watch.read import Event, events_to_read
from foedus.watch.sheet_lines import Moved, Sheet, Still, Verdicts
from foedus.watch.sheet_odds import HORIZON, limit_lines, odds_changes, tempo_lines
from foedus.watch.signpost import WatchedSignpost, read_signposts, signpost_watch
from foedus.watch.store import Store, default_store, open_store
from foedus.watch.triggers import due, triggers
from foedus.watch.verdicts import verdict_on
from foedus.world.case import taken_case
from foedus.world.schema import Case


class Asked(NamedTuple):
    """What is asked of every day, with the store that is open."""

    case: Case
    store: Store
    found: tuple[Indicator, ...]
    strict: frozenset[str]
    futures: int
    seed: int
    mechanisms: tuple[str, ...]
    threads: int | None
    progress: Progress | None
    verdict: bool


class Side(NamedTuple):
    """A day: what every indicator says, the board of it, and the odds and the verdict where they are asked for."""

    day: date
    seen: list[Seen]
    board: Board
    odds: Nowcast | None
    verdict: Verdict | None


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
    mechanisms: Sequence[str] = (),
    threads: int | None = None,
    verdict: bool = False,
    today: date | None = None,
    progress: Progress | None = None,
) -> Sheet:
    """What changed in a case between two days; `as_of` None: to today. Nothing dated or seen after a day is used for it.

    ledger     forecasts that fall due are read from it; None: none
    signposts  what `foedus signposts CASE --format json` wrote; None: none are told
    futures    in which the odds are counted; 0: no odds
    mechanisms switched off or on in them, as in an assessment
    verdict    whether the verdict is told, too: an assessment for each state of the case

    Raises InputError for days in the wrong order, and where there is no store.
    """
    day = as_of or today or date.today()
    given: Options = {
        "store": store,
        "own": own,
        "ledger": ledger,
        "signposts": signposts,
        "futures": futures,
        "seed": seed,
        "mechanisms": mechanisms,
        "threads": threads,
        "verdict": verdict,
        "progress": progress,
    }
    return next(_sheets(case, _in_order(since, day), **given))


class Options(TypedDict, total=False):
    """Options of every sheet, as `watch_sheet` has them."""

    store: str | Path | None
    own: str | Path | None
    ledger: str | Path | None
    signposts: str | Path | None
    futures: int
    seed: int
    mechanisms: Sequence[str]
    threads: int | None
    verdict: bool
    progress: Progress | None


def watch_sheets(
    case: Case | str | Path,
    since: date,
    *,
    as_of: date | None = None,
    today: date | None = None,
    **options: Unpack[Options],
) -> Iterator[Sheet]:
    """A sheet for each month between two days, one after the other; thresholds are those chosen as of the first day.

    Raises InputError as `watch_sheet` does, and where no month ends between the days.
    """
    last = as_of or today or date.today()
    ends = np.arange(np.datetime64(since, "M"), np.datetime64(last, "M") + 2).astype("datetime64[D]") - 1
    days = [since, *(day for day in ends.tolist() if since < day <= last)]
    _in_order(since, last)
    if len(days) < 2:
        raise InputError(
            f"no month ends after {since} and up to {last}; give an earlier --since, or leave out --monthly"
        )
    yield from _sheets(case, days, **options)


def _in_order(since: date, day: date) -> list[date]:
    if since >= day:
        raise InputError(f"--since {since} is not before {day}; give an earlier day, or a later --as-of")
    return [since, day]


def _sheets(
    case: Case | str | Path,
    days: Sequence[date],
    *,
    store: str | Path | None = None,
    own: str | Path | None = None,
    ledger: str | Path | None = None,
    signposts: str | Path | None = None,
    futures: int = FUTURES,
    seed: int = 1,
    mechanisms: Sequence[str] = (),
    threads: int | None = None,
    verdict: bool = False,
    progress: Progress | None = None,
) -> Iterator[Sheet]:
    """A sheet from each day to the next."""
    loaded = taken_case(case)
    found = indicators(loaded, own)
    with open_store(Path(store) if store is not None else default_store(loaded.id)) as opened:
        strict = own_names(loaded, found)
        asked = Asked(
            loaded, opened, found, strict, futures, seed, tuple(sorted(mechanisms)), threads, progress, verdict
        )
        then = _side(asked, days[0], {}, strict=frozenset())
        prices = {one.name: told.prices for one, _, told in then.seen if told is not None}
        for day in days[1:]:
            now = _side(asked, day, prices, strict=strict)
            yield _sheet(asked, then, now, ledger, signposts)
            then = now


def _side(asked: Asked, day: date, prices: Mapping[str, Sequence[Price]], *, strict: frozenset[str]) -> Side:
    seen = watch_all(asked.store, asked.found, day, asked.seed, strict, prices, asked.progress)
    odds = _nowcast(asked, seen) if asked.futures else None
    told = _verdict(asked, seen) if asked.verdict else None
    return Side(day, seen, board_of(asked.case, seen, asked.store, day), odds, told)


def _sheet(asked: Asked, then: Side, now: Side, ledger: str | Path | None, signposts: str | Path | None) -> Sheet:
    case, readings = asked.case, now.board.readings
    moved = tuple(_moved(then.board, now.board))
    crossed = _signposts(case, signposts, then.seen, now.seen)
    odds = (then.odds, now.odds) if then.odds is not None and now.odds is not None else None
    return Sheet(
        case=case.id,
        title=case.title,
        case_as_of=case.as_of,
        since=then.day,
        as_of=now.day,
        readings=readings,
        moved=moved,
        still=tuple(_still(now.seen, now.board, moved)),
        late=tuple(one for one in readings if one.late or one.state in ("not-read", "no-baseline")),
        disagreements=now.board.disagreements,
        parted=tuple(_parted(then.board, now.board)),
        futures=asked.futures,
        mechanisms=asked.mechanisms,
        tempo=tempo_lines(*odds) if odds else (),
        odds=odds_changes(*odds) if odds else (),
        limits=tuple(limit_lines(case, *odds)) if odds else (),
        verdicts=Verdicts(then=then.verdict, now=now.verdict) if asked.verdict else None,
        signposts=None if crossed is None else crossed[0],
        crossed=() if crossed is None else crossed[1],
        events=_to_read(asked.store, now.seen, moved, then.day, now.day),
        triggers=triggers(case, now.day),
        due=due(ledger, case, now.day),
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


def _parted(then: Board, now: Board) -> Iterator[Disagreement]:
    """Sources that have come to count differently since."""
    had = {(each.first, each.second) for each in then.disagreements if each.disagree}
    yield from (each for each in now.disagreements if each.disagree and (each.first, each.second) not in had)


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


def _heard(seen: Sequence[Seen]) -> list[Seen]:
    """Those of which a month, or a poll, is known."""
    return [each for each in seen if each[1] is not None and (each[1].months.size or each[1].polls)]


def _verdict(asked: Asked, seen: Sequence[Seen]) -> Verdict | None:
    return verdict_on(
        asked.case,
        _heard(seen),
        horizon=HORIZON,
        seed=asked.seed,
        mechanisms=asked.mechanisms,
        threads=asked.threads,
        progress=asked.progress,
    )


def _nowcast(asked: Asked, seen: Sequence[Seen]) -> Nowcast:
    return nowcast(
        asked.case,
        _heard(seen),
        futures=asked.futures,
        horizon=HORIZON,
        seed=asked.seed,
        mechanisms=asked.mechanisms,
        threads=asked.threads,
        store=users_store(),
        progress=asked.progress,
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
