"""What to watch: signposts where they were handed in, else what the answer itself says can be seen."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.report.brief.model import Paragraph, Piece, Section, Sentence, paragraph, said
from foedus.report.brief.source import Materials, Source
from foedus.assessment.signpost_lines import Signposts

MOST = 3
"""Signposts, and types of provocations, that are told."""


def section(given: Materials) -> Section:
    """What can be seen that bears on the outcome, an item each."""
    if given.signposts is not None:
        items = [paragraph(one, kind="item") for one in _signposts(given.signposts)]
        return Section("What to watch", (paragraph(_searched(given.signposts)), *items))
    items = [paragraph(one, kind="item") for one in _seen(given)]
    return Section("What to watch", (*items, _not_searched(given)))


def first(given: Materials) -> Sentence:
    """The one thing to watch."""
    if given.signposts is not None:
        return next(_signposts(given.signposts))
    return next(_seen(given))


def _seen(given: Materials) -> Iterator[Sentence]:
    """What the answer says: quiet years that would settle a limit, counts outside nine futures in ten, the weakest instrument."""
    yield from _quiet(given)
    yield from _provocations(given)
    weakest = next((place for place, line in enumerate(given.said.instruments) if line.weakest), None)
    if weakest is not None:
        name = given.answer.quote("instruments", weakest, "name")
        yield said("Whether ", name, " is kept in force and kept up: nothing of the alliance is lost more often.")
    else:
        yield said("The answer names nothing that could be watched.")


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
    """Counts that would be outside what nine in ten futures have."""
    for place, line in enumerate(given.said.provocations[:MOST]):
        where = ("provocations", place)
        beside: tuple[Piece, ...] = ("no count is on record.",)
        if line.record is not None:
            beside = ("on record there were ", given.answer.number("amounts", *where, "record", "a_year"), " a year.")
        yield said(
            given.answer.quote(*where, "label", capital=True),
            ": a mean of more than ",
            given.answer.number("amount", *where, "a_year", "high"),
            " ",
            given.answer.quote(*where, "units"),
            " a year, or fewer than ",
            given.answer.number("amount", *where, "a_year", "low"),
            ", would lie outside nine in ten futures; ",
            *beside,
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


def _searched(found: Source[Signposts]) -> Sentence:
    return said(
        "Of ",
        found.number("count", "searched"),
        " signposts that were searched, these tell more than the base rate of failure, ",
        found.number("probability", "rate"),
        ". A signpost goes with failure; to prevent the one is not known to prevent the other.",
    )


def _signposts(found: Source[Signposts]) -> Iterator[Sentence]:
    """The signposts that pass, those of largest gain first; where none does, a sentence that says so."""
    answer = found.document
    passed = [place for place, line in enumerate(answer.signposts) if line.passes]
    for place in passed[:MOST]:
        yield said(
            _crossed(found, place),
            ": failure after it in ",
            found.number("probability", "signposts", place, "fails"),
            " of futures, against ",
            found.number("chance", "signposts", place, "fails_not", "value"),
            " without it; base rate ",
            found.number("chance", "rate", "value"),
            ".",
        )
    if not passed:
        yield said("No signpost that was searched tells more than the base rate of failure, ",
                   found.number("probability", "rate"), ".")


def _crossed(found: Source[Signposts], place: int) -> tuple[Piece, ...]:
    """'Disputes with South Korea in them: at least 4 by 2028'."""
    line, where = found.document.signposts[place], ("signposts", place)
    label, year = found.quote(*where, "label", capital=True), found.number("year", "year")
    if line.kind == "event":
        return (label, ", by ", year)
    if line.kind == "status":
        return (label, ": " if line.side == "at-least" else ": not ", "in some year to ", year)
    side = f": {line.side.replace('-', ' ')} "
    return (label, side, found.number("amount", *where, "threshold"), " by " if line.counted else " in some year to ", year)
