"""Probabilities in words, by ICD 203 with the range in brackets, and in percent.

Source: Office of the Director of National Intelligence (2015), Intelligence Community Directive 203, Analytic Standards.
"""

from __future__ import annotations

from foedus.assessment.outcome_lines import Estimate

RARE, CERTAIN = 0.01, 0.99
"""Below and above these the words are '1 in n'."""
SCALE = (
    (0.05, "almost no chance (1-5%)"),
    (0.20, "very unlikely (5-20%)"),
    (0.45, "unlikely (20-45%)"),
    (0.55, "roughly even (45-55%)"),
    (0.80, "likely (55-80%)"),
    (0.95, "very likely (80-95%)"),
    (CERTAIN, "almost certain (95-99%)"),
)
"""Upper end of each range, and its words."""


def in_words(p: float | None) -> str:
    """'very unlikely (5-20%)'; rarer than 1 in 100 '1 in n'; empty when there is no estimate.

    >>> in_words(0.033), in_words(0.72), in_words(0.0004), in_words(0.9996)
    ('almost no chance (1-5%)', 'likely (55-80%)', '1 in 2,500', 'all but 1 in 2,500')
    """
    if p is None:
        return ""
    if p < RARE:
        return _one_in(p)
    if p > CERTAIN:
        return f"all but {_one_in(1.0 - p)}"
    return next(words for end, words in SCALE if p <= end)


def _one_in(p: float) -> str:
    if p < 1e-4:
        return "less than 1 in 10,000"
    odds = 1.0 / p
    return f"1 in {round(odds, -1 if odds < 1000 else -2):,.0f}"


def estimate_in_words(estimate: Estimate, futures: int | None = None) -> str:
    """An estimate in words. Exact 0 or 1 says how many futures it was counted in, where its interval allows much else.

    futures   in which it was counted; None where it was counted in some of them, those in which its condition held

    >>> from foedus.assessment.outcome_lines import Estimate
    >>> [estimate_in_words(Estimate(value=0.0, low=0.0, high=high), 10) for high in (0.21, 1e-5)]
    ['none in 10 futures', 'less than 1 in 10,000']
    """
    if estimate.value == 0.0 and (estimate.high or 0.0) >= 1e-4:
        return f"none in {_futures(futures)}"
    if estimate.value == 1.0 and estimate.low is not None and estimate.low <= CERTAIN:
        return f"all of {_futures(futures)}"
    return in_words(estimate.value)


def _futures(number: int | None) -> str:
    return "these futures" if number is None else counted(number, "future")


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


def ranged(estimate: Estimate) -> str:
    """An estimate in percent with its 90% interval.

    >>> ranged(Estimate(value=0.082, low=0.054, high=0.12))
    '8.2% (5.4% to 12%)'
    """
    if estimate.low is None:
        return percent(estimate.value)
    return f"{percent(estimate.value)} ({percent(estimate.low)} to {percent(estimate.high)})"


def counted(number: int, noun: str, many: str = "") -> str:
    """A number and a noun, which has an s where it is not 1, or is `many`.

    >>> counted(1, "future"), counted(2000, "future"), counted(2, "policy", "policies")
    ('1 future', '2,000 futures', '2 policies')
    """
    return f"{number:,} {noun if number == 1 else many or f'{noun}s'}"


def size(futures: int, years: int) -> str:
    """'2,000 futures of 20 years'."""
    return f"{counted(futures, 'future')} of {counted(years, 'year')}"
