"""The bottom line: verdict and reason, the weakest instrument, and what to watch."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.verdict import too_few
from foedus.assessment.verdict_lines import ToleranceLine
from foedus.report import limits
from foedus.report.brief.model import Paragraph, Piece, Section, Sentence, paragraph, said
from foedus.report.brief.sections import watching
from foedus.report.brief.source import Materials

MOST = 2
"""Limits that are told as the reason; the section on the verdict tells all."""


def section(given: Materials) -> Section:
    """What a reader takes away who reads no further."""
    found = given.said.verdict
    leaning = f", leaning {found.leaning}" if found.leaning else ""
    blocks = [
        paragraph(said(f"{found.value.capitalize()}{leaning}."), *reasons(given), lead="Verdict"),
        weakest(given),
        paragraph(*watching.first(given), lead="Watch"),
    ]
    return Section("Bottom line", tuple(blocks))


def reasons(given: Materials) -> Iterator[Sentence]:
    """Why the verdict is what it is."""
    answer, found = given.said, given.said.verdict
    codes = {reason.code for reason in found.reasons}
    if "no-limits" in codes:
        yield said("The case sets no limit on any outcome within the horizon, so there is nothing to judge.")
        return
    if too_few(answer.futures, answer.sets):
        yield said(given.answer.number("count", "futures"), " futures are too few for a verdict.")
    if found.value == "prepared":
        yield said(
            "Every limit is met in every world order, and all ",
            given.answer.number("count", "analysts", "analysts"),
            " analysts agree as measured.",
        )
        return
    named = {reason.outcome for reason in found.reasons if reason.decides and reason.order == found.order}
    places = [place for place, line in enumerate(answer.tolerances) if line.outcome in named]
    for place in places[:MOST]:
        yield limit(given, place)
    if len(places) > MOST:
        yield said("The other limits that decide stand below.")
    if not places:
        yield from _elsewhere(given)


def limit(given: Materials, place: int) -> Sentence:
    """How a limit stands: who puts it where, the estimate, and the class."""
    line = given.said.tolerances[place]
    return said(
        "The limit on ",
        given.named(line.outcome),
        f" is {limits.state(line)}: ",
        sides(given, place),
        "; the estimate is ",
        given.answer.number("probability", "tolerances", place, "estimate"),
        ", ",
        given.beside(line.outcome),
        ".",
    )


def sides(given: Materials, place: int) -> tuple[Piece, ...]:
    """'all 52 analysts put it above the limit of 5%', '41 of 52 analysts put it above the limit of 5%, 8 below'."""
    line = given.said.tolerances[place]
    above, below = ("fails", "keeps") if line.at_most is not None else ("keeps", "fails")
    first, second = ("above", "below")
    if getattr(line, above) < getattr(line, below):
        above, below, first, second = below, above, second, first
    whole = given.answer.number("count", "tolerances", place, "views")
    most, fewer = (given.answer.number("count", "tolerances", place, side) for side in (above, below))
    of = ("all ",) if most.text == whole.text else (most, " of ")
    rest: tuple[Piece, ...] = () if fewer.text == "0" else (", ", fewer, f" {second}")
    close = "" if _close(line) == 0 else ", the rest too close to call"
    return (*of, whole, f" analysts put it {first} the limit of ", bound(given, place), *rest, close)


def bound(given: Materials, place: int) -> Piece:
    """The limit itself: '5%'."""
    side = "at_most" if given.said.tolerances[place].at_most is not None else "at_least"
    return given.answer.number("limit", "tolerances", place, side)


def _close(line: ToleranceLine) -> int:
    return len(line.views) - line.keeps - line.fails


def _elsewhere(given: Materials) -> Iterator[Sentence]:
    """The limits that decide in other orders than that of the verdict."""
    for reason in given.said.verdict.reasons:
        order = next((i for i, one in enumerate(given.said.orders) if one.name == reason.order), None)
        if not reason.decides or order is None or reason.outcome is None:
            continue
        lines = given.said.orders[order].tolerances
        place = next((i for i, line in enumerate(lines) if line.outcome == reason.outcome), None)
        if place is not None:
            yield said(
                "No limit is missed as measured; in the order ",
                given.answer.quote("orders", order, "title"),
                ", ",
                given.named(reason.outcome),
                f" is {limits.state(lines[place])}, with ",
                given.answer.number("probability", "orders", order, "tolerances", place, "estimate"),
                " (",
                given.beside(reason.outcome),
                ").",
            )
            return


def weakest(given: Materials) -> Paragraph:
    """The instrument that is lost on its own most often; ties are named together."""
    ties = [place for place, line in enumerate(given.said.instruments) if line.weakest]
    if not ties:
        return paragraph(said("The case names no instrument that can be lost."), lead="Weakest instrument")
    names: list[Piece] = []
    for number, place in enumerate(ties):
        names += ["" if number == 0 else " and " if number == len(ties) - 1 else ", "]
        names += [given.answer.quote("instruments", place, "name", capital=number == 0)]
    own = "it rests" if len(ties) == 1 else "they rest"
    verb = "is" if len(ties) == 1 else "are each"
    text = said(
        *names,
        f" {verb} lost while what {own} on is still in force, in ",
        given.answer.number("probability", "instruments", ties[0], "lost_of_itself"),
        " of futures; base rate: ",
        *given.base_of(given.said.instruments[ties[0]].instrument),
        ".",
    )
    return paragraph(text, lead="Weakest instrument")
