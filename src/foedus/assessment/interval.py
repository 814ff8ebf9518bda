r"""Intervals that carry parameter and sampling uncertainty.

Futures come in G parameter sets, n_g in each. Over sets, the share p_g of futures with an outcome varies because
parameters differ and by chance:

    Var(p_g) = B + (p (1 - p) - B) / n_g,     B = Var(p | parameters) = rho p (1 - p)

rho is the intraclass correlation of the beta-binomial. A few futures of each set tell it badly: an estimate of 0 would leave
the chance of the futures alone. So its doubt is kept. Let tau be the standard deviation over sets of the log odds, near the
mean, and theta = tau^2 p (1 - p) = rho / (1 - rho). With k_g events in set g the likelihood is

    log L = sum_g ( sum_{i<k_g} log(p + i theta) + sum_{i<n_g-k_g} log(1 - p + i theta) - sum_{i<n_g} log(1 + i theta) )

the prior of tau is half-normal (`ODDS`), and rho is the mean of its posterior. Over repeated draws a 90% interval then holds
90% of the parameter sets on average, from 1 future of each set to 50 (`tests/assessment/test_interval.py`).

The interval is that of a Beta distribution with mean p and variance B + (Monte Carlo error of p)^2. With no event at all the
upper limit is Jeffreys', and that of a single set is of its count alone. For other quantities the same decomposition is the
one-way analysis of variance, b its unbiased estimate of B with standard error s, and

    B = E(x | x > 0),   x normal with mean b and standard deviation s

(a flat prior on B). The interval takes the quantiles of the set means shrunk to variance B, so that it keeps their skew, and
Student's quantile of the Monte Carlo error. An interval always holds its estimate.

A number that is 1, 0 or -1 in each future, as the paired difference of an outcome is that has no control variate, is the
difference of two probabilities p - q. Its interval joins theirs, from l to u and from m to v:

    p - q - sqrt((p - l)^2 + (v - q)^2)     to     p - q + sqrt((u - p)^2 + (q - m)^2)

Source: Kleinman (1973), Proportions with extraneous variance, J. Am. Stat. Assoc. 68, 46-54; Gelman (2006), Prior
distributions for variance parameters in hierarchical models, Bayesian Analysis 1, 515-534, doi:10.1214/06-BA117A; Zou and
Donner (2008), Construction of confidence limits about effect measures: a general approach, Stat. Med. 27, 1693-1702.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.assessment.outcome_lines import Estimate

USUAL = 0.9
"""What an interval holds, unless another share is asked for."""
LOW, HIGH = 0.05, 0.95
FEWEST_SETS = 30
"""Parameter sets, or their effective number, below which nothing is told of how a figure varies over a part of them."""
ODDS = 1.3
"""Scale of the half-normal prior of tau, whose median is then that of the shipped cases (`examples/few_futures.py`)."""
RANGE = (0.002, 8.0)
"""Least and largest tau: less is as good as none, and the prior leaves nothing above."""
POINTS = 32
"""Values of tau at which the likelihood is read, twice: over all of its range, then where it is."""
UNLIKELY = 1e-7
"""Weight, against that of the likeliest, below which a tau is left out."""


def tails(inside: float) -> tuple[float, float]:
    """The quantiles between which a share lies.

    >>> tails(0.5)
    (0.25, 0.75)
    """
    return (LOW, HIGH) if inside == USUAL else ((1.0 - inside) / 2.0, (1.0 + inside) / 2.0)


def probability(successes: Ints, trials: Ints, inside: float = USUAL) -> Estimate:
    """Mean and interval (90%) of a probability from successes and trials by parameter set."""
    return probabilities(successes, trials, (inside,))[0]


def probabilities(successes: Ints, trials: Ints, insides: Sequence[float]) -> list[Estimate]:
    """A probability with an interval for each share that is to lie inside."""
    from scipy.special import betaincinv

    k, n = float(successes.sum()), float(trials.sum())
    if n == 0.0:
        return [Estimate(value=None, low=None, high=None)] * len(insides)
    p = k / n
    if k in (0.0, n):
        a, b = k + 0.5, n - k + 0.5
    else:
        rho = doubted(successes, trials)
        crowding = float((trials.astype(float) ** 2).sum()) / n
        error = p * (1.0 - p) / n * (1.0 + rho * (crowding - 1.0))
        a, b = _beta(p, rho * p * (1.0 - p) + error)
    found = (betaincinv(a, b, tails(inside)) for inside in insides)
    return [
        Estimate(value=p, low=min(float(low), p) if k else 0.0, high=max(float(high), p) if k < n else 1.0)
        for low, high in found
    ]


def balance(gained: Ints, lost: Ints, trials: Ints) -> Estimate:
    """Mean and interval (90%) of a number that is 1, -1 or 0 in each future, from how often it is 1 and -1 by parameter set."""
    return difference(probability(gained, trials), probability(lost, trials))


def difference(first: Estimate, second: Estimate) -> Estimate:
    """The first of two probabilities, each with its interval, minus the second."""
    (p, low, high), (q, least, most) = (tuple(float(x or 0.0) for _, x in one) for one in (first, second))
    value = p - q
    return Estimate(
        value=value, low=value - math.hypot(p - low, most - q), high=value + math.hypot(high - p, q - least)
    )


def share_below(successes: Ints, trials: Ints, limit: float) -> float | None:
    """Share of parameter sets whose probability is at most `limit`, from the fitted Beta; null without a trial."""
    from scipy.special import betainc

    k, n = float(successes.sum()), float(trials.sum())
    if n == 0.0:
        return None
    p = k / n
    rho = 0.0 if k in (0.0, n) else doubted(successes, trials)
    if rho == 0.0:
        return float(p <= limit)
    a, b = _beta(p, rho * p * (1.0 - p))
    return float(betainc(a, b, limit))


def doubted(successes: Ints, trials: Ints) -> float:
    """Posterior mean of the intraclass correlation of outcomes within a parameter set, 0 to 1; 0 of a single set.

    Takes some events, and some trials without one.
    """
    used = trials > 0
    k, n = successes[used].astype(np.int64), trials[used].astype(np.int64)
    if len(n) < 2:
        return 0.0
    p = float(k.sum() / n.sum())
    beyond = [np.cumsum(np.bincount(each)[::-1])[::-1][1:].astype(float) for each in (k, n - k, n)]
    tau = np.geomspace(*RANGE, POINTS)
    for again in (True, False):
        theta = tau**2 * p * (1.0 - p)
        steps = [
            np.log(start + theta[:, None] * np.arange(len(each))) @ each
            for start, each in zip((p, 1.0 - p, 1.0), beyond, strict=True)
        ]
        log = steps[0] + steps[1] - steps[2] - (tau / ODDS) ** 2 / 2.0 + np.log(tau)
        weight = np.exp(log - log.max())
        if again:
            likely = np.flatnonzero(weight > UNLIKELY)
            tau = np.geomspace(tau[max(likely[0] - 1, 0)], tau[min(likely[-1] + 1, POINTS - 1)], POINTS)
    return float(weight @ (theta / (1.0 + theta)) / weight.sum())


def intraclass(successes: Ints, trials: Ints) -> float:
    """Intraclass correlation of outcomes within a parameter set by moments with weights n_g (Kleinman 1973), 0 to 1."""
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
    found = spread(values, within, n.astype(float))
    total = float(n.sum())
    ends = tails(inside)
    error = float(stdtrit(len(values) - 1, ends[1])) * math.sqrt(
        (found.expected * float((n.astype(float) ** 2).sum()) / total + found.luck) / total
    )
    low, high = np.quantile(_drawn_in(values, n, found) - average, ends)
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
    return _drawn_in(values, n, spread(values, within, n.astype(float)))


def _drawn_in(values: Floats, n: Ints, found: Spread) -> Floats:
    average = float(np.average(values, weights=n))
    observed = float(np.average((values - average) ** 2, weights=n))
    return average + (values - average) * (math.sqrt(min(found.expected / observed, 1.0)) if observed > 0.0 else 0.0)


def quantiles(values: Floats, n: Ints) -> Estimate:
    """Mean and 5% to 95% quantiles over sets of a quantity, drawn out to the mean where that lies outside (of a rare and
    large one it can); no interval from one set alone."""
    average = float(np.average(values, weights=n))
    if len(values) < 2:
        return Estimate(value=average, low=None, high=None)
    low, high = np.quantile(values, [LOW, HIGH])
    return Estimate(value=average, low=min(float(low), average), high=max(float(high), average))


class Spread(NamedTuple):
    """Variances by analysis of variance."""

    between: float  # of the true set means; unbiased, so that it can be below 0
    error: float  # its standard error
    luck: float  # within a set

    @property
    def expected(self) -> float:
        """The variance of the true set means, given that it is not below 0."""
        from scipy.special import erfcx

        if self.error == 0.0:
            return max(self.between, 0.0)
        z = self.between / self.error
        return max(self.between + self.error * math.sqrt(2.0 / math.pi) / float(erfcx(-z / math.sqrt(2.0))), 0.0)


def spread(values: Floats, within: Floats, n: Floats) -> Spread:
    """How far the true set means vary, and values within a set.

    Where no set has two futures the two cannot be told apart, and all the variance is taken for that of the parameters.
    """
    total, groups = float(n.sum()), len(n)
    around = n * (values - np.average(values, weights=n)) ** 2
    if total <= groups:
        return Spread(float(around.sum()) / max(groups - 1, 1), 0.0, 0.0)
    size = (total - float((n**2).sum()) / total) / (groups - 1)
    each = around / (groups - 1) - n * within / (total - groups)
    return Spread(
        between=float(each.sum()) / size,
        error=math.sqrt(groups) * float(each.std(ddof=1)) / size,
        luck=float((n * within).sum()) / (total - groups),
    )
