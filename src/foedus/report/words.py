"""Probabilities in words and in percent."""

from __future__ import annotations

from foedus.assessment.answer import Estimate

RARE, CERTAIN = 0.001, 0.99
"""Below and above these, words are 'less than 1 in 1,000' and 'almost certain'."""


def in_words(p: float | None) -> str:
    """'about 1 in 30', 'about 3 in 4', 'almost certain'; empty when there is no estimate.

    >>> in_words(0.033), in_words(0.72), in_words(0.999), in_words(0.0004)
    ('about 1 in 30', 'about 7 in 10', 'almost certain', 'less than 1 in 1,000')
    """
    if p is None:
        return ""
    if p < RARE:
        return "less than 1 in 1,000"
    if p > CERTAIN:
        return "almost certain"
    if p > 0.95:
        return "very likely"
    if p < 0.15:
        odds = 1.0 / p
        return f"about 1 in {round(odds) if odds < 20 else round(odds, -1 if odds < 200 else -2):,.0f}"
    return f"about {max(1, min(9, round(10 * p)))} in 10"


def estimate_in_words(estimate: Estimate, futures: int | None = None) -> str:
    """An estimate in words. Exact 0 or 1 says how many futures it was counted in, where its interval allows much else.

    futures   in which it was counted; None where it was counted in some of them, those in which its condition held

    >>> from foedus.assessment.answer import Estimate
    >>> [estimate_in_words(Estimate(value=0.0, low=0.0, high=high), 10) for high in (0.21, 1e-5)]
    ['none in 10 futures', 'less than 1 in 1,000']
    """
    if estimate.value == 0.0 and (estimate.high or 0.0) >= RARE:
        return f"none in {_futures(futures)}"
    if estimate.value == 1.0 and estimate.low is not None and estimate.low <= CERTAIN:
        return f"all of {_futures(futures)}"
    return in_words(estimate.value)


def _futures(number: int | None) -> str:
    return "these futures" if number is None else f"{number:,} future{'' if number == 1 else 's'}"


def percent(p: float | None) -> str:
    """Two significant digits; never 0% or 100% for what can happen or fail.

    >>> percent(0.0312), percent(0.0004), percent(0.9996), percent(0.0), percent(None)
    ('3.1%', '<0.1%', '>99.9%', '0%', 'unknown')
    """
    if p is None:
        return "unknown"
    if 0.0 < p < 0.001:
        return "<0.1%"
    if 0.999 < p < 1.0:
        return ">99.9%"
    return f"{100 * p:.2g}%" if p < 0.995 else f"{100 * p:.3g}%"
