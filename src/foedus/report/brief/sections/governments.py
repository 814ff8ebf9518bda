"""Elections: who may govern, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foedus.report.brief.model import Paragraph, Section, Sentence, paragraph, said
from foedus.report.brief.source import Materials, Source

if TYPE_CHECKING:
    from foedus.assessment.elections_lines import Elections

MOST = 3
"""Clear differences that are told."""


def section(given: Materials) -> Section:
    """The likeliest pair of governments, the pair that strains most, and what follows elections where that was handed in."""
    lines = given.said.governments
    if not lines:
        return Section("Elections", (paragraph(said("Who governs is not modelled for this case.")), *_after(given)))
    likely = max(range(len(lines)), key=lambda place: lines[place].probability.value or 0.0)
    strained = max(range(len(lines)), key=lambda place: lines[place].strain)
    told = [_pair(given, likely, "The likeliest pair of governments")]
    if strained != likely and lines[strained].strain > 0.0:
        told.append(_pair(given, strained, "The pair that strains the alliance most"))
    return Section("Elections", (paragraph(*told), *_after(given)))


def _pair(given: Materials, place: int, what: str) -> Sentence:
    line, where = given.said.governments[place], ("governments", place)
    return said(
        f"{what} in ",
        given.answer.number("year", "by_year"),
        f" is {line.patron} in the patron and {line.protege} in the prot\u00e9g\u00e9: ",
        given.answer.number("probability", *where, "probability"),
        ", strain ",
        given.answer.number("strain", *where, "strain"),
        "; base rate: none on record.",
    )


def _after(given: Materials) -> list[Paragraph]:
    if given.elections is None and not given.said.governments:
        return []
    if given.elections is None:
        return [
            paragraph(
                said(
                    "What follows an election was not handed in: \u2018foedus elections ",
                    given.answer.quote("case"),
                    " --out elections.json\u2019 computes it, and \u2018--with elections.json\u2019 puts it here.",
                ),
                kind="note",
            )
        ]
    found = given.elections
    told = list(_clear(given, found))[:MOST]
    none = said("No pair of governments, held in office, changes an outcome beyond its interval.")
    return [paragraph(*(told or [none]), lead="If held in office")]


def _clear(given: Materials, found: Source[Elections]) -> Iterator[Sentence]:
    """The largest clear differences between pairs of governments held in office."""
    answer = found.document
    every = [
        (abs(line.difference.estimate.value or 0.0), pair, place)
        for pair, one in enumerate(answer.pairs)
        for place, line in enumerate(one.imposed)
        if line.difference.clear
    ]
    for _, pair, place in sorted(every, key=lambda each: -each[0]):
        one, where = answer.pairs[pair], ("pairs", pair, "imposed", place)
        yield said(
            f"With {one.patron} governments in ",
            found.quote("patron"),
            f" and {one.protege} ones in ",
            found.quote("protege"),
            ", ",
            found.quote("outcomes", place, "label"),
            " changes by ",
            found.number("difference", *where, "difference", "estimate"),
            " against those in office now.",
        )
