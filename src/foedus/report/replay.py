"""One future in words, year by year, beside its twin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.assessment.replay_lines import Happening, Replay, Result, Told
from foedus.equations.provocation import TYPES
from foedus.report import numbers
from foedus.report.look import sentence_list
from foedus.report.numbers import PROBABILITY
from foedus.report.plain import columns, sentences
from foedus.report.words import counted

ONLY, TWIN, SAME = "  < ", "  > ", "    "
"""Marks of what happens in the future alone, in its twin alone, in both."""
DIFFERS = " *"
LEVELS = {
    "no force": "Dispute without force",
    "force": "Dispute with force",
    "force with deaths": "Dispute that kills",
    "war": "War",
}


def replay_text(answer: Replay) -> str:
    """The replay for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def told_of(happenings: Sequence[Happening], words: dict[str, str]) -> list[str]:
    """Sentences for what happens in a year; what is alike is told together."""
    groups: dict[str, list[str]] = {}
    for each in happenings:
        head, rest = said(each, words)
        groups.setdefault(head, []).append(rest)
    return [f"{head}: {'; '.join(rest)}." for head, rest in groups.items()]


def _lines(answer: Replay) -> Iterator[str]:
    yield from sentences(list(_head(answer)), mark="")
    words = answer.names | answer.labels
    for place, year in enumerate(answer.told.years):
        other = answer.twin.years[place].happenings if answer.twin else year.happenings
        yield ""
        yield f"{year.year}{DIFFERS if year.year in answer.differing else ''}"
        both = [each for each in year.happenings if each in other]
        yield from sentences(told_of(both, words), mark=SAME)
        yield from sentences(told_of([e for e in year.happenings if e not in other], words), mark=ONLY)
        yield from sentences(told_of([e for e in other if e not in year.happenings], words), mark=TWIN)
        if not (year.happenings or other):
            yield f"{SAME}Nothing that is told."
    yield ""
    yield from _results(answer)
    yield ""
    yield from sentences(list(_notes(answer)), mark="")


def _head(answer: Replay) -> Iterator[str]:
    years = answer.told.years
    yield (
        f"{answer.case}: future {answer.future:,} of seed {answer.seed} (parameter set {answer.parameter_set:,} of "
        f"{answer.parameter_sets:,}), "
        f"{years[0].year} to {years[-1].year}, as measured. It is one draw of many, and no forecast."
    )
    if chosen := answer.chosen:
        yield (
            f"It is the first future with: {answer.labels[chosen.outcome]}. {chosen.happened:,} of "
            f"{counted(chosen.futures, 'future')} have it: {numbers.value(chosen.estimate, PROBABILITY)} "
            f"({numbers.interval(chosen.estimate, PROBABILITY)})."
        )
    if answer.twin is None:
        return
    yield (
        f"Beside it its twin, with the same random numbers: {_difference(answer.twin, answer.names)}. "
        f"{ONLY.strip()}: only in the future; {TWIN.strip()}: only in the twin; {DIFFERS.strip()}: a year that differs."
    )
    yield (
        "Nothing that is told differs."
        if answer.parts is None
        else f"They part in {answer.parts}, and differ in {len(answer.differing)} of {counted(answer.horizon, 'year')}."
    )


def _difference(twin: Told, names: dict[str, str]) -> str:
    parts = [f"without {sentence_list([names[name] for name in twin.without])}"] if twin.without else []
    parts += [f"made: {'; '.join(twin.made)}"] if twin.made else []
    parts += [f"order {twin.order}"] if twin.order != "as-measured" else []
    parts += [f"mechanism {each}" for each in twin.mechanisms]
    return ", ".join(parts)


def said(each: Happening, words: dict[str, str]) -> tuple[str, str]:
    """The head under which a happening is told, and what is told of it."""
    pair = " and ".join(each.states)
    instrument = words.get(each.instrument or "", (each.instrument or "").replace("-", " "))
    match each.what:
        case "government":
            return "A new government", each.states[0] + _in_office(each)
        case "continues":
            return "Still at war" if each.level == "war" else f"Still in dispute ({each.level})", pair
        case "dispute":
            return LEVELS[each.level or "war"], _fought(each, words)
        case "pact-imposed":
            return "A defence pact that the order imposes", pair
        case "pact-formed":
            return "A defence pact is formed", pair
        case "pact-ended":
            return "A defence pact ends", pair
        case "denounced":
            return "Denounced", f"{instrument} (out of force from {each.number:.0f})"
        case "out-of-force":
            base = f" (it rests on {words.get(each.base, each.base)})" if each.base else ""
            return "Out of force from this year", instrument + base
        case "expired":
            return "Expired, and not agreed anew", instrument
        case "agreed-anew":
            return "Agreed anew", instrument
        case "integrity-lost":
            return "No longer kept up (less than half of its integrity is left)", instrument
        case "integrity-regained":
            return "Kept up again", instrument
        case "provocation":
            return "Provocations", f"{TYPES[each.instrument or ''].label}, {each.number:,.0f}"
        case "coercion":
            first, second = each.states
            return "Economic coercion", f"{first} of {second}, at {each.number:.2g}% of a year's GDP"
        case "weapons-pursued":
            return "Begins to pursue nuclear weapons", pair
        case "weapons-acquired":
            return "Has nuclear weapons", pair


def _in_office(each: Happening) -> str:
    said = [*([each.side] if each.side else []), *(["after an election"] if each.election else [])]
    return f" ({', '.join(said)})" if said else ""


def _fought(each: Happening, words: dict[str, str]) -> str:
    first, second = each.states
    joined = [
        f"{sentence_list(who)} join{'s' if len(who) == 1 else ''} {side}"
        for who, side in ((each.with_first, first), (each.with_second, second))
        if who
    ]
    counted = [f"counted as: {', '.join(words[name] for name in each.outcomes)}"] if each.outcomes else []
    more = ", ".join([*joined, *counted])
    return f"{first} against {second}" + (f" ({more})" if more else "")


def _results(answer: Replay) -> Iterator[str]:
    twins: Sequence[Result | None] = answer.twin.results if answer.twin else [None] * len(answer.told.results)
    rows = [
        (answer.labels[one.outcome], _came(one), *([_came(two)] if two else []))
        for one, two in zip(answer.told.results, twins, strict=True)
    ]
    head = ("by the last year", "this future", *(["its twin"] if answer.twin else []))
    yield from columns(head, rows)


def _came(one: Result) -> str:
    if one.total is not None:
        return f"{one.total:,.3g}"
    if one.years:
        more = f" and {len(one.years) - 1} more" if len(one.years) > 1 else ""
        return f"{one.years[0]}{more}"
    return "yes" if one.happened else "no"


def _notes(answer: Replay) -> Iterator[str]:
    yield (
        "Side A of a dispute is named first; it is no sure sign of who began it, and who is counted as the one that began a "
        "war is drawn. A dispute that goes on is told at the level that the year begins with."
    )
    if answer.twin:
        yield (
            "A draw is addressed by what it is of, so both have the same luck. A twin that differs shows how one thing can "
            "matter, not how much it does: that is a mean over many futures (foedus assess, foedus ablate)."
        )
