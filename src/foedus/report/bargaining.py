"""The answer of a bargaining game as text."""

from __future__ import annotations

import math
from collections.abc import Iterator

from foedus.classic.bargaining_answer import ActorLine, BargainAnswer, VariantLine
from foedus.report.numbers import amount, probability
from foedus.report.plain import columns, sentences
from foedus.report.words import counted

SHOWN = 8
"""Rounds in the text, in addition to the last one; the JSON has all."""

MARK = "*"
PICTURE = "Thick: the weighted mean. Dots at the left: capability times salience."


def bargaining_text(answer: BargainAnswer) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def headline(answer: BargainAnswer) -> str:
    """Where the game ends, with its interval first if there is one."""
    found, at = answer.predicted, answer.interval
    start = (
        f"without bargaining, the weighted mean of the stated positions is {as_position(answer, answer.start_mean)}."
    )
    if at is None:
        return f"The game {ending(found)} at {as_position(answer, found.mean)}; {start}"
    low, middle, high = (as_position(answer, x) for x in (at.low, at.middle, at.high))
    return (
        f"Nine games in ten end between {low} and {high}, half of them above {middle}. Played once, at the stated numbers, "
        f"the game {ending(found)} at {as_position(answer, found.mean)}; {start}"
    )


def as_position(answer: BargainAnswer, value: float) -> str:
    """A position with three digits of the width of its scale: 13.9 on a scale from 0 to 100."""
    width = answer.scale[1] - answer.scale[0]
    return f"{value:,.{max(0, 3 - math.ceil(math.log10(width)))}f}"


def ending(line: VariantLine) -> str:
    """How the game ended, as a verb."""
    if line.ending == "at rest":
        return f"comes to rest after {counted(line.rounds, 'round')}"
    if line.ending == "cycle":
        return "does not come to rest but repeats itself, on average"
    return f"has not come to rest after {counted(line.rounds, 'round')} and stands"


def _lines(answer: BargainAnswer) -> Iterator[str]:
    yield answer.title
    yield from sentences([headline(answer)], "")
    yield ""
    yield from sentences([f"{answer.unit}" + (f"; as of {answer.as_of}" if answer.as_of else "")], "Scale: ")
    yield f"  {as_position(answer, answer.scale[0])} {answer.ends[0]}; {as_position(answer, answer.scale[1])} {answer.ends[1]}"
    yield ""
    yield from _course(answer)
    yield ""
    yield "Actors as stated" + (f" ({MARK} illustrative: a judgement without a source)" if _marked(answer) else "")
    head = ("", "position", "capability", "salience")
    yield from columns(head, [_actor(line, answer) for line in answer.actors])
    yield ""
    yield from _comparison(answer)
    if answer.outcome:
        yield ""
        yield f"What came of it ({answer.outcome.date}): {as_position(answer, answer.outcome.value)}; the game was not told."
        yield from sentences([answer.outcome.text], "  ")
    if answer.cannot_say:
        yield ""
        yield "What this cannot say"
        yield from sentences(answer.cannot_say)


def _course(answer: BargainAnswer) -> Iterator[str]:
    yield f"Positions by round ({answer.predicted.title})"
    shown = answer.rounds[: SHOWN + 1]
    if answer.rounds[-1].round > SHOWN:
        shown = [*shown, answer.rounds[-1]]
    rows = [
        (actor.name, *(as_position(answer, line.positions[i]) for line in shown))
        for i, actor in enumerate(answer.actors)
    ]
    rows.append(("weighted mean", *(as_position(answer, line.mean) for line in shown)))
    rows.append(("weighted median", *(as_position(answer, line.median) for line in shown)))
    yield from columns(("round", *(str(line.round) for line in shown)), rows)


def _actor(line: ActorLine, answer: BargainAnswer) -> tuple[str, ...]:
    said = {"position": as_position(answer, line.position), "capability": amount(line.capability)}
    said["salience"] = amount(line.salience)
    return line.name, *(f"{text}{MARK if name in line.illustrative else ' '}" for name, text in said.items())


def _comparison(answer: BargainAnswer) -> Iterator[str]:
    yield "Side by side"
    rows = [
        (
            "no bargaining: weighted mean of the stated positions",
            as_position(answer, answer.start_mean),
            as_position(answer, answer.start_median),
            "",
        )
    ]
    rows += [
        (line.title, as_position(answer, line.mean), as_position(answer, line.median), _short(line))
        for line in (answer.predicted, *answer.others)
    ]
    yield from columns(("", "mean", "median", "ended"), rows)
    at = answer.interval
    if at:
        low, middle, high = (as_position(answer, x) for x in (at.low, at.middle, at.high))
        said = (
            f"{answer.predicted.title}, {counted(at.draws, 'game')} with inputs from their ranges (seed {answer.seed}): "
            f"middle {middle}, 90% interval {low} to {high}; {probability(at.at_rest)} came to rest."
        )
        yield from sentences([said], "  ")
    else:
        yield "  No interval: the issue states no ranges for its numbers."


def _short(line: VariantLine) -> str:
    return line.ending if line.ending == "cycle" else f"{line.ending}, round {line.rounds}"


def _marked(answer: BargainAnswer) -> bool:
    return any(line.illustrative for line in answer.actors)
