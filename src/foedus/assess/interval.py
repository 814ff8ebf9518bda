r"""Intervals that carry parameter and sampling uncertainty.

Futures come in G parameter sets of n each. Over sets, the share p_g of futures with an outcome varies because parameters
differ and because luck does:

    Var(p_g) = Var(p | parameters) + E[p (1 - p)] / n

The second part is estimated within sets and taken off the first; what is left is parameter uncertainty. The interval is
that of a Beta distribution with the mean of all futures and the variance (parameters) + (Monte Carlo). A spread that is
not told apart from luck is not set to zero, so intervals from few futures are wide rather than bold.
With no event at all the 95% upper limit is Jeffreys'. Source of the decomposition: the one-way random-effects model.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from foedus.assess.answer import Estimate

Floats = NDArray[np.float64]
LOW, HIGH = 0.05, 0.95
Z90 = 1.6448536269514722


def probability(successes: NDArray[np.int64], trials: NDArray[np.int64]) -> Estimate:
    """Mean and 90% interval of a probability from successes and trials by parameter set."""
    used = trials > 0
    k, n = successes[used].astype(float), trials[used].astype(float)
    if not len(k):
        return Estimate(value=None, low=None, high=None)
    total = n.sum()
    mean = float(k.sum() / total)
    if k.sum() == 0.0 or k.sum() == total:
        low, high = betaincinv(k.sum() + 0.5, total - k.sum() + 0.5, [LOW, HIGH])
        return Estimate(value=mean, low=0.0 if mean == 0.0 else float(low), high=1.0 if mean == 1.0 else float(high))
    between, error = spread(k / n, k / n * (1.0 - k / n), n)
    error = max(error, mean * (1.0 - mean) / total)
    variance = min(between + error, 0.999 * mean * (1.0 - mean))
    size = mean * (1.0 - mean) / variance - 1.0
    low, high = betaincinv(mean * size, (1.0 - mean) * size, [LOW, HIGH])
    return Estimate(value=mean, low=float(low), high=float(high))


def mean(values: Floats, within: Floats, n: NDArray[np.int64]) -> Estimate:
    """Mean and normal 90% interval of a quantity from its mean and variance within each set."""
    average = float(np.average(values, weights=n))
    between, error = spread(values, within, n.astype(float))
    half = Z90 * math.sqrt(between + error)
    return Estimate(value=average, low=average - half, high=average + half)


def quantiles(values: Floats, n: NDArray[np.int64]) -> Estimate:
    """Mean and 5% to 95% quantiles over sets of a non-negative quantity."""
    low, high = np.quantile(values, [LOW, HIGH])
    return Estimate(value=float(np.average(values, weights=n)), low=float(low), high=float(high))


def spread(values: Floats, within: Floats, n: Floats) -> tuple[float, float]:
    """Variance of the true set means (never below 0), and squared standard error of the grand mean."""
    luck = float(np.average(within, weights=n) / n.sum())
    if len(values) < 2:
        return 0.0, luck
    between = max(float(np.var(values, ddof=1)) - float(np.mean(within / np.maximum(n - 1.0, 1.0))), 0.0)
    return between, between / len(values) + luck
