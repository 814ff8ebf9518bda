r"""The mode of a binomial logit under a Normal prior, with an intercept for every repeated unit where units are given.

    logit p_n = x_n . b + u_[n],    b ~ Normal(m, P^-1),    u_k ~ Normal(0, sigma)

Newton's method; u is eliminated from each step, its Hessian being diagonal. What is known of u_k is taken to be
Normal(u_k, v_k^(1/2)), and b and u_k are where the expected slope of the log posterior is zero: with p_n the expectation of
logit^-1 over u_[n],

    sum_n (y_n - p_n) x_n = P (b - m),    sum_(n in k) (y_n - p_n) = u_k / sigma^2,    1 / v_k = sum_(n in k) p'_n + 1 / sigma^2

so that the expected number of events is the observed one; at the mode of (b, u) itself it would be above it, the more so the
rarer events are, and sigma below. sigma is the one that repeats itself under sigma^2 = mean_k(u_k^2 + v_k) (the step of
expectation maximisation), with a half-Normal(0, 1) prior on sigma.

Sources: Ormerod & Wand (2012), Journal of Computational and Graphical Statistics 21, 2-17 (Gaussian variational
approximation); Dempster, Laird & Rubin (1977), Journal of the Royal Statistical Society B 39, 1-38.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEWTON, BETWEEN, ROUNDS = 50, 2, 100
AT_REST, SETTLED = 1e-5, 3e-4
NODE, WEIGHT = np.polynomial.hermite_e.hermegauss(7)
WEIGHT = WEIGHT / WEIGHT.sum()
"""Of the expectation over a Normal."""
STEADY = 0.97
"""Rate above which a sequence is not said to close in."""
LONGEST = 3.0
"""Longest step of one coefficient in log-odds: a full step may overshoot where events are rare."""


class Design(NamedTuple):
    """Columns (rows, k) and, where `level` is given, one more column for each of `levels` groups: 1 in the group's rows.

    level   the group of each row; its coefficients follow those of the columns in b
    """

    columns: Floats
    level: Ints | None = None
    levels: int = 0

    def odds(self, b: Floats) -> Floats:
        """x . b of every row."""
        k = self.columns.shape[1]
        found: Floats = self.columns @ b[:k]
        return found if self.level is None else found + b[k:][self.level]

    def total(self, values: Floats) -> Floats:
        """x' values."""
        own = self.columns.T @ values
        return own if self.level is None else np.concatenate([own, _sums(self.level, values, self.levels)])

    def gram(self, weight: Floats) -> Floats:
        """x' diag(weight) x."""
        weighed = self.columns * weight[:, None]
        own = self.columns.T @ weighed
        if self.level is None:
            return own
        cross = _by_group(self.level, weighed, self.levels)
        return np.block([[own, cross.T], [cross, np.diag(_sums(self.level, weight, self.levels))]])

    def by_unit(self, unit: Ints, weight: Floats, units: int) -> Floats:
        """Sums of weight x over the rows of each unit (units, size of b)."""
        own = _by_group(unit, self.columns * weight[:, None], units)
        if self.level is None:
            return own
        cells = _sums(unit * self.levels + self.level, weight, units * self.levels)
        return np.hstack([own, cells.reshape(units, self.levels)])


class Mode(NamedTuple):
    """Coefficients, the Hessian of minus the log posterior in them, intercepts of units, their variances and sigma."""

    b: Floats
    hessian: Floats
    u: Floats
    variance: Floats
    sigma: float


def mode(design: Design, events: Floats, trials: Floats, location: Floats, precision: Floats) -> Mode:
    """The mode without units."""
    none = np.empty(0)
    b, _, hessian, _ = _newton(
        design, events, trials, location, precision, None, location.astype(np.float64), none, 1.0, none
    )
    return Mode(b, hessian, none, none, 0.0)


def mode_of_units(
    design: Design, events: Floats, trials: Floats, location: Floats, precision: Floats, unit: Ints, units: int
) -> Mode:
    """The mode with an intercept for each of `units` units; `unit` says which one a row belongs to."""
    b, u, diagonal = location.astype(np.float64), np.zeros(units), np.ones(units)
    sigmas = [1.0]
    for _ in range(ROUNDS):
        b, u, hessian, diagonal = _newton(
            design, events, trials, location, precision, unit, b, u, sigmas[-1], 1.0 / diagonal, BETWEEN
        )
        total = float(np.sum(u**2 + 1.0 / diagonal))
        # the half-Normal(0, 1) prior adds sigma^4 to the equation of the step: units sigma^2 + sigma^4 = total
        sigmas.append(float(np.sqrt((np.sqrt(units**2 + 4.0 * total) - units) / 2.0)))
        if abs(sigmas[-1] - sigmas[-2]) < SETTLED:
            break
        if len(sigmas) % 4 == 0:
            sigmas.append(_limit(*sigmas[-3:]))
    sigma = sigmas[-1]
    b, u, hessian, diagonal = _newton(
        design, events, trials, location, precision, unit, b, u, sigma, 1.0 / diagonal, NEWTON
    )
    return Mode(b, hessian, u, 1.0 / diagonal, sigma)


def _limit(first: float, second: float, third: float) -> float:
    """Where a sequence that closes in at a steady rate will end (Aitken's delta squared); its last where it does not."""
    rate = (third - second) / (second - first) if second != first else 0.0
    if not 0.0 < rate < STEADY:
        return third
    return float(np.clip(third + (third - second) * rate / (1.0 - rate), third / 1.5, third * 1.5))


def _newton(
    design: Design,
    events: Floats,
    trials: Floats,
    location: Floats,
    precision: Floats,
    unit: Ints | None,
    b: Floats,
    u: Floats,
    sigma: float,
    variance: Floats,
    steps: int = NEWTON,
) -> tuple[Floats, Floats, Floats, Floats]:
    """b, u, the Hessian in b with u eliminated, and the Hessian in u; `variance` is what that of u begins from."""
    hessian, diagonal = precision, 1.0 / variance
    for _ in range(steps):
        if unit is None:
            p = expit(design.odds(b))
            bend = p * (1.0 - p)
        else:
            p, bend = expected(design.odds(b) + u[unit], 1.0 / diagonal[unit])
        rest, weight = events - trials * p, trials * bend
        slope = design.total(rest) - precision @ (b - location)
        hessian = design.gram(weight) + precision
        if unit is not None:
            own = _sums(unit, rest, len(u)) - u / sigma**2
            diagonal = _sums(unit, weight, len(u)) + sigma**-2
            cross = design.by_unit(unit, weight, len(u))
            slope = slope - cross.T @ (own / diagonal)
            hessian = hessian - cross.T @ (cross / diagonal[:, None])
        step = np.linalg.solve(hessian, slope)
        along = min(1.0, LONGEST / max(float(np.abs(step).max()), 1e-12))
        if unit is not None:
            u = u + along * np.clip((own - cross @ step) / diagonal, -LONGEST, LONGEST)
        b = b + along * step
        if np.abs(step).max() < AT_REST:
            break
    return b, u, hessian, diagonal


def expected(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Expectation of logit^-1 and of its derivative over Normal(mean, variance^(1/2)), by Gauss and Hermite's rule."""
    spread = np.sqrt(variance)
    total, bend = np.zeros_like(mean), np.zeros_like(mean)
    for node, weight in zip(NODE, WEIGHT, strict=True):
        p = expit(mean + node * spread)
        total += weight * p
        bend += weight * p * (1.0 - p)
    return total, bend


def _by_group(group: Ints, values: Floats, groups: int) -> Floats:
    """Sums (groups, columns) of the rows of each group."""
    return np.stack([_sums(group, column, groups) for column in values.T], axis=1)


def _sums(unit: Ints, values: Floats, units: int) -> Floats:
    """The sum of the values of each unit."""
    return np.asarray(np.bincount(unit, values, units), np.float64)
