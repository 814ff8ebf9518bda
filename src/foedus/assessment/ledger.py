"""The ledger: headline probabilities written down before the event, and what became of them. Nothing in it is changed.

An entry is the forecast of one outcome at one horizon, or the resolution of such a forecast. Of an answer those outcomes are
written down that are counted in all futures: events and statuses. The file is a chain (`foedus.assessment.chain`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from foedus import taken
from foedus.assessment import chain
from foedus.assessment.answer import Answer
from foedus.assessment.identity import Identity
from foedus.assessment.lattice import PROCESSES
from foedus.assessment.outcome_lines import OutcomeLine
from foedus.assessment.read import read_answer
from foedus.errors import InputError
from foedus.intake.refusal import refused
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.shown import quoted, shown

LEDGER = "ledger.jsonl"
"""The file, where none is named."""
HORIZONS = (1, 5, 10, 20, 40)
"""Years at which an answer is written down, beside its own horizon."""
MOST_SIGNS = 500
"""Most characters of a source."""

Probability = Annotated[float, Field(ge=0, le=1)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Entry(Part):
    previous: Sha256
    format: Literal["foedus.ledger-entry/1"] = "foedus.ledger-entry/1"
    number: int = Field(ge=1)
    written: AwareDatetime


class Forecast(_Entry):
    """The forecast of one outcome at one horizon."""

    kind: Literal["forecast"] = "forecast"
    answer: Sha256
    version: str
    case: str
    alliance: str
    as_of: date
    order: str
    outcome: str
    outcome_kind: Literal["event", "status"]
    label: str
    definition: str
    rule: str
    horizon: int = Field(ge=1, le=60)
    first_day: date
    last_day: date
    probability: Probability
    by_year: Annotated[list[Probability], Field(min_length=1)]
    futures: int = Field(ge=1)
    class_rate: Probability | None
    class_name: str | None


class Resolution(_Entry):
    """What became of a forecast."""

    kind: Literal["resolution"] = "resolution"
    entry: int = Field(ge=1)
    happened: bool
    on: date
    source: str
    retrodiction: bool


_ENTRY: TypeAdapter[Forecast | Resolution] = TypeAdapter(Annotated[Forecast | Resolution, Field(discriminator="kind")])

State = Literal["open", "overdue", "happened", "not"]


class LedgerLine(Part):
    """A forecast in the ledger, and what became of it."""

    number: int = Field(description="by which `ledger resolve` names it")
    written: datetime
    answer: str = Field(description="SHA-256 of the identity of the answer")
    version: str = Field(description="of foedus")
    case: str
    alliance: str = Field(description="patron and protege")
    as_of: date = Field(description="day of the case")
    order: str = Field(description="world order of the headline")
    outcome: str
    outcome_kind: Literal["event", "status"]
    label: str
    definition: str = Field(description="what is counted")
    rule: str = Field(description="what settles it, and when")
    horizon: int = Field(description="years")
    first_day: date
    last_day: date
    probability: float
    by_year: list[float] = Field(description="that it has happened, or that it holds, by year")
    futures: int
    class_rate: float | None = Field(
        description="what the record of its class says at this horizon; null: none is counted"
    )
    class_name: str | None
    sha256: str = Field(description="of its line")
    state: State = Field(
        description="overdue: its horizon is over, and it is not resolved; not: it did not happen or hold"
    )
    resolved_on: date | None = Field(description="day of the event, or from which it is known that it did not come")
    source: str | None = Field(description="of the resolution")
    retrodiction: bool = Field(
        description="what settled it was not after the day on which it was written: never scored"
    )


class Ledger(Rendered, Part):
    """The answer of `foedus ledger list`; of `add` and `resolve` with the entries they wrote or settled."""

    format: Literal["foedus.ledger/1"] = "foedus.ledger/1"
    file: str
    head: str = Field(description="SHA-256 of the last line: kept elsewhere, it shows whether lines are gone")
    entries: list[LedgerLine]


def ledger_add(answer: Answer | str | Path, ledger: str | Path = LEDGER) -> Ledger:
    """Write the headline probabilities of an answer down. Returns the new entries.

    answer  an answer, or the path of one as JSON
    ledger  the file; it is made where there is none

    Raises InputError for an answer without identity, or one that the ledger has, and for a ledger that was changed by hand.
    """
    told = answer if isinstance(answer, Answer) else read_answer(taken.path("answer", answer))
    path = taken.path("ledger", ledger)
    held = chain.add(path, partial(_forecasts, told, str(path)))
    own = digest(told)
    return _view(path, held, lambda one: one.answer == own)


def ledger_register(told: Sequence[Mapping[str, Any]], ledger: str | Path = LEDGER) -> Ledger:
    """Write forecasts down that are of no answer. Returns those of them that the ledger has, new or not.

    told   fields of a Forecast, without number and time; `answer` is the SHA-256 of what it rests on. One that the ledger has
           is not written again
    """
    path = taken.path("ledger", ledger)
    held = chain.add(path, partial(_registered, told, str(path)))
    own = {each["answer"] for each in told}
    return _view(path, held, lambda one: one.answer in own)


def ledger_resolve(entry: int, *, happened: bool, on: date | str, source: str, ledger: str | Path = LEDGER) -> Ledger:
    """Write down what became of a forecast. Returns that entry.

    entry     its number
    happened  an event happened, or a status held at the end of the horizon
    on        day of the event; else a day on which the horizon is over
    source    who says so

    Raises InputError for an unknown entry or one that is resolved, a day that is to come, before the horizon begins or that
    does not settle it, and for what contradicts another resolution.
    """
    number, day = taken.whole("entry", entry, 1, 10**9), _day(on)
    flag, said = taken.flag("happened", happened), _source(source)
    path = taken.path("ledger", ledger)
    chain.lines(path)  # a ledger that is not there is not made
    held = chain.add(path, lambda held: [_resolution(_entries(held, str(path)), number, flag, day, said)])
    return _view(path, held, lambda one: one.number == number)


def ledger_list(ledger: str | Path = LEDGER) -> Ledger:
    """Every forecast of a ledger, and what became of it. Raises InputError for a ledger that was changed by hand."""
    path = taken.path("ledger", ledger)
    held = chain.lines(path)
    return _view(path, held, lambda one: True)


def digest(answer: Answer) -> str:
    """SHA-256 of what an answer rests on."""
    return hashlib.sha256(_identity(answer).model_dump_json().encode()).hexdigest()


def now() -> datetime:
    """The time, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def _identity(answer: Answer) -> Identity:
    if answer.identity is None:
        raise InputError("the answer has no identity, so nobody could make it again; make it with 'foedus assess'")
    return answer.identity


def _view(path: Path, held: Sequence[tuple[str, bytes]], chosen: Callable[[Forecast], bool]) -> Ledger:
    entries = _entries(held, str(path))
    settled = {one.entry: one for one in entries if isinstance(one, Resolution)}
    today = now().date()
    found = [
        _line(one, held[one.number - 1][0], settled.get(one.number), today)
        for one in entries
        if isinstance(one, Forecast) and chosen(one)
    ]
    return Ledger(file=str(path), head=held[-1][0] if held else chain.FIRST, entries=found)


def _line(one: Forecast, sha256: str, settled: Resolution | None, today: date) -> LedgerLine:
    retrodiction = settled.retrodiction if settled else one.last_day <= one.written.date()
    if settled is not None:
        state: State = "happened" if settled.happened else "not"
    else:
        state = "overdue" if one.last_day < today and not retrodiction else "open"
    return LedgerLine(
        **one.model_dump(exclude={"kind", "format", "previous"}),
        sha256=sha256,
        state=state,
        resolved_on=settled.on if settled else None,
        source=settled.source if settled else None,
        retrodiction=retrodiction,
    )


def _entries(held: Sequence[tuple[str, bytes]], file: str) -> list[Forecast | Resolution]:
    """The entries of the lines of a file, each resolution of a forecast before it that has no other."""
    found: list[Forecast | Resolution] = []
    settled: set[int] = set()
    for number, (_, body) in enumerate(held, 1):
        try:
            one = _ENTRY.validate_json(body)
        except ValidationError as error:
            raise refused(file, number, "is no entry of a ledger of this version") from error
        if one.number != number:
            raise refused(file, number, f"has the number {one.number}, not {number}")
        if isinstance(one, Resolution):
            if one.entry in settled or not (one.entry < number and isinstance(found[one.entry - 1], Forecast)):
                raise refused(file, number, f"resolves entry {one.entry}, which is no forecast or is resolved before")
            settled.add(one.entry)
        found.append(one)
    return found


def _next(entries: Sequence[Forecast | Resolution]) -> dict[str, Any]:
    """Number and time of a new entry."""
    written = now()
    if entries and written < entries[-1].written:
        raise InputError(
            f"the clock says {written:%Y-%m-%d %H:%M:%S}, which is before the last entry of the ledger "
            f"({entries[-1].written:%Y-%m-%d %H:%M:%S}); set the clock"
        )
    return {"number": len(entries) + 1, "written": written}


def _dumped(one: Forecast | Resolution) -> dict[str, Any]:
    return one.model_dump(mode="json", exclude={"previous"})


def _forecasts(answer: Answer, file: str, held: Sequence[tuple[str, bytes]]) -> list[dict[str, Any]]:
    entries = _entries(held, file)
    own = digest(answer)
    there = [one.number for one in entries if isinstance(one, Forecast) and one.answer == own]
    if there:
        raise InputError(
            f"the ledger has this answer: entries {there[0]} to {there[-1]}; an answer is written down once"
        )
    first = _next(entries)
    made = [
        Forecast(previous=chain.FIRST, number=first["number"] + row, written=first["written"], answer=own, **fields)
        for row, fields in enumerate(_told(answer))
    ]
    if not made:
        raise InputError("the answer has no event and no status that is counted in all futures; nothing to write down")
    return [_dumped(one) for one in made]


def _registered(
    told: Sequence[Mapping[str, Any]], file: str, held: Sequence[tuple[str, bytes]]
) -> list[dict[str, Any]]:
    entries = _entries(held, file)
    there = {one.answer for one in entries if isinstance(one, Forecast)}
    first = _next(entries)
    return [
        _dumped(Forecast(previous=chain.FIRST, number=first["number"] + row, written=first["written"], **fields))
        for row, fields in enumerate(each for each in told if each["answer"] not in there)
    ]


def _told(answer: Answer) -> Iterator[dict[str, Any]]:
    """What is written down of each outcome at each horizon."""
    case = _identity(answer).case
    for line in answer.outcomes:
        curve = [value for value in line.curve if value is not None]
        if line.kind not in ("event", "status") or line.given is not None or len(curve) != answer.horizon:
            continue
        for horizon in sorted({each for each in HORIZONS if each < answer.horizon} | {answer.horizon}):
            first, last = date(answer.as_of.year + 1, 1, 1), date(answer.as_of.year + horizon, 12, 31)
            yield {
                "version": answer.version,
                "case": answer.case,
                "alliance": f"{case.patron}-{case.protege}",
                "as_of": answer.as_of,
                "order": answer.order,
                "outcome": line.name,
                "outcome_kind": line.kind,
                "label": line.label,
                "definition": line.definition,
                "rule": _rule(line.kind, first, last),
                "horizon": horizon,
                "first_day": first,
                "last_day": last,
                "probability": curve[horizon - 1],
                "by_year": curve[:horizon],
                "futures": answer.futures,
                "class_rate": _class_rate(line, answer.horizon, horizon),
                "class_name": line.record.narrowest.name if line.record else None,
            }


def _rule(kind: str, first: date, last: date) -> str:
    if kind == "event":
        return f"happened: on any day from {first} to {last}, as defined; not: that time is over without it"
    return f"happened: it holds on {last}, as defined; not: it does not"


def _class_rate(line: OutcomeLine, of: int, horizon: int) -> float | None:
    """The pooled rate of the class at a shorter horizon than that of the answer, at an even rate a year."""
    if line.record is None or line.record.pooled.value is None:
        return None
    value, process = line.record.pooled.value, line.record.process
    ends = next(one.counts for one in PROCESSES if one.name == process) == "ends"
    return float(value ** (horizon / of) if ends else 1.0 - (1.0 - value) ** (horizon / of))


def _resolution(
    entries: Sequence[Forecast | Resolution], number: int, happened: bool, day: date, source: str
) -> dict[str, Any]:
    settled = {one.entry: one for one in entries if isinstance(one, Resolution)}
    forecasts = {one.number: one for one in entries if isinstance(one, Forecast)}
    one = forecasts.get(number)
    if one is None:
        there = f"entries are 1 to {len(entries)}" if forecasts else "the ledger has none"
        what = "is a resolution" if number <= len(entries) else "is not in the ledger"
        raise InputError(f"entry {number} {what}; {there}, see 'foedus ledger list'")
    if number in settled:
        found = settled[number]
        told = "happened" if found.happened else "did not happen"
        raise InputError(
            f"entry {number} is resolved: it {told}, on {found.on}, by line {found.number}; nothing is changed"
        )
    _settles(one, happened, day)
    for other in settled.values():
        if _contradict((one, happened, day), (forecasts[other.entry], other.happened, other.on)):
            raise InputError(
                f"entry {number} would contradict entry {other.entry}, which "
                f"{'happened' if other.happened else 'did not happen'} on {other.on}; an event is dated by its first day"
            )
    made = Resolution(
        previous=chain.FIRST,
        entry=number,
        happened=happened,
        on=day,
        source=source,
        retrodiction=(day if happened and one.outcome_kind == "event" else one.last_day) <= one.written.date(),
        **_next(entries),
    )
    return _dumped(made)


def _settles(one: Forecast, happened: bool, day: date) -> None:
    """Refuse a day that does not settle a forecast."""
    if day > now().date():
        raise InputError(f"{day} is to come; give a day that is past")
    if day < one.first_day:
        raise InputError(
            f"{day} is before the first day of entry {one.number}, {one.first_day}; what was before is no part of it"
        )
    dated = happened and one.outcome_kind == "event"
    if dated and day > one.last_day:
        raise InputError(
            f"{day} is after the last day of entry {one.number}, {one.last_day}: by then it had not happened"
        )
    if not dated and day < one.last_day:
        raise InputError(f"entry {one.number} is open to {one.last_day}; on {day} it is not settled")


def _contradict(one: tuple[Forecast, bool, date], other: tuple[Forecast, bool, date]) -> bool:
    """Whether one resolution dates an event to a day on which another has it that there was none."""
    if (one[0].alliance, one[0].outcome) != (other[0].alliance, other[0].outcome) or one[0].outcome_kind != "event":
        return False
    return any(
        b_happened and a.first_day <= b_day <= a.last_day and (not a_happened or b_day < a_day)
        for (a, a_happened, a_day), (_, b_happened, b_day) in ((one, other), (other, one))
    )


def _day(on: object) -> date:
    try:
        found = date.fromisoformat(str(on))
    except ValueError:
        found = None
    if found is None or found.isoformat() != str(on):
        raise InputError(f"day {quoted(on)} is not allowed: a day is written YYYY-MM-DD")
    return found


def _source(source: object) -> str:
    text = source.strip() if isinstance(source, str) else ""
    if not text or not text.isprintable() or len(text) > MOST_SIGNS:
        raise InputError(
            f"source '{shown(source)}' is not allowed: one line of 1 to {MOST_SIGNS} characters, who says so"
        )
    return text
