"""Probabilities in words."""

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
