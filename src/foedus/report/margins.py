"""Margins in words: for each limit, what moves the probability most, and what takes it over the limit."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.analysts import ERRORS, limit_of
from foedus.assessment.margins import Margin, MarginMove, Margins, change
from foedus.report import limits, numbers
from foedus.report.plain import columns, sentences
from foedus.report.words import counted

HEAD = ("what", "made", "probability", "margin", "")
MOST = 6
"""Mechanisms, and priors, that are told of a limit."""
LEAST = 0.005
"""Change of a probability from which a move is told."""
CROSSES = "crosses the limit"


def margins_text(answer: Margins) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def title(answer: Margins) -> str:
    """The title of the chart."""
    return f"What moves the margins: {answer.case}"


def subtitle(answer: Margins) -> str:
    """What the chart shows."""
    return (
        f"Probability after {counted(answer.horizon, 'year')}. Dark line: the mixture; red: the limit. Dots: a mechanism "
        f"switched, in the same {counted(answer.paired, 'future')}; bars: an elicited prior one sd down and up. Red: the "
        "limit is crossed by more than chance."
    )


def told(one: Margin) -> list[MarginMove]:
    """The moves to tell of a limit, the largest first; one of mechanisms that do the same because one is part of the other."""
    distinct = {(move.switched, move.lowest, move.highest): move for move in reversed(one.moves)}
    large = [move for move in one.moves if move in distinct.values() and _large(one, move)]
    kinds = {kind: [move for move in large if move.kind == kind][:MOST] for kind in ("mechanism", "prior")}
    return [move for move in large if move in kinds[move.kind]]


def _large(one: Margin, move: MarginMove) -> bool:
    return change(one, move) >= max(LEAST, ERRORS * move.error)


def heading(one: Margin, labels: dict[str, str]) -> str:
    """'war on South Korea, at most 5%: 9.2%'."""
    return f"{labels[one.outcome]}, {limits.limit(one)}: {numbers.probability(one.value)}"


def _lines(answer: Margins) -> Iterator[str]:
    yield from sentences(
        [
            f"{answer.case}: what each mechanism, switched in the same {counted(answer.paired, 'future')}, and each elicited "
            f"prior, one standard deviation down and up, makes of every outcome that has a limit, after "
            f"{counted(answer.horizon, 'year')}. The mixture: {counted(answer.futures, 'future')}, seed {answer.seed}. "
            "margin: how far the limit is kept, in points; less than 0 where it is missed. Moves are one at a time; told are "
            "those of half a point and of two Monte Carlo errors."
        ],
        mark="",
    )
    for one in answer.margins:
        shown = told(one)
        yield ""
        yield f"{heading(one, answer.labels)}, margin {_margin(one, one.value)}"
        if shown:
            yield from columns(HEAD, [_row(one, move) for move in shown])
        else:
            yield f"  Nothing moves it so far: {len(one.moves)} mechanisms and priors were tried."


def _row(one: Margin, move: MarginMove) -> tuple[str, ...]:
    ends = [move.lowest] if move.switched else [move.lowest, move.highest]
    made = f"{move.switched}" if move.switched else "-1, +1 sd"
    values = " to ".join(numbers.probability(end) for end in ends)
    margins = " to ".join(_margin(one, end) for end in ends)
    return move.name, made, values, margins, CROSSES if move.crosses else ""


def _margin(one: Margin, value: float) -> str:
    return numbers.points(limit_of(one) - value if one.at_most is not None else value - limit_of(one))
