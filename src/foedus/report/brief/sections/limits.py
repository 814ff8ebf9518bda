"""The verdict limit by limit: who dissents, and what would settle or turn it; and the strongest rival's objection."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.verdict_lines import AnalystView
from foedus.report import limits
from foedus.report.brief.model import Block, Paragraph, Piece, Section, Sentence, paragraph, said
from foedus.report.brief.sections.bottom import bound, sides
from foedus.report.brief.source import Materials
from foedus.report.limits import named


def section(given: Materials) -> Section:
    """Every limit of the headline's order, with the analysts at both ends."""
    items: list[Block] = [
        paragraph(_stands(given, place), _dissent(given, place), kind="item")
        for place in range(len(given.said.tolerances))
    ]
    first = paragraph(_set(given))
    return Section("Verdict, limits and dissenters", (first, *items, objection(given)))


def _set(given: Materials) -> Sentence:
    """Who judges."""
    number = given.answer.number
    return said(
        "A limit is met or missed when all ",
        number("count", "analysts", "analysts"),
        " analysts stand on one side of it: the mixture of all equations, each rival equation and belief, each judgement "
        "moved either way, and the record where no skill over it is shown.",
    )


def _stands(given: Materials, place: int) -> Sentence:
    line = given.said.tolerances[place]
    return said(
        given.label(line.outcome, capital=True),
        f", {'at most' if line.at_most is not None else 'at least'} ",
        bound(given, place),
        f": {limits.state(line)}; ",
        sides(given, place),
        ".",
    )


def _dissent(given: Materials, place: int) -> Sentence | None:
    """The analysts with the lowest and the highest probability."""
    line = given.said.tolerances[place]
    ends = limits.ends(line)
    if ends is None:
        return None
    low, high = (line.views.index(one) for one in ends)
    return said(
        "Lowest: ",
        *_view(given, place, low),
        "; highest: ",
        *_view(given, place, high),
        "; ",
        given.beside(line.outcome),
        ".",
    )


def _view(given: Materials, place: int, view: int) -> Iterator[Piece]:
    where = ("tolerances", place, "views", view)
    yield given.answer.number("chance", *where, "value")
    yield " ("
    yield from analyst(given, place, view)
    yield ")"


def analyst(given: Materials, place: int, view: int) -> Iterator[Piece]:
    """Who an analyst is, for a reader."""
    one = given.said.tolerances[place].views[view]
    if one.kind in ("class", "mixture"):
        yield named(one)
    else:
        yield given.answer.quote("tolerances", place, "views", view, "analyst")


def objection(given: Materials) -> Paragraph:
    """What the strongest rival says against the estimate that the verdict rests on."""
    lead = "The strongest rival\u2019s objection"
    every = [(place, view) for place in range(len(given.said.tolerances)) if (view := _rival(given, place)) is not None]
    deciding = {reason.outcome for reason in given.said.verdict.reasons if reason.decides}
    found = [each for each in every if given.said.tolerances[each[0]].outcome in deciding] or every
    if not found:
        return paragraph(
            said("No rival equation with enough weight to be heard judges a limit of this case."), lead=lead
        )
    place, view = max(found, key=lambda each: _strength(given, *each))
    line = given.said.tolerances[place]
    one, mixture = line.views[view], line.views[0]
    turned = one.side != mixture.side and {one.side, mixture.side} <= {"keeps", "fails"}
    text = said(
        "If \u201c",
        given.answer.quote("tolerances", place, "views", view, "analyst"),
        "\u201d alone were right, ",
        given.named(line.outcome),
        " would stand at ",
        given.answer.number("chance", "tolerances", place, "views", view, "value"),
        ", where the mixture has ",
        given.answer.number("chance", "tolerances", place, "views", 0, "value"),
        " (",
        given.beside(line.outcome),
        ")",
        _consequence(one, turned),
        *_weight(given, one),
        ".",
    )
    return paragraph(text, lead=lead)


def _consequence(one: AnalystView, turned: bool) -> str:
    if turned:
        return f"; then the limit would be {'kept' if one.side == 'keeps' else 'missed'}"
    return (
        "; the limit would be too close to call"
        if one.side == "astride"
        else "; the limit would stand on the same side"
    )


def _weight(given: Materials, one: AnalystView) -> tuple[Piece, ...]:
    """The weight that later years give the rival."""
    equation, _, name = one.analyst.partition(": ")
    if given.said.weights.get(equation, {}).get(name) is None:
        return ()
    return (". Later years give it ", given.answer.number("share", "weights", equation, name), " of the weight")


def _rival(given: Materials, place: int) -> int | None:
    """The rival equation farthest from the mixture on a limit, one on the other side before all others."""
    line = given.said.tolerances[place]
    rivals = [i for i, one in enumerate(line.views) if one.kind == "specification" and one.value is not None]
    return max(rivals, key=lambda view: _strength(given, place, view), default=None)


def _strength(given: Materials, place: int, view: int) -> tuple[bool, float]:
    line = given.said.tolerances[place]
    one, mixture = line.views[view], line.views[0]
    return one.side != mixture.side, abs((one.value or 0.0) - (mixture.value or 0.0))
