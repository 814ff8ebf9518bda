"""What moved between two answers, in words and tables: one page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from foedus.assessment.diff_lines import Attribution, Diff, Limit, MovedOutcome, Shift, Side
from foedus.assessment.outcome_lines import Estimate
from foedus.report import limits, numbers
from foedus.report.plain import columns, sentences
from foedus.report.words import counted, size
from foedus.shown import escaped

CHANGES, ATTRIBUTED = 15, 4
"""Most changes that are listed, and most outcomes whose parts are shown."""
VALUE = 40
"""Most characters of a value."""
BEYOND = "*"
"""Mark of a difference beyond chance."""


def diff_text(answer: Diff) -> str:
    """The comparison for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def _lines(answer: Diff) -> Iterator[str]:
    yield from sentences([f"first: {_side(answer.first)}", f"second: {_side(answer.second)}"], mark="")
    yield ""
    yield from sentences([_cause(answer)], mark="")
    yield from sentences(list(_changes(answer)), mark="  ")
    yield ""
    yield from sentences(list(_verdict(answer)), mark="")
    if answer.limits:
        yield ""
        head = ("limit", "first", "", "second", "")
        labels = {each.outcome: (each.label, each.unit) for each in answer.outcomes}
        rows = [
            (
                f"{labels.get(each.outcome, (each.outcome, ''))[0]}, {counted(each.years, 'year')}",
                *_limit(each.before),
                *_limit(each.after),
            )
            for each in answer.limits
        ]
        yield from columns(head, rows)
    yield ""
    yield from _outcomes(answer)
    if answer.attribution:
        yield ""
        yield from _attribution(answer, answer.attribution)
    yield ""
    yield from sentences(list(_notes(answer)), mark="")


def _side(side: Side) -> str:
    return (
        f"{side.case} as of {side.as_of}: {size(side.futures, side.horizon)}, seed {side.seed}, order "
        f"{side.order}; foedus {side.version}, simulator {side.simulator[:8]}."
    )


def _cause(answer: Diff) -> str:
    program = "version" if answer.first.version != answer.second.version else "simulator"
    match answer.cause:
        case "nothing":
            return "The same was asked of the same program, so nothing may differ; if something does, one was written over."
        case "program":
            return f"The same was asked: the {program} alone moved what moved."
        case "inputs":
            return f"Asked differently ({len(answer.changes)}):"
    return f"The {program} is another, and this was asked differently ({len(answer.changes)}):"


def _changes(answer: Diff) -> Iterator[str]:
    for each in answer.changes[:CHANGES]:
        yield f"{each.path}: {_value(each.before)} -> {_value(each.after)}"
    if (more := len(answer.changes) - CHANGES) > 0:
        yield f"and {more} more, in the JSON"


def _value(said: Any) -> str:
    if said is None:
        return "nothing"
    if isinstance(said, list) and len(said) == 2 and isinstance(said[1], dict):
        said = said[0]
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return escaped(text, VALUE)


def _verdict(answer: Diff) -> Iterator[str]:
    one, other = answer.first, answer.second
    same = one.verdict == other.verdict and one.leaning == other.leaning
    yield f"Verdict: {_stands(one)}{', in both' if same else f' -> {_stands(other)}'}."


def _stands(side: Side) -> str:
    return f"{side.verdict} (leaning: {side.leaning})" if side.leaning else side.verdict


def _limit(limit: Limit | None) -> tuple[str, str]:
    if limit is None:
        return "none", ""
    return f"{limits.limit(limit)}: {limit.state.replace('-', ' ')}", numbers.short(limit.estimate)


def _outcomes(answer: Diff) -> Iterator[str]:
    moved = [each for each in answer.outcomes if each.difference.value]
    head = ("outcome", "first", "90% interval", "second", "90% interval", "change", "error", "")
    rows = [
        (
            each.label,
            numbers.value(each.before, each.unit),
            _interval(each.before, each.unit),
            numbers.value(each.after, each.unit),
            _interval(each.after, each.unit),
            numbers.signed(each.difference.value, each.unit),
            _error(each.error, each.unit),
            BEYOND if each.beyond else "",
        )
        for each in sorted(moved, key=lambda each: not each.beyond)
    ]
    if rows:
        yield from columns(head, rows)
    still = [each.label for each in answer.outcomes if each.difference.value == 0.0]
    unknown = [each.label for each in answer.outcomes if each.difference.value is None]
    said = [f"Not moved: {', '.join(still)}."] if still else []
    said += [f"Not known in one of them: {', '.join(unknown)}."] if unknown else []
    for which, names in (("first", answer.only_first), ("second", answer.only_second)):
        said += [f"Only in the {which}: {', '.join(names)}."] if names else []
    yield from sentences(said, mark="  ")


def _interval(estimate: Estimate, unit: str) -> str:
    found = numbers.interval(estimate, unit)
    return "" if found == numbers.UNKNOWN else found


def _error(error: float | None, unit: str) -> str:
    return "" if error is None else numbers.signed(error, unit).lstrip("+")


def _attribution(answer: Diff, found: Attribution) -> Iterator[str]:
    how = (
        "means over every order in which the inputs can be changed"
        if found.method == "orders"
        else "one after the other in this order, since there are too many for every order"
    )
    yield from sentences(
        [
            f"What each input contributes, {how}; {counted(found.runs, 'run')} of {counted(found.futures, 'future')}. "
            "In brackets the Monte Carlo error."
        ],
        mark="",
    )
    for one in _attributed(answer):
        yield ""
        rows = [(each.path, _told(each.part, one), _told(each.alone, one)) for each in found.parts]
        rows += [("interaction", "", _told(found.interaction, one)), ("all", _told(found.whole, one), "")]
        yield from columns((one.label, "part", "alone"), rows)
    if found.idle:
        yield from sentences([f"Of no effect on any future: {', '.join(found.idle)}."], mark="  ")


def _attributed(answer: Diff) -> Sequence[MovedOutcome]:
    """The outcomes that moved most, in errors."""

    def size(each: MovedOutcome) -> float:
        return -abs(each.difference.value or 0.0) / (each.error or 1.0)

    moved = sorted((each for each in answer.outcomes if each.beyond and each.error), key=size)
    return moved[:ATTRIBUTED]


def _told(shifts: Sequence[Shift], outcome: MovedOutcome) -> str:
    found = next(each for each in shifts if each.difference.outcome == outcome.outcome)
    value = found.difference.estimate.value
    if value is None or found.error is None:
        return numbers.UNKNOWN
    return f"{numbers.signed(value, outcome.unit)} ({_error(found.error, outcome.unit)})"


def _notes(answer: Diff) -> Iterator[str]:
    yield (
        f"{BEYOND}: beyond two Monte Carlo errors, so not by the luck of the futures; one outcome in twenty is by chance. "
        "Changes of probabilities are in percentage points. Whether parameters and priors are right is another question: the "
        "intervals of both answers hold it."
    )
    if answer.first.case != answer.second.case:
        yield "Outcomes are named as in the first; in the second each is of its own alliance."
    if answer.method == "independent":
        yield "Independent: the futures of the two cannot be paired, so the error is the most that two separate runs allow."
    elif answer.cause != "nothing":
        yield "Paired: both were run again, and future r of one is future r of the other."
