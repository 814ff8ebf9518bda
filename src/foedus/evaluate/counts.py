r"""Yearly counts: the number of onsets in a year implied by a sum of forecasts, and its score.

    Y ~ negative binomial with mean m = sum of the rows' probabilities and variance m + phi m^2

Many rare and nearly independent events sum to a Poisson count (Le Cam: off by at most twice the sum of p^2 in total
variation); a factor common to the rows of a year, Gamma with mean 1 and variance phi, makes it negative binomial. phi is
estimated before the origin, from how counts h years later differed from the rate of the ten years before:

    phi = sum ((y - m)^2 - m) / sum m^2,   at least 0

    CRPS = sum over k >= 0 of (Pr(Y <= k) - 1{y <= k})^2       in events a year; for whole numbers, exact

Source: Gneiting & Raftery (2007), doi:10.1198/016214506000001437; Le Cam (1960), Pacific J. Mathematics 10, 1181-1197.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import nbinom

from foedus.arrays import Floats, Ints

MEMORY = 10
"""Years whose rate is the expectation that the spread is measured from."""
SMALLEST = 1e-6
"""Least phi: a Poisson count in all but name."""


def spread(year: Ints, onset: Floats, origin: int, horizon: int) -> float:
    """phi for counts up to `horizon` years ahead, from the years to `origin`."""
    known = year <= origin
    first = int(year.min())
    rows = np.bincount(year[known] - first, minlength=origin - first + 1).astype(np.float64)
    events = np.bincount(year[known] - first, onset[known], origin - first + 1)
    over, square = 0.0, 0.0
    for start in range(MEMORY, len(rows)):
        past = slice(start - MEMORY, start)
        ahead = slice(start, start + horizon)
        mean = rows[ahead] * events[past].sum() / max(rows[past].sum(), 1.0)
        over += float(np.sum((events[ahead] - mean) ** 2 - mean))
        square += float(np.sum(mean**2))
    return max(over / square, SMALLEST) if square > 0 else SMALLEST


def crps(mean: Floats, phi: Floats, y: Floats) -> Floats:
    """The score of each count, by the closed form over all whole numbers with weight."""
    top = int(max(_law(mean, phi).ppf(1.0 - 1e-9).max(), y.max())) + 1
    k = np.arange(top + 1)[:, None]
    return np.asarray(np.sum((_law(mean, phi).cdf(k) - (y <= k)) ** 2, axis=0))


def inside(mean: Floats, phi: Floats, y: Floats, level: float) -> Floats:
    """1 where the count lies in the central interval of probability at least `level`."""
    low, high = (_law(mean, phi).ppf(q) for q in ((1.0 - level) / 2.0, (1.0 + level) / 2.0))
    return ((low <= y) & (y <= high)).astype(np.float64)


def _law(mean: Floats, phi: Floats) -> Any:
    size = 1.0 / phi
    return nbinom(size, size / (size + mean))
