"""Likelihood in words and numbers, confidence in sentences of its own, and the outcomes as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.assessment.outcome_lines import OutcomeLine
from foedus.report import limits, reading
from foedus.report.brief.confidence import confidence
from foedus.report.brief.model import Block, Number, Paragraph, Piece, Section, Sentence, Table, said
from foedus.report.brief.source import Materials
from foedus.report.numbers import PROBABILITY

MOST_TOLD, MOST_ROWS = 4, 9
"""Outcomes whose likelihood is put in a sentence, and rows of the table on the first page."""
ORDER = ("low", "moderate", "high")


def section(given: Materials) -> Section:
    """What may come, how likely, and how far to rely on it."""
    first = chosen(given)
    blocks: list[Block] = [
        Paragraph(tuple(_likelihoods(given, first[:MOST_TOLD])), lead="Likelihood"),
        Paragraph(tuple(_confidences(given, first[:MOST_TOLD]))),
        table(given, [line for line in given.said.outcomes if line in first[:MOST_ROWS]]),
    ]
    return Section("How likely, and how sure", tuple(blocks))


def chosen(given: Materials) -> list[OutcomeLine]:
    """Probabilities that could be estimated: those with a limit first, then those with a class on record."""
    limited = {line.outcome for line in given.said.tolerances}
    return sorted(reading.probabilities(given.said), key=lambda line: (line.name not in limited, line.record is None))


def _likelihoods(given: Materials, told: Sequence[OutcomeLine]) -> Iterator[Sentence]:
    """Each outcome in the words of the directive, with its numbers and its class."""
    for place, line in enumerate(told):
        opening: tuple[Piece, ...] = ("By ", given.answer.number("year", "by_year"), ", ") if place == 0 else ()
        yield said(
            *opening,
            given.label(line.name, capital=place > 0),
            ": ",
            in_words(given, line),
            ", ",
            given.estimate(line.name),
            "; ",
            given.beside(line.name),
            ".",
        )


def in_words(given: Materials, line: OutcomeLine) -> Number:
    """'very unlikely (5-20%)'."""
    return given.answer.number("words", "outcomes", given.places[line.name], "estimate")


def _confidences(given: Materials, told: Sequence[OutcomeLine]) -> Iterator[Sentence]:
    """The confidence in these estimates, a sentence for each level."""
    found = {line.name: confidence(given.said, line) for line in told}
    for level in ORDER:
        alike = [name for name, each in found.items() if each.level == level]
        pieces: list[Piece] = []
        for number, name in enumerate(alike):
            pieces += ["" if number == 0 else "; " if len(alike) > 2 else "; and "]
            pieces += [*given.named(name), f" ({found[name].basis})"]
        if alike:
            yield said(f"Confidence is {level} in ", *pieces, ".")


def table(given: Materials, lines: Sequence[OutcomeLine], title: str = "") -> Table:
    """Outcomes with estimate, words, limit, analysts and class."""
    by = ("By ", given.answer.number("year", "by_year"))
    return Table(
        title=said(title or "Outcomes, with the limits of the case and what the record has"),
        head=tuple(said(cell) for cell in (by, "Estimate", "In words", "Limit", "Past the limit", "Its class")),
        rows=tuple(tuple(_row(given, line)) for line in lines),
        widths=(0.29, 0.145, 0.19, 0.085, 0.145, 0.145),
        note=(
            said(
                "In brackets: the 90% interval. Past the limit: how many analysts put it there. Its class: how often the "
                "like came about on record, over as many years. Words by Intelligence Community Directive 203."
            ),
        ),
    )


def _row(given: Materials, line: OutcomeLine) -> Iterator[Sentence]:
    yield said(given.label(line.name, capital=True), f", {line.unit}" if line.unit != PROBABILITY else "")
    yield said(given.estimate(line.name))
    yield said(in_words(given, line) if line.unit == PROBABILITY else "")
    place = next(
        (i for i, one in enumerate(given.said.tolerances) if one is reading.tolerance_of(given.said, line)), None
    )
    yield _limit(given, place)
    yield _analysts(given, place)
    yield said(given.base(line.name))


def _limit(given: Materials, place: int | None) -> Sentence:
    if place is None:
        return said("none")
    line = given.said.tolerances[place]
    side = "at_most" if line.at_most is not None else "at_least"
    return said("\u2264 " if side == "at_most" else "\u2265 ", given.answer.number("limit", "tolerances", place, side))


def _analysts(given: Materials, place: int | None) -> Sentence:
    if place is None:
        return said("")
    where = ("tolerances", place)
    return said(
        given.answer.number("count", *where, "fails"),
        " of ",
        given.answer.number("count", *where, "views"),
        f": {limits.state(given.said.tolerances[place])}",
    )
