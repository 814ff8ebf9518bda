"""Look-ups in an answer that text, page and charts share."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase
from typing import TypeVar

from foedus.assessment.answer import Answer, OrderLine, PoleLine
from foedus.assessment.outcome_lines import Difference, OutcomeEstimate, OutcomeLine
from foedus.assessment.verdict_lines import ToleranceLine
from foedus.report.numbers import PROBABILITY

Line = TypeVar("Line", Difference, OutcomeEstimate)


def units(answer: Answer) -> dict[str, str]:
    """Unit of each outcome by name; differences carry none of their own."""
    return {line.name: line.unit for line in answer.outcomes}


def plain(line: OutcomeLine) -> str:
    """The name of an outcome for a reader; a conditional outcome continues its condition: 'and Ruritania fights beside it'."""
    return f"and {line.label}" if line.kind == "share" else line.label


def name(line: OutcomeLine) -> str:
    """The name of an outcome in a list, where a conditional outcome is below its condition."""
    return f"... {plain(line)}" if line.kind == "share" else line.label


def label_of(answer: Answer, outcome: str) -> str:
    """The name, in a list, of the outcome that a line refers to."""
    return next((name(line) for line in answer.outcomes if line.name == outcome), outcome)


def labels(answer: Answer) -> dict[str, str]:
    """The same for every outcome."""
    return {line.name: name(line) for line in answer.outcomes}


def label(line: OutcomeLine) -> str:
    """The name of an outcome, with its unit where it is not a probability and the label does not say it."""
    return name(line) if line.unit == PROBABILITY or line.unit in line.label else f"{name(line)}, {line.unit}"


def definition(line: OutcomeLine) -> str:
    """The definition, and what the case adds."""
    return f"{line.definition} {line.note}".strip()


def counted_in(answer: Answer, line: OutcomeLine) -> int | None:
    """Futures in which an outcome was counted; None if only in those in which its condition held."""
    return None if line.given else answer.futures


def headline(answer: Answer) -> OrderLine | None:
    """The order of the headline futures."""
    return next((order for order in answer.orders if order.name == answer.order), None)


def judged(answer: Answer, order: OrderLine) -> list[ToleranceLine]:
    """The tolerances that the verdict on an order rests on: of the headline's those in all its futures."""
    return answer.tolerances if order.name == answer.order else order.tolerances


def stand(line: ToleranceLine) -> str:
    """'met', 'missed', 'undecided' or 'by assumption'."""
    return "by assumption" if line.state.endswith("by-assumption") else line.state


def tolerance_of(answer: Answer, outcome: OutcomeLine) -> ToleranceLine | None:
    """The tolerance on an outcome in the headline's order, if it is stated for the same horizon as the estimate."""
    lines = answer.tolerances
    return next((line for line in lines if line.outcome == outcome.name and line.years == answer.horizon), None)


def known(line: PoleLine) -> bool:
    """Whether poles by an index are known in any year."""
    return any(x is not None for x in line.median)


def find(lines: Iterable[Line], outcome: str) -> Line | None:
    """The line of an outcome."""
    return next((line for line in lines if line.outcome == outcome), None)


def by_beliefs(answer: Answer) -> list[tuple[str, dict[str, Difference]]]:
    """Each instrument that beliefs affect, with the change of the first outcome without it, by beliefs."""
    lines = [line for line in answer.counterfactuals if line.by_beliefs]
    return [(line.name, {name: found[0] for name, found in line.by_beliefs.items()}) for line in lines]


def probabilities(answer: Answer) -> list[OutcomeLine]:
    """The outcomes that are probabilities and could be estimated."""
    return [line for line in answer.outcomes if line.unit == PROBABILITY and line.estimate.value is not None]


def curved(answer: Answer) -> list[OutcomeLine]:
    """The probabilities that are known year by year."""
    return [line for line in probabilities(answer) if any(p is not None for p in line.curve)]


def footnotes(texts: Iterable[str]) -> dict[str, str]:
    """A letter for each distinct text, in order of appearance."""
    found = dict.fromkeys(text for text in texts if text)
    return {text: ascii_lowercase[i] if i < len(ascii_lowercase) else str(i + 1) for i, text in enumerate(found)}
