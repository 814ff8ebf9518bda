"""The annex: every outcome, analyst, class, instrument, order and government, what cannot be said, and words."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.report import limits
from foedus.report.brief.model import Block, Piece, Quote, Section, Sentence, Table, paragraph, said
from foedus.report.brief.sections import instruments, outcomes
from foedus.report.brief.sections.limits import analyst
from foedus.report.brief.source import Materials
from foedus.world.schema import JUDGED

ENDS = 4
"""Analysts that are named at either end."""


def sections(given: Materials) -> Iterator[Section]:
    """The annex, part by part; a part without content is left out."""
    found = (
        ("Every outcome", _outcomes(given)),
        ("Analysts", _analysts(given)),
        ("Classes of the record", _classes(given)),
        ("Every instrument", _instruments(given)),
        ("Who may govern", _governments(given)),
        ("What this cannot say", _cannot_say(given)),
    )
    yield from (Section(title, tuple(blocks)) for title, blocks in found if blocks)


def _outcomes(given: Materials) -> list[Block]:
    return [
        outcomes.table(given, given.said.outcomes, "All outcomes of the answer"),
        *(
            paragraph(_defined(given, place), kind="item")
            for place, line in enumerate(given.said.outcomes)
            if line.definition
        ),
    ]


def _defined(given: Materials, place: int) -> Sentence:
    return said(
        given.answer.quote("outcomes", place, "label", capital=True),
        ": ",
        given.answer.quote("outcomes", place, "definition"),
    )


def _analysts(given: Materials) -> list[Block]:
    """Of each limit the analysts at both ends."""
    places = [place for place, line in enumerate(given.said.tolerances) if len(line.views) > 1]
    if not places:
        return []
    return [
        Table(
            title=said("Analysts with the lowest and the highest probability of each outcome that has a limit"),
            head=tuple(map(said, ("Outcome", "Lowest", "Highest", "Its class"))),
            rows=tuple(tuple(_ends(given, place)) for place in places),
            widths=(0.22, 0.32, 0.32, 0.14),
        )
    ]


def _ends(given: Materials, place: int) -> Iterator[Sentence]:
    line = given.said.tolerances[place]
    known = [i for i, one in enumerate(line.views) if one.value is not None]
    ranked = sorted(known, key=lambda i: line.views[i].value or 0.0)
    most = min(ENDS, len(ranked) // 2)
    yield said(given.label(line.outcome, capital=True), f" ({limits.state(line)})")
    for chosen in (ranked[:most], ranked[::-1][:most]):
        pieces: list[Piece] = []
        for view in chosen:
            value = given.answer.number("chance", "tolerances", place, "views", view, "value")
            pieces += ["; " if pieces else "", *analyst(given, place, view), " ", value]
        yield said(*pieces)
    yield said(given.base(line.outcome))


def _classes(given: Materials) -> list[Block]:
    places = [place for place, line in enumerate(given.said.outcomes) if line.record is not None]
    if not places:
        return []
    return [
        Table(
            title=said(
                "What the record has of the class of each outcome, over ",
                given.answer.number("year", "horizon"),
                " years",
            ),
            head=tuple(map(said, ("Outcome", "Narrowest class", "Events in units", "Years", "That class", "Pooled"))),
            rows=tuple(_class(given, place) for place in places),
            widths=(0.22, 0.28, 0.18, 0.10, 0.11, 0.11),
            note=(said("Pooled: the narrowest class, given those around it; this one stands beside the estimates."),),
        )
    ]


def _class(given: Materials, place: int) -> tuple[Sentence, ...]:
    where = ("outcomes", place, "record")
    number, quote = given.answer.number, given.answer.quote
    return (
        said(quote("outcomes", place, "label", capital=True)),
        said(quote(*where, "narrowest", "name", capital=True)),
        said(number("counted", *where, "narrowest"), " ", quote(*where, "unit")),
        said(number("year", *where, "first_year"), " to ", number("year", *where, "last_year")),
        said(number("probability", *where, "narrowest", "estimate")),
        said(number("probability", *where, "pooled")),
    )


def _instruments(given: Materials) -> list[Block]:
    places = instruments.ranked(given)
    return [instruments.table(given, places)] if len(places) > instruments.MOST else []


def _governments(given: Materials) -> list[Block]:
    if not given.said.governments:
        return []
    rows = tuple(
        (
            said(line.patron),
            said(line.protege),
            said(given.answer.number("probability", "governments", place, "probability")),
            said(given.answer.number("strain", "governments", place, "strain")),
            said(given.answer.quote("governments", place, "reason") if line.reason else "none stated"),
            said("none on record"),
        )
        for place, line in enumerate(given.said.governments)
    )
    return [
        Table(
            title=said("Governments in ", given.answer.number("year", "by_year")),
            head=tuple(map(said, ("Patron", "Prot\u00e9g\u00e9", "Probability", "Strain", "Why", "Base rate"))),
            rows=rows,
            widths=(0.13, 0.13, 0.16, 0.08, 0.35, 0.15),
        )
    ]


def _cannot_say(given: Materials) -> list[Block]:
    items = [
        *(said(given.answer.quote("cannot_say", place, "text")) for place in range(len(given.said.cannot_say))),
        *_left_out(given),
        *(
            said("Not judged, and taken by default: ", Quote("defaults", (code,), JUDGED[code]))
            for code in given.said.not_judged
        ),
    ]
    return [paragraph(one, kind="item") for one in items]


def _left_out(given: Materials) -> Iterator[Sentence]:
    """Mechanisms that are off unless switched on."""
    pieces: list[Piece] = []
    for place in range(len(given.said.off_by_default)):
        pieces += [", " if pieces else "", given.answer.quote("off_by_default", place)]
    if pieces:
        yield said("Off unless switched on, being nearly all judgement: ", *pieces, ".")
