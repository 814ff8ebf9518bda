"""Numbers for readers: two significant digits; zero only if exact.

    probability   0.0686 -> '6.9%'; below 0.1% '<0.1%', above 99.9% '>99.9%'; '0%' and '100%' only where exact
    points        0.012 -> '+1.2': a difference of probabilities in percentage points, signed; below 0.01 'about 0'
    amount        6.4828 -> '6.5': anything else, in its own unit

Missing is 'unknown'.
"""

from __future__ import annotations

from foedus.assessment.outcome_lines import Estimate

PROBABILITY = "probability"
UNKNOWN = "unknown"
NO_CHANGE = "no change"
TINY = "about 0"
SMALLEST_POINTS = 0.01
SMALLEST_AMOUNT = 0.001


def probability(p: float | None) -> str:
    """A probability in percent.

    >>> [probability(p) for p in (0.0, 1e-9, 0.0013, 0.0686, 0.5491, 0.9955, 0.99999, 1.0)]
    ['0%', '<0.1%', '0.13%', '6.9%', '55%', '99.6%', '>99.9%', '100%']
    """
    if p is None:
        return UNKNOWN
    if p in (0.0, 1.0):
        return f"{p:.0%}"
    if p < 0.001:
        return "<0.1%"
    if p > 0.999:
        return ">99.9%"
    return f"{100 * p:.1f}%" if p >= 0.99 else f"{_two_digits(100 * p)}%"


def points(x: float | None) -> str:
    """A difference of probabilities in percentage points, with its sign.

    >>> [points(x) for x in (0.012, -0.88, 0.0005, -1e-6, 0.0)]
    ['+1.2', '-88', '+0.05', 'about 0', '0']
    """
    if x is None:
        return UNKNOWN
    if x == 0.0:
        return "0"
    size, sign = abs(100 * x), "+" if x > 0 else "-"
    if size < SMALLEST_POINTS:
        return TINY
    decimals = 0 if size >= 9.95 else 1 if size >= 0.095 else 2
    return f"{sign}{size:.{decimals}f}"


def amount(x: float | None) -> str:
    """A quantity in its own unit, with two significant digits or all digits of its whole part.

    >>> [amount(x) for x in (6.4828, 0.029, 1234.5, -0.054, 0.0, 1e-7)]
    ['6.5', '0.029', '1,234', '-0.054', '0', '<0.001']
    """
    if x is None:
        return UNKNOWN
    if x == 0.0:
        return "0"
    sign, size = "-" if x < 0 else "", abs(x)
    if size < SMALLEST_AMOUNT:
        return f"{sign}<{SMALLEST_AMOUNT}"
    return f"{sign}{size:,.0f}" if size >= 99.5 else f"{sign}{_two_digits(size)}"


def value(estimate: Estimate, unit: str) -> str:
    """The mean of an estimate: '6.9%', or '0.37' if it is not a probability."""
    return probability(estimate.value) if unit == PROBABILITY else amount(estimate.value)


def interval(estimate: Estimate, unit: str) -> str:
    """The 90% interval of an estimate: '3.0% to 12%'."""
    if estimate.low is None or estimate.high is None:
        return UNKNOWN
    form = probability if unit == PROBABILITY else amount
    return f"{form(estimate.low)} to {form(estimate.high)}"


def around(p: float | None, low: float | None, high: float | None) -> str:
    """A probability with its interval.

    >>> around(0.0686, 0.03, 0.12)
    '6.9% (3.0% to 12%)'
    """
    return f"{probability(p)} ({probability(low)} to {probability(high)})"


def change(estimate: Estimate, unit: str) -> str:
    """The mean of a difference with its sign, in points or in the unit: '+1.2'; 'no change' if nothing changed."""
    if estimate.value == estimate.low == estimate.high == 0.0:
        return NO_CHANGE
    return signed(estimate.value, unit)


def change_interval(estimate: Estimate, unit: str) -> str:
    """The 90% interval of a difference: '0.3 to 2.1'; empty if the mean is exact."""
    if estimate.low is None or estimate.high is None:
        return UNKNOWN
    if estimate.value == estimate.low == estimate.high == 0.0:
        return ""
    low, high = signed(estimate.low, unit).lstrip("+"), signed(estimate.high, unit).lstrip("+")
    return "" if low == high == TINY else f"{low} to {high}"


def difference(estimate: Estimate, unit: str = PROBABILITY) -> str:
    """A difference with its unit and interval: '+1.2 points (0.3 to 2.1)'."""
    found, interval = change(estimate, unit), change_interval(estimate, unit)
    if found in (NO_CHANGE, UNKNOWN) or not interval:
        return found
    return f"{found} {unit_of_change(unit)} ({interval})"


def unit_of_change(unit: str) -> str:
    """What a difference is counted in: 'points' for probabilities, else the unit itself."""
    return "points" if unit == PROBABILITY else unit


def signed(x: float | None, unit: str) -> str:
    """A change with its sign, in points or in the unit."""
    if unit == PROBABILITY or x is None:
        return points(x)
    if 0.0 < abs(x) < SMALLEST_AMOUNT:
        return TINY
    return f"+{amount(x)}" if x > 0 else amount(x)


def _two_digits(x: float) -> str:
    return f"{x:#.2g}".rstrip(".")


def short(estimate: Estimate) -> str:
    """'13% (8.2-19)', or '86% (41 to >99.9)' where an end is open."""
    if estimate.value is None:
        return UNKNOWN
    value = probability(estimate.value)
    if estimate.low is None or estimate.high is None:
        return value
    low, high = (probability(end).removesuffix("%") for end in (estimate.low, estimate.high))
    return f"{value} ({low}{' to ' if '>' in low + high or '<' in low + high else '-'}{high})"
