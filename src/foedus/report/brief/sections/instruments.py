"""What each instrument is worth: how often it is lost, and what changes without it."""

from __future__ import annotations

from foedus.assessment.answer import CounterfactualLine
from foedus.report import reading
from foedus.report.brief.model import Paragraph, Section, Sentence, Table, paragraph, said
from foedus.report.brief.source import Materials
from foedus.report.numbers import PROBABILITY

MOST = 5
"""Instruments in the table on the page."""


def section(given: Materials) -> Section:
    """The instruments of largest effect, and a sentence on the first."""
    if not given.said.counterfactuals:
        return Section("What each instrument is worth", (paragraph(said("The case has no instrument to take away.")),))
    worth = ranked(given)
    return Section("What each instrument is worth", (_most(given, worth[0]), table(given, worth[:MOST])))


def ranked(given: Materials) -> list[int]:
    """Places of the instruments, the largest change of the first compared outcome first."""

    def size(place: int) -> float:
        found = given.said.counterfactuals[place].differences
        return abs(found[0].estimate.value or 0.0) if found else 0.0

    return sorted(range(len(given.said.counterfactuals)), key=size, reverse=True)


def _most(given: Materials, place: int) -> Paragraph:
    """The instrument that matters most, and what that rests on."""
    line = given.said.counterfactuals[place]
    if not line.differences:
        return paragraph(said("No outcome is compared without an instrument."))
    where = ("counterfactuals", place)
    first = line.differences[0]
    return paragraph(
        said(
            "Worth most: ",
            given.answer.quote(*where, "name"),
            ". Without it ",
            given.named(first.outcome),
            " changes by ",
            given.answer.number("difference", *where, "differences", 0, "estimate"),
            "" if first.clear else ", which is not clear of zero",
            ".",
        ),
        _evidence(given, place),
        _believed(given, place),
    )


def _evidence(given: Materials, place: int) -> Sentence:
    grade = given.said.counterfactuals[place].evidence.grade
    if grade is None:
        return said("No effect of its own is in the model; what rests on it lapses with it.")
    means = {
        "A": "the effect is identified",
        "B": "the effect is estimated, with selection narrowed",
        "C": "the effect is taken from the literature",
        "D": "the effect is an assumption",
    }
    return said(f"Its evidence has grade {grade} of A to D: {means.get(grade, 'see the annex')}.")


def _believed(given: Materials, place: int) -> Sentence | None:
    """The same under the rival beliefs about what treaties do."""
    line = given.said.counterfactuals[place]
    if not {"sceptical", "optimist"} <= line.by_beliefs.keys():
        return None
    where = ("counterfactuals", place, "by_beliefs")
    return said(
        "A sceptic about treaties has ",
        given.answer.number("difference", *where, "sceptical", 0, "estimate"),
        ", an optimist ",
        given.answer.number("difference", *where, "optimist", 0, "estimate"),
        ".",
    )


def table(given: Materials, places: list[int]) -> Table:
    """Loss, and change of the first outcome without each."""
    lines = [given.said.counterfactuals[place] for place in places]
    first = next((line.differences[0].outcome for line in lines if line.differences), None)
    unit = reading.units(given.said).get(first or "", PROBABILITY)
    change = ("Without it: ", *given.label(first), f", {'points' if unit == PROBABILITY else unit}") if first else ("",)
    return Table(
        title=said("Instruments, the largest effect first"),
        head=tuple(said(cell) for cell in ("Instrument", "Lost on its own", "Base rate", change, "Evidence")),
        rows=tuple(_row(given, place) for place in places),
        widths=(0.36, 0.17, 0.15, 0.22, 0.10),
        note=(
            said(
                "Lost on its own: in ",
                given.answer.number("year", "by_year"),
                " the instrument is not in force, or less than half kept up, although all that it rests on is in force. The "
                "last column but one compares the same futures with and without it, with the 90% interval; * leaves out zero.",
            ),
        ),
    )


def _row(given: Materials, place: int) -> tuple[Sentence, ...]:
    line = given.said.counterfactuals[place]
    lost = next((i for i, one in enumerate(given.said.instruments) if one.instrument == line.instrument), None)
    return (
        said(given.answer.quote("counterfactuals", place, "name")),
        said(
            given.answer.number("probability", "instruments", lost, "lost_of_itself")
            if lost is not None
            else "not counted"
        ),
        said(*given.base_of(line.instrument)) if lost is not None else said(""),
        _change(given, place, line),
        said(line.evidence.grade or "no effect of its own"),
    )


def _change(given: Materials, place: int, line: CounterfactualLine) -> Sentence:
    if not line.differences:
        return said("not compared")
    found = given.answer.number("change", "counterfactuals", place, "differences", 0, "estimate")
    return said(found, "*" if line.differences[0].clear else "")
