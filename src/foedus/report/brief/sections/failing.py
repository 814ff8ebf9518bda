"""Where the alliance fails: boxes of failures where they were handed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foedus.report.brief.model import Paragraph, Piece, Section, Sentence, paragraph, said
from foedus.report.brief.source import Materials, Source

if TYPE_CHECKING:
    from foedus.assessment.discover_lines import Discover


def section(given: Materials) -> Section:
    """The densest box of each search, or the command that looks for them."""
    if given.discover is None:
        note = said(
            "Boxes in which failures are dense were not handed in: \u2018foedus discover ",
            given.answer.quote("case"),
            " --out discover.json\u2019 searches for them, and \u2018--with discover.json\u2019 puts them here.",
        )
        return Section("Where it fails", (paragraph(_instrument(given)), paragraph(note, kind="note")))
    found = given.discover
    items = [_search(found, place) for place in range(len(found.document.searches))]
    return Section("Where it fails", (paragraph(_failing(found)), *items))


def _instrument(given: Materials) -> Sentence | None:
    """What the answer itself says: how much of the upkeep is lost on its own."""
    places = [i for i, line in enumerate(given.said.instruments) if line.weakest]
    if not places:
        return None
    where = ("instruments", places[0])
    return said(
        "Of the instruments, ",
        given.answer.quote(*where, "name"),
        " fails first: it is kept up in ",
        given.answer.number("probability", *where, "kept"),
        " of futures; base rate: ",
        *given.base_of(given.said.instruments[places[0]].instrument),
        ".",
    )


def _failing(found: Source[Discover]) -> Sentence:
    """What fails a future."""
    pieces: list[Piece] = []
    for name in found.document.fails:
        outcome, _, way = name.partition("=")
        pieces += ["" if not pieces else "; or ", found.quote("labels", outcome), "" if way == "yes" else ": no"]
    return said("A future fails by: ", *pieces, ".")


def _search(found: Source[Discover], place: int) -> Paragraph:
    search = found.document.searches[place]
    year: tuple[Piece, ...] = ("what nobody observes, the parameters",)
    if search.year is not None:
        year = ("what has happened by ", found.number("year", "searches", place, "year"))
    if search.result == "too-few":
        return paragraph(said("Along ", *year, ": too few failures to tell."), kind="item")
    if not search.boxes:
        return paragraph(said("Along ", *year, ": no box is denser than chance would make it."), kind="item")
    where = ("searches", place, "boxes", 0)
    return paragraph(
        said(
            "Along ",
            *year,
            ": ",
            *_restrictions(found, place),
            "; there ",
            found.number("probability", *where, "density"),
            " of futures fail, base rate ",
            found.number("probability", "searches", place, "rate"),
            ". It holds ",
            found.number("chance", *where, "coverage", "value"),
            " of all failures.",
        ),
        kind="item",
    )


def _restrictions(found: Source[Discover], place: int) -> Iterator[Piece]:
    for number in range(len(found.document.searches[place].boxes[0].restrictions)):
        yield "" if number == 0 else "; "
        yield found.number("box", "searches", place, "boxes", 0, "restrictions", number)
