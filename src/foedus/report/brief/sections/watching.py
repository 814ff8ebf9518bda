"""What to watch: signposts where they were handed in, else what the answer itself says can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foedus.report.brief.model import Paragraph, Piece, Section, Sentence, paragraph, said
from foedus.report.brief.source import Materials, Source

if TYPE_CHECKING:
    from foedus.assessment.signpost_lines import Signposts

MOST, FIRST = 3, 2
"""Signposts, and types of provocations, that are told; those that stand in the bottom line."""


def section(given: Materials) -> Section:
    """What can be seen that bears on the outcome, an item each."""
    found = _signposts(given)
    items = [paragraph(one, kind="item") for one in found or _seen(given)]
    first = () if given.signposts is None else (paragraph(_searched(given.signposts, bool(found))),)
    last = (_not_searched(given),) if given.signposts is None else ()
    return Section("What to watch", (*first, *items, *last))


def first(given: Materials) -> list[Sentence]:
    """The one or two things to watch before all others."""
    return (_signposts(given) or _seen(given))[:FIRST]


def _seen(given: Materials) -> list[Sentence]:
    """What the answer says: weakest instrument, quiet years that would settle a limit, counts beyond nine futures of ten."""
    found = [*_weakest(given), *_quiet(given), *_provocations(given)]
    return found or [said("The answer names nothing that could be watched.")]


def _weakest(given: Materials) -> Iterator[Sentence]:
    """The instrument that is lost most often, and what would follow."""
    weakest = next((line for line in given.said.instruments if line.weakest), None)
    lines = given.said.counterfactuals
    place = next((i for i, line in enumerate(lines) if weakest and line.instrument == weakest.instrument), None)
    if weakest is None:
        return
    name = given.answer.quote("instruments", given.said.instruments.index(weakest), "name")
    worth: tuple[Piece, ...] = ("no other instrument of the alliance is lost more often",)
    if place is not None and lines[place].differences and lines[place].differences[0].clear:
        change = given.answer.number("difference", "counterfactuals", place, "differences", 0, "estimate")
        worth = ("without it ", *given.named(lines[place].differences[0].outcome), " changes by ", change)
    yield said("Whether the ", name, " stays in force and is kept up: ", *worth, ".")


def _quiet(given: Materials) -> Iterator[Sentence]:
    """How many more quiet years of the class would bring its rate within the limit."""
    for place, line in enumerate(given.said.tolerances):
        record = given.outcome(line.outcome).record
        for number, one in enumerate(line.settling):
            if one.quiet is not None and record is not None:
                yield said(
                    given.label(line.outcome, capital=True),
                    ": ",
                    given.answer.number("amount", "tolerances", place, "settling", number, "quiet"),
                    " more ",
                    given.answer.quote("outcomes", given.places[line.outcome], "record", "unit"),
                    " without one would bring its class within the limit.",
                )


def _provocations(given: Materials) -> Iterator[Sentence]:
    """Counts that would be outside what nine in ten futures have, those of most events on record first."""
    known = [(line.record.events, place) for place, line in enumerate(given.said.provocations) if line.record]
    for _, place in sorted(known, key=lambda one: -one[0])[:MOST]:
        where = ("provocations", place)
        yield said(
            given.answer.quote(*where, "label", capital=True),
            ": nine futures in ten have a mean of ",
            given.answer.number("amount", *where, "a_year", "low"),
            " to ",
            given.answer.number("amount", *where, "a_year", "high"),
            " a year, so a mean outside that would be a surprise; on record there were ",
            given.answer.number("amounts", *where, "record", "a_year"),
            ".",
        )


def _not_searched(given: Materials) -> Paragraph:
    return paragraph(
        said(
            "No signposts were handed in: \u2018foedus signposts ",
            given.answer.quote("case"),
            " --out signposts.json\u2019 searches for them, and \u2018--with signposts.json\u2019 puts them here.",
        ),
        kind="note",
    )


def _searched(found: Source[Signposts], passed: bool) -> Sentence:
    """How many signposts were searched, and what they are worth."""
    searched, rate = found.number("count", "searched"), found.number("probability", "rate")
    if not passed:
        return said(
            "None of ", searched, " signposts that were searched tells more than the base rate of failure, ", rate, "."
        )
    return said(
        "Of ",
        searched,
        " signposts that were searched, these tell more than the base rate of failure, ",
        rate,
        ". A signpost goes with failure; to prevent the one is not known to prevent the other.",
    )


def _signposts(given: Materials) -> list[Sentence]:
    """The signposts that pass, those of largest gain first; none where none was handed in."""
    found = given.signposts
    if found is None:
        return []
    passed = [place for place, line in enumerate(found.document.signposts) if line.passes]
    return [
        said(
            _crossed(found, place),
            ": failure after it in ",
            found.number("probability", "signposts", place, "fails"),
            " of futures, against ",
            found.number("chance", "signposts", place, "fails_not", "value"),
            " without it; base rate ",
            found.number("chance", "rate", "value"),
            ".",
        )
        for place in passed[:MOST]
    ]


def _crossed(found: Source[Signposts], place: int) -> tuple[Piece, ...]:
    """'Disputes with South Korea in them: at least 4 by 2028'."""
    line, where = found.document.signposts[place], ("signposts", place)
    label, year = found.quote(*where, "label", capital=True), found.number("year", "year")
    if line.kind == "event":
        return (label, ", by ", year)
    if line.kind == "status":
        return (label, ": " if line.side == "at-least" else ": not ", "in some year to ", year)
    side = f": {line.side.replace('-', ' ')} "
    return (
        label,
        side,
        found.number("amount", *where, "threshold"),
        " by " if line.counted else " in some year to ",
        year,
    )
