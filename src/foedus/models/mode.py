r"""The mode of a binomial logit under a Normal prior, with an intercept for every repeated unit where units are given.

    logit p_n = x_n . b + u_[n],    b ~ Normal(m, P^-1),    u_k ~ Normal(0, sigma)

Newton's method; u is eliminated from each step, its Hessian being diagonal. sigma is the one that repeats itself under
sigma^2 = mean_k(u_k^2 + v_k) with v_k the variance of u_k given b at the mode (the step of expectation maximisation with a
Normal approximation), with a half-Normal(0, 1) prior on sigma.

Sources: Breslow & Clayton (1993), Journal of the American Statistical Association 88, 9-25; Dempster, Laird & Rubin (1977),
Journal of the Royal Statistical Society B 39, 1-38.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEWTON, ROUNDS = 50, 100
AT_REST, SETTLED = 1e-5, 1e-3
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
        design, events, trials, location, precision, None, location.astype(np.float64), none, 1.0
    )
    return Mode(b, hessian, none, none, 0.0)


def mode_of_units(
    design: Design, events: Floats, trials: Floats, location: Floats, precision: Floats, unit: Ints, units: int
) -> Mode:
    """The mode with an intercept for each of `units` units; `unit` says which one a row belongs to."""
    b, u, sigma = location.astype(np.float64), np.zeros(units), 1.0
    for _ in range(ROUNDS):
        b, u, hessian, diagonal = _newton(design, events, trials, location, precision, unit, b, u, sigma)
        total = float(np.sum(u**2 + 1.0 / diagonal))
        # the half-Normal(0, 1) prior adds sigma^4 to the equation of the step: units sigma^2 + sigma^4 = total
        new = np.sqrt((np.sqrt(units**2 + 4.0 * total) - units) / 2.0)
        done = abs(new - sigma) < SETTLED
        sigma = float(new)
        if done:
            break
    return Mode(b, hessian, u, 1.0 / diagonal, sigma)


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
) -> tuple[Floats, Floats, Floats, Floats]:
    """b, u, the Hessian in b with u eliminated, and the Hessian in u."""
    hessian, diagonal = precision, np.ones_like(u)
    for _ in range(NEWTON):
        p = expit(design.odds(b) + (0.0 if unit is None else u[unit]))
        rest, weight = events - trials * p, trials * p * (1.0 - p)
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


def _by_group(group: Ints, values: Floats, groups: int) -> Floats:
    """Sums (groups, columns) of the rows of each group."""
    return np.stack([_sums(group, column, groups) for column in values.T], axis=1)


def _sums(unit: Ints, values: Floats, units: int) -> Floats:
    """The sum of the values of each unit."""
    return np.asarray(np.bincount(unit, values, units), np.float64)
