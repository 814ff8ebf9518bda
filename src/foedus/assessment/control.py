r"""The probability of an event from counts and yearly probabilities together: a count with a control variate.

In each future let C be 1 if the event happens within the horizon, and S the sum of its yearly probabilities, each given
the state at the start of its year, up to the year of the event. S is the compensator of C: whatever the parameters,
E(C - S) = 0. So every b gives the same mean,

    Z = C - b (C - S)      b = 0: the plain count; b = 1: the sum alone

and the regression of C on C - S gives the least variance:

    b = Cov(C, C - S) / Var(C - S) = 1 + Cov(S, C - S) / V,      V = max(Var(C - S), E|S| - E S^2)

Given the past, the variance of a year is p (1 - p), so that Var(C - S) = E sum p (1 - p) >= E S - E S^2: V keeps this where
few futures hold no event to measure it by. Moments are taken over all futures: C - S has mean 0 in every parameter set, so
that the spread between sets adds nothing to them but noise, and sets of one future are of use. A paired difference takes the
differences of C and of S; its yearly variance is at least |p - q| - (p - q)^2 however the futures are paired.

Where an outcome has no yearly probabilities S is C itself, and Z = C.

Source: Glasserman (2004), Monte Carlo Methods in Financial Engineering, ch. 4.1 (control variates).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from foedus.arrays import Floats


class Moments(NamedTuple):
    """Means over futures, each an array of any one shape."""

    counts: Floats  # C
    sums: Floats  # S
    count_square: Floats  # C^2
    sum_square: Floats  # S^2
    product: Floats  # C S
    size: Floats  # |S|


def slope(m: Moments) -> Floats:
    """b; 1 where C and S are always the same."""
    gap = m.counts - m.sums
    covariance = m.product - m.sum_square - m.sums * gap
    variance = m.count_square - 2.0 * m.product + m.sum_square - gap**2
    least = np.maximum(variance, m.size - m.sum_square)
    return np.where(least > 0.0, 1.0 + covariance / np.where(least > 0.0, least, 1.0), 1.0)


def controlled(count: Floats, total: Floats) -> Floats:
    """Z of each future."""
    parts = (count, total, count**2, total**2, count * total, np.abs(total))
    b = slope(Moments(*(np.asarray(part.mean()) for part in parts)))
    return count - b * (count - total)
