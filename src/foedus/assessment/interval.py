r"""Intervals that carry parameter and sampling uncertainty.

Futures come in G parameter sets, n_g in each. Over sets, the share p_g of futures with an outcome varies because
parameters differ and by chance:

    Var(p_g) = B + (p (1 - p) - B) / n_g,     B = Var(p | parameters) = rho p (1 - p)

rho is the intraclass correlation of the beta-binomial, estimated by moments with weights n_g (Kleinman 1973), never below 0:

    rho = (sum n_g (p_g - p)^2 - p (1 - p) (G - 1)) / (p (1 - p) (N - sum n_g^2 / N - (G - 1))),   N = sum n_g

The interval is that of a Beta distribution with mean p and variance B + (Monte Carlo error of p)^2. With no event at all the
upper limit is Jeffreys'. For other quantities the same decomposition is the one-way analysis of variance, and the
interval takes the quantiles of the set means shrunk to variance B, so that it keeps their skew, and Student's quantile of
the Monte Carlo error. An interval always holds its estimate.

Source: Kleinman (1973), Proportions with extraneous variance, J. Am. Stat. Assoc. 68, 46-54.
"""

from __future__ import annotations

import math

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.assessment.outcome_lines import Estimate

USUAL = 0.9
"""What an interval holds, unless another share is asked for."""
LOW, HIGH = 0.05, 0.95
FEWEST_SETS = 30
"""Parameter sets, or their effective number, below which nothing is told of how a figure varies over a part of them."""


def tails(inside: float) -> tuple[float, float]:
    """The quantiles between which a share lies.

    >>> tails(0.5)
    (0.25, 0.75)
    """
    return (LOW, HIGH) if inside == USUAL else ((1.0 - inside) / 2.0, (1.0 + inside) / 2.0)


def probability(successes: Ints, trials: Ints, inside: float = USUAL) -> Estimate:
    """Mean and interval (90%) of a probability from successes and trials by parameter set."""
    from scipy.special import betaincinv

    k, n = float(successes.sum()), float(trials.sum())
    if n == 0.0:
        return Estimate(value=None, low=None, high=None)
    p = k / n
    ends = tails(inside)
    if k in (0.0, n):
        low, high = betaincinv(k + 0.5, n - k + 0.5, ends)
        return Estimate(value=p, low=0.0 if k == 0.0 else float(low), high=1.0 if k == n else float(high))
    rho = intraclass(successes, trials)
    crowding = float((trials.astype(float) ** 2).sum()) / n
    error = p * (1.0 - p) / n * (1.0 + rho * (crowding - 1.0))
    a, b = _beta(p, rho * p * (1.0 - p) + error)
    low, high = betaincinv(a, b, ends)
    return Estimate(value=p, low=min(float(low), p), high=max(float(high), p))


def share_below(successes: Ints, trials: Ints, limit: float) -> float | None:
    """Share of parameter sets whose probability is at most `limit`, from the fitted Beta; null without a trial."""
    from scipy.special import betainc

    k, n = float(successes.sum()), float(trials.sum())
    if n == 0.0:
        return None
    p = k / n
    rho = intraclass(successes, trials)
    if k in (0.0, n) or rho == 0.0:
        return float(p <= limit)
    a, b = _beta(p, rho * p * (1.0 - p))
    return float(betainc(a, b, limit))


def intraclass(successes: Ints, trials: Ints) -> float:
    """Intraclass correlation of outcomes within a parameter set, 0 to 1."""
    used = trials > 0
    n = trials[used].astype(float)
    shares = successes[used] / n
    total, groups = n.sum(), len(n)
    p = float(successes.sum() / total)
    luck = p * (1.0 - p)
    room = luck * (total - (n**2).sum() / total - (groups - 1))
    if room <= 0.0:
        return 0.0
    return float(np.clip(((n * (shares - p) ** 2).sum() - luck * (groups - 1)) / room, 0.0, 1.0))


def _beta(mean: float, variance: float) -> tuple[float, float]:
    size = max(mean * (1.0 - mean) / variance - 1.0, 1e-3)
    return mean * size, (1.0 - mean) * size


def mean(values: Floats, within: Floats, n: Ints, inside: float = USUAL) -> Estimate:
    """Mean and interval (90%) of a quantity from its mean and variance within each set; no interval from one set alone."""
    from scipy.special import stdtrit

    average = float(np.average(values, weights=n))
    if len(values) < 2:
        return Estimate(value=average, low=None, high=None)
    between, luck = spread(values, within, n.astype(float))
    total = float(n.sum())
    ends = tails(inside)
    error = float(stdtrit(len(values) - 1, ends[1])) * math.sqrt(
        (between * float((n.astype(float) ** 2).sum()) / total + luck) / total
    )
    low, high = np.quantile(shrunk(values, within, n) - average, ends)
    return Estimate(
        value=average, low=average - math.hypot(min(low, 0.0), error), high=average + math.hypot(max(high, 0.0), error)
    )


def clipped(found: Estimate, least: float = 0.0) -> Estimate:
    """A probability as it is read out (or, from -1, a difference of two): value and interval cut off at `least` and 1."""
    return Estimate(**{name: x if x is None else min(max(x, least), 1.0) for name, x in found})


def excludes_zero(found: Estimate) -> bool:
    """Whether there is an interval, and all of it lies on one side of zero."""
    return found.low is not None and found.high is not None and (found.low > 0.0 or found.high < 0.0)


def widened(found: Estimate, other: Estimate) -> Estimate:
    """An estimate with an interval that holds it and all of another's; what one lacks is the other's."""
    known = [x for x in (found.value, found.low, found.high, other.low, other.high) if x is not None]
    return Estimate(value=found.value, low=min(known), high=max(known))


def shrunk(values: Floats, within: Floats, n: Ints) -> Floats:
    """The set means drawn towards their mean until they vary as parameters alone make them."""
    average = float(np.average(values, weights=n))
    between, _ = spread(values, within, n.astype(float))
    observed = float(np.average((values - average) ** 2, weights=n))
    return average + (values - average) * (math.sqrt(min(between / observed, 1.0)) if observed > 0.0 else 0.0)


def quantiles(values: Floats, n: Ints) -> Estimate:
    """Mean and 5% to 95% quantiles over sets of a quantity, drawn out to the mean where that lies outside (of a rare and
    large one it can); no interval from one set alone."""
    average = float(np.average(values, weights=n))
    if len(values) < 2:
        return Estimate(value=average, low=None, high=None)
    low, high = np.quantile(values, [LOW, HIGH])
    return Estimate(value=average, low=min(float(low), average), high=max(float(high), average))


def spread(values: Floats, within: Floats, n: Floats) -> tuple[float, float]:
    """Variance of the true set means (never below 0) and variance within a set, by analysis of variance.

    Where no set has two futures the two cannot be told apart, and all the variance is taken for that of the parameters.
    """
    total, groups = float(n.sum()), len(n)
    around = float((n * (values - np.average(values, weights=n)) ** 2).sum())
    if total <= groups:
        return around / max(groups - 1, 1), 0.0
    luck = float((n * within).sum()) / (total - groups)
    size = (total - float((n**2).sum()) / total) / (groups - 1)
    return max((around / (groups - 1) - luck) / size, 0.0), luck
