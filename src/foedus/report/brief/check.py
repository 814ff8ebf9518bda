"""What `foedus brief --check` refuses: sentences that no reader should be given.

1. A sentence that mixes likelihood and confidence (Intelligence Community Directive 203 keeps them apart).
2. A probability without its base rate, or the words 'none on record', in the same sentence or row of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from foedus.report.brief.forms import LIKELIHOODS
from foedus.report.brief.model import Brief, Number, Sentence
from foedus.report.brief.source import NONE

LIKELY = re.compile(
    r"\b(almost no chance|(?:very )?(?:un)?likely|likelier|likeliest|likelihoods?|roughly even|almost certain|"
    r"probabl[ey]|improbable|probabilit\w+|chances?|odds|\d in \d)\b",
    re.IGNORECASE,
)
CONFIDENT = re.compile(r"\bconfiden(?:t|ce|tly)\b", re.IGNORECASE)
PERCENT = re.compile(r"\d\s?(?:%|per cent|percent)", re.IGNORECASE)
BASES = ("record", "base_rates", "rate")
"""Fields of the JSON that hold base rates."""
INTERVAL = re.compile(r"(?:50% and )?90% intervals?")
LONGEST = 160
"""Most characters of a sentence that are shown."""


def problems(brief: Brief) -> list[str]:
    """Every sentence that is refused, a line each: where it stands, why, and the sentence."""
    return [f"{where}: {why}: {_shown(line)}" for where, line in brief.lines() for why in _wrong(line)]


def _wrong(line: Sequence[Sentence]) -> Iterator[str]:
    if any(_mixes(sentence) for sentence in line):
        yield "likelihood and confidence are mixed in one sentence"
    if any(_likelihood(sentence) for sentence in line) and not any(map(_based, line)):
        yield "a probability has no base rate beside it"


def _mixes(sentence: Sentence) -> bool:
    text = str(sentence)
    likely = any(one.form in LIKELIHOODS for one in sentence.numbers) or LIKELY.search(text) or _percent(sentence)
    return bool(likely and CONFIDENT.search(text))


def _likelihood(sentence: Sentence) -> bool:
    """Whether it gives a probability: a number of such a form that is no base rate, or a percentage in words."""
    return any(one.form in LIKELIHOODS and not _is_base(one) for one in sentence.numbers) or _percent(sentence)


def _percent(sentence: Sentence) -> bool:
    """Whether words that are no number of the model state a percentage; the level of intervals is none."""
    words = " ".join(
        piece if isinstance(piece, str) else piece.text for piece in sentence.pieces if not isinstance(piece, Number)
    )
    return PERCENT.search(INTERVAL.sub("", words)) is not None


def _is_base(one: Number) -> bool:
    return any(step in BASES for step in one.path)


def _based(sentence: Sentence) -> bool:
    return any(map(_is_base, sentence.numbers)) or NONE in str(sentence)


def _shown(line: Sequence[Sentence]) -> str:
    text = " | ".join(str(one) for one in line if str(one))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
