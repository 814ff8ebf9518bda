"""Probabilities in words and in percent."""

from __future__ import annotations


def in_words(p: float | None) -> str:
    """'about 1 in 30', 'about 3 in 4', 'almost certain'; empty when there is no estimate.

    >>> in_words(0.033), in_words(0.72), in_words(0.999), in_words(0.0004)
    ('about 1 in 30', 'about 7 in 10', 'almost certain', 'less than 1 in 1,000')
    """
    if p is None:
        return ""
    if p < 0.001:
        return "less than 1 in 1,000"
    if p > 0.99:
        return "almost certain"
    if p > 0.95:
        return "very likely"
    if p < 0.15:
        odds = 1.0 / p
        return f"about 1 in {round(odds) if odds < 20 else round(odds, -1 if odds < 200 else -2):,.0f}"
    return f"about {max(1, min(9, round(10 * p)))} in 10"


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
