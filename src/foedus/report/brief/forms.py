"""How a value of a JSON is printed in a brief, by the name of the form.

Two significant digits, as everywhere in a report (`numbers.py`); intervals read "3.0 to 12", and minus signs are typographic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sized
from datetime import date
from typing import Any, NamedTuple

from pydantic import BaseModel

from foedus.assessment.answer import Answer
from foedus.assessment.discover_lines import Restriction
from foedus.assessment.outcome_lines import Estimate
from foedus.report import discover, numbers, sentences
from foedus.report.words import estimate_in_words


class Form(NamedTuple):
    """A way to print a value: `kind` is the part that the value is read as, None for what JSON has as it is."""

    make: Callable[[Any], str]
    kind: type[BaseModel] | None = None


def minus(text: str) -> str:
    """A text with typographic minus signs in place of hyphens before digits.

    >>> minus("-0.5 to -0.1"), minus("US-ROK")
    ('−0.5 to −0.1', 'US-ROK')
    """
    signs = [
        "\u2212"
        if sign == "-" and text[place + 1 : place + 2].isdigit() and not text[place - 1 : place].isalnum()
        else sign
        for place, sign in enumerate(text)
    ]
    return "".join(signs)


def _probability(estimate: Estimate) -> str:
    """'6.9% (3.0 to 12)', or '86% (41 to >99.9)'."""
    if estimate.value is None:
        return numbers.UNKNOWN
    if estimate.low is None or estimate.high is None:
        return numbers.probability(estimate.value)
    low, high = (numbers.probability(end).removesuffix("%") for end in (estimate.low, estimate.high))
    return f"{numbers.probability(estimate.value)} ({low} to {high})"


def _amounts(estimate: Estimate) -> str:
    """'4.4 (3.3 to 5.5)'."""
    if estimate.value is None or estimate.low is None:
        return numbers.amount(estimate.value)
    return f"{numbers.amount(estimate.value)} ({numbers.amount(estimate.low)} to {numbers.amount(estimate.high)})"


def _count(value: Any) -> str:
    return f"{len(value) if isinstance(value, Sized) else value:,}"


def _day(value: Any) -> str:
    day = value if isinstance(value, date) else date.fromisoformat(value)
    return f"{day.day} {day:%B %Y}"


class Counts(BaseModel):
    """Events in an exposure, of a class or as a case has them."""

    events: float
    exposure: float


def _counted(found: Counts) -> str:
    return f"{found.events:,g} in {found.exposure:,g}"


def _words(estimate: Estimate) -> str:
    """'very unlikely (5\u201320%)', with the dash that ranges have in print."""
    return re.sub(r"(?<=\d)-(?=\d)", "\u2013", estimate_in_words(estimate))


FORMS = {
    "year": Form(str),
    "count": Form(_count),
    "day": Form(_day),
    "limit": Form(lambda x: f"{100 * x:g}%"),
    "share": Form(lambda x: f"{100 * x:.0f}%"),
    "chance": Form(numbers.probability),
    "probability": Form(_probability, Estimate),
    "words": Form(_words, Estimate),
    "amount": Form(lambda x: minus(numbers.amount(x))),
    "amounts": Form(lambda x: minus(_amounts(x)), Estimate),
    "points": Form(lambda x: minus(numbers.points(x))),
    "size": Form(lambda x: numbers.points(abs(x)).lstrip("+")),
    "difference": Form(lambda x: minus(numbers.difference(x)), Estimate),
    "change": Form(lambda x: minus(numbers.difference(x).replace(" points", "")), Estimate),
    "deviations": Form(lambda x: f"{abs(x):.1f}"),
    "strain": Form(lambda x: f"{x:g}"),
    "mark": Form(sentences.mark, Answer),
    "counted": Form(_counted, Counts),
    "box": Form(discover.words, Restriction),
}
"""Every form by its name."""

LIKELIHOODS = ("chance", "probability", "words")
"""Forms of a probability."""
