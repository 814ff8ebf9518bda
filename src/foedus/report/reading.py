"""What text and page read from an answer in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from string import ascii_lowercase

from foedus.assessment.answer import Answer, Difference, OrderLine, OutcomeLine, ToleranceLine
from foedus.report.numbers import PROBABILITY, probability


@dataclass(frozen=True)
class Limit:
    """A tolerance as a number: keep at most, or at least, this probability."""

    at_most: bool
    value: float


def units(answer: Answer) -> dict[str, str]:
    """Unit of each outcome by name; differences carry none of their own."""
    return {line.name: line.unit for line in answer.outcomes}


def footnotes(texts: Iterable[str]) -> dict[str, str]:
    """A letter for each distinct text, in order of appearance."""
    found = dict.fromkeys(text for text in texts if text)
    return {text: ascii_lowercase[i] if i < len(ascii_lowercase) else str(i + 1) for i, text in enumerate(found)}


def sentence(answer: Answer) -> str:
    """The verdict's sentence without the verdict itself, which stands above it."""
    text = answer.verdict.sentence
    start = f"{answer.verdict.value}: "
    rest = text[len(start) :] if text.lower().startswith(start) else text
    return rest[:1].upper() + rest[1:]


def label(line: OutcomeLine) -> str:
    """The label of an outcome, with its unit where it is not a probability and the label does not name it."""
    return line.label if line.unit == PROBABILITY or line.unit in line.label else f"{line.label}, {line.unit}"


def headline(answer: Answer) -> OrderLine | None:
    """The order of the headline futures."""
    return next((order for order in answer.orders if order.name == answer.order), None)


def limit(line: ToleranceLine) -> Limit | None:
    """The number in 'at most 5%'; null if the text is of another form."""
    found = re.fullmatch(r"at (most|least) ([\d.]+)%", line.limit)
    return Limit(found[1] == "most", float(found[2]) / 100) if found else None


def tolerance_of(answer: Answer, outcome: OutcomeLine) -> ToleranceLine | None:
    """The tolerance on an outcome in the headline's order, if it is stated for the same horizon as the estimate."""
    order = headline(answer)
    lines = order.tolerances if order else []
    return next((line for line in lines if line.outcome == outcome.name and line.estimate == outcome.estimate), None)


def find(differences: Iterable[Difference], outcome: str) -> Difference | None:
    """The line of an outcome."""
    return next((line for line in differences if line.outcome == outcome), None)


def by_beliefs(answer: Answer) -> list[tuple[str, dict[str, Difference]]]:
    """Each instrument that beliefs bear on, with the change of the first outcome without it, by beliefs."""
    lines = [line for line in answer.counterfactuals if line.by_beliefs]
    return [(line.name, {name: found[0] for name, found in line.by_beliefs.items()}) for line in lines]


def sources(answer: Answer) -> dict[str, list[str]]:
    """Data behind the equations: data and years, and the equations that rest on them."""
    pairs = sorted((data, equation) for equation, data in answer.provenance.sources.items())
    return {data: [equation for _, equation in group] for data, group in groupby(pairs, key=lambda pair: pair[0])}


def setting(answer: Answer) -> list[str]:
    """The run in a few words: case, date, horizon, futures, seed, specification, order."""
    order = headline(answer)
    parts = [
        answer.case,
        f"as of {answer.as_of}",
        f"next {answer.horizon} years, to {answer.by_year}",
        f"{answer.futures:,} futures",
        f"seed {answer.seed}",
        specification(answer),
        f"{answer.beliefs} beliefs",
        f"order: {(order.title if order else answer.order).lower()}",
    ]
    return [*parts, f"without {', '.join(answer.without)}"] if answer.without else parts


def specification(answer: Answer) -> str:
    """'specifications weighted', or those that were asked for."""
    asked = ", ".join(f"{equation} {name}" for equation, name in answer.specification.items())
    return f"specification {asked}" if asked else "specifications weighted"


def weights(answer: Answer) -> list[str]:
    """'initiation: rich 60%, liberal 40%', an equation a line; those that were asked for are left out."""
    return [
        f"{equation}: {', '.join(f'{name} {probability(weight)}' for name, weight in rivals.items())}"
        for equation, rivals in answer.weights.items()
        if equation not in answer.specification
    ]


def replaced(answer: Answer) -> list[str]:
    """Equations whose posterior is the user's own, with its years, day and hash."""
    return [f"{name}: {text}" for name, text in answer.provenance.replaced.items()]


def rests_on(answer: Answer) -> str:
    """The sentence on provenance."""
    p = answer.provenance
    counts = f"Rests on {p.fitted} fitted, {p.literature} literature and {p.elicited} elicited parameters."
    if p.prior_share is None:
        return f"{counts} How much of the spread the unfitted ones cause cannot be told apart from luck in this run."
    return (
        f"{counts} {probability(p.prior_share)} of the headline's spread over parameter sets vanishes when those that "
        "no data here moved (literature and elicited) are held at their means."
    )


def sizes(answer: Answer) -> str:
    """The sentence on how much was run."""
    return (
        f"{answer.futures:,} futures in the headline, {answer.compared_futures:,} in each other order, "
        f"{answer.paired_futures:,} in each rival specification and paired difference, over {answer.sets:,} parameter sets."
    )


def probabilities(answer: Answer) -> list[OutcomeLine]:
    """The outcomes that are probabilities and could be estimated."""
    return [line for line in answer.outcomes if line.unit == PROBABILITY and line.estimate.value is not None]


def curved(answer: Answer) -> list[OutcomeLine]:
    """The probabilities that are known year by year."""
    return [line for line in probabilities(answer) if any(p is not None for p in line.curve)]
