"""What the first screen says below its table, a line each."""

from __future__ import annotations

from foedus.assessment.answer import Answer
from foedus.report import evidence, limits, reading, sentences
from foedus.report.numbers import PROBABILITY, difference
from foedus.report.words import counted, percent


def worth_most(answer: Answer) -> str:
    """The instrument whose absence changes the first compared outcome most, with the evidence behind it."""
    lines = [
        line for line in answer.counterfactuals if line.differences and line.differences[0].estimate.value is not None
    ]
    if not lines:
        return ""
    most = max(lines, key=lambda line: abs(line.differences[0].estimate.value or 0.0))
    first = most.differences[0]
    unit = reading.units(answer).get(first.outcome, PROBABILITY)
    grade = f"evidence grade {most.evidence.grade} of A to D" if most.evidence.grade else "no effect of its own"
    clear = "" if first.clear else ", not clear of zero"
    change = difference(first.estimate, unit)
    return f"{most.name} ({grade}): without it {reading.label_of(answer, first.outcome)} {change}{clear}"


def pacts(answer: Answer) -> str:
    """The pacts that were asked for: the chance of each, and that of its class."""
    return "; ".join(
        f"{line.pair} in force {percent(line.in_force.value)}, new ones of its class {percent(line.class_rate.value)}"
        for line in answer.pacts
    )


def orders(answer: Answer) -> str:
    """In which orders a limit stands elsewhere than in the headline's."""
    first = reading.headline(answer)
    others = [order for order in answer.orders if first and order.name != first.name and order.tolerances]
    if not others:
        return ""
    alone = {line.outcome: limits.mixture_side(line) for line in answer.tolerances}
    moved = [
        f"{order.title}: {reading.label_of(answer, line.outcome)} {percent(line.estimate.value)}"
        for order in others
        for line in order.tolerances
        if limits.mixture_side(line) != alone.get(line.outcome)
    ]
    return "; ".join(moved) or f"in none of {counted(len(others), 'other world order')} does the estimate cross a limit"


def settles(answer: Answer) -> str:
    """What keeps analysts apart about each undecided limit."""
    units = {line.name: line.record.unit for line in answer.outcomes if line.record}
    return "; ".join(
        f"{reading.label_of(answer, line.outcome)}: {limits.settling_in_short(line, units.get(line.outcome, ''))}"
        for line in answer.tolerances
        if line.state.startswith("undecided") and line.settling
    )


def dissent(answer: Answer) -> str:
    """The analysts at both ends of each undecided limit."""
    divided = [line for line in answer.tolerances if line.state.startswith("undecided") and limits.dissent(line)]
    return "; ".join(f"{reading.label_of(answer, line.outcome)} {limits.dissent(line)}" for line in divided)


def flips(answer: Answer) -> str:
    """Of the decided limits, the one that the least move of a judgement would turn."""
    lines = [line for line in answer.tolerances if line.flip and not line.state.startswith("undecided")]
    nearest = min(lines, key=lambda line: abs(line.flip.sd) if line.flip else 0.0, default=None)
    return f"{reading.label_of(answer, nearest.outcome)}, by {limits.flip(nearest)}" if nearest else ""


def outside(answer: Answer) -> str:
    """The outside views that were known by the date of the case, the first of each outcome."""
    found = []
    for line in answer.outcomes:
        known = [view for view in line.outside_views if view.known]
        if known:
            found.append(f"{reading.name(line)}: {evidence.outside_view(known[0])}")
    return "; ".join(found)


def setting(answer: Answer) -> list[str]:
    """The run in a few words, the usual choices left out."""
    usual = ("specifications weighted", "literature beliefs", "order: as measured")
    parts = [part for part in sentences.setting(answer) if part not in usual and not part.startswith(sentences.RESTING)]
    return [*parts[:2], f"to {answer.by_year}", *parts[3:], f"answer {sentences.mark(answer)}"]
