"""The answer of a deterrence game, and of a strategic probit, as text."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.classic.deterrence_answer import DeterAnswer, MoveLine, PlayerLine, Sweep
from foedus.classic.strategic_file import ProbitAnswer
from foedus.report.numbers import amount, points, probability
from foedus.report.plain import columns, sentences
from foedus.report.words import counted

PICTURE = "Resist and press on: if their turn comes."
BAND = "Pale: nine in ten draws of the elicited constants."
EVERY = 5
"""Of the values of a sweep, one in so many stands in the text; the JSON has all."""


def deterrence_text(answer: DeterAnswer) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def headline(answer: DeterAnswer) -> str:
    """Whether a challenge comes, and the effect of the belief."""
    found = answer.found
    said = (
        f"At lambda {amount(answer.precision)}, {answer.challenger.name} challenges with chance "
        f"{probability(found.challenge)}, and war follows with {probability(found.war)}."
    )
    if answer.effect is None:
        return said
    effect = answer.effect
    lower = "lowers" if effect.value >= 0 else "raises"
    return (
        f"{said} Belief in the patron ({amount(answer.by_quantity.stated)}, against none) {lower} the chance of a challenge "
        f"by {points(abs(effect.value)).lstrip('+')} points; what it takes off runs from {points(effect.low)} to "
        f"{points(effect.high)} points in nine of ten draws of the elicited constants."
    )


def _lines(answer: DeterAnswer) -> Iterator[str]:
    yield answer.title
    yield from sentences([headline(answer)], "")
    yield ""
    found, limit = answer.found, answer.limit
    yield "Moves and ends"
    head = ("", f"at lambda {amount(answer.precision)}", "perfectly sharp")
    names = {
        f"{answer.challenger.name} challenges": "challenge",
        f"{answer.defender.name} resists, if challenged": "resist",
        f"{answer.challenger.name} presses on, if resisted": "press",
        "ends in the status quo": "status_quo",
        "ends in a concession": "concession",
        "ends with the challenger backing down": "backing_down",
        "ends in war": "war",
    }
    yield from columns(head, [(name, _of(found, field), _of(limit, field)) for name, field in names.items()])
    yield ""
    yield from _sweep(answer.by_quantity)
    yield ""
    yield from _sweep(answer.by_precision)
    yield ""
    yield from _payoffs(answer)
    yield ""
    yield "How to read it"
    yield from sentences(
        [
            "A chance here is of one confrontation, not of a year; lambda sets its level and nothing here estimates lambda. "
            "Read the direction and the order of the numbers.",
            "The game is played once, with one challenger, and each knows what the other is after.",
        ]
    )


def _of(line: MoveLine, field: str) -> str:
    return probability(float(getattr(line, field)))


def _sweep(sweep: Sweep) -> Iterator[str]:
    yield f"By {sweep.quantity} (stated: {amount(sweep.stated)})"
    band = any(line.challenge_low is not None for line in sweep.points)
    head = ("", "challenge", *(["90% interval"] if band else []), "resist", "press", "war")
    rows = []
    for line in sweep.points[::EVERY]:
        interval = [f"{probability(line.challenge_low)} to {probability(line.challenge_high)}"] if band else []
        moves = (_of(line, "resist"), _of(line, "press"), _of(line, "war"))
        rows.append((amount(line.at), _of(line, "challenge"), *interval, *moves))
    yield from columns(head, rows)


def _payoffs(answer: DeterAnswer) -> Iterator[str]:
    yield "What the ends are worth"
    rows = [_player(answer.challenger), _player(answer.defender)]
    yield from columns(("", "status quo", "concession", "backing down", "war"), rows)
    if answer.judgements:
        yield "  from"
        numbers = [(line.name, f"{line.value:.3g}", line.tag) for line in answer.judgements]
        yield from columns(("", "value", ""), numbers)
        elicited = [line for line in answer.judgements if line.tag == "elicited"]
        yield from sentences([f"{line.name}: {line.reason}" for line in elicited], "  - ")


def _player(line: PlayerLine) -> tuple[str, ...]:
    return line.name, *(f"{x:.2f}" for x in (line.status_quo, line.concede, line.back_down, line.war))


def probit_text(answer: ProbitAnswer) -> str:
    """The estimates for a terminal or a file."""
    return "\n".join(_probit(answer)) + "\n"


def _probit(answer: ProbitAnswer) -> Iterator[str]:
    kind = {"agent": "agent error", "private": "private information"}[answer.errors]
    read = f"{counted(answer.rows, 'row')}, {answer.dropped} left out for a missing value"
    yield f"Strategic probit of {answer.file}, {kind}: {read}"
    yield f"Log-likelihood {answer.log_likelihood:.4f}; {answer.shares_alone:.4f} for the observed shares alone"
    yield (
        f"{answer.reached} of {answer.starts} random starts (seed {answer.seed}) found this optimum, and "
        f"{answer.finished} came to an end"
    )
    yield ""
    rows = []
    for line in answer.coefficients:
        error, ratio = ("-", "-") if line.error is None else (f"{line.error:.4f}", f"{line.value / line.error:.2f}")
        rows.append((f"{line.utility}  {line.term}", f"{line.value:.4f}", error, ratio))
    yield from columns(("", "coefficient", "std. error", "z"), rows)
    yield ""
    shares = [(line.outcome, probability(line.observed), probability(line.fitted)) for line in answer.outcomes]
    yield from columns(("", "observed", "fitted"), shares)
    for warning in answer.warnings:
        yield from sentences([warning], "warning: ")
