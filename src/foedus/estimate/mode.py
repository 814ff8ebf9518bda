r"""The mode of a binomial logit under a Normal prior, with an intercept for every repeated unit where units are given.

    logit p_n = x_n . b + u_[n],    b ~ Normal(m, P^-1),    u_k ~ Normal(0, sigma)

Newton's method; u is eliminated from each step, its Hessian being diagonal. The distribution of u_k is approximated by
Normal(u_k, v_k^(1/2)), and b and u_k are where the expected slope of the log posterior is zero: with p_n the
expectation of logit^-1 over u_[n],

    sum_n (y_n - p_n) x_n = P (b - m),    sum_(n in k) (y_n - p_n) = u_k / sigma^2,    1 / v_k = sum_(n in k) p'_n + 1 / sigma^2

so that the expected number of events equals the observed one; at the joint mode of (b, u) it would be higher, the more
so the rarer the events, and sigma lower. sigma is the fixed point of sigma^2 = mean_k(u_k^2 + v_k) (the step of
expectation maximisation), with the half-Normal prior of the fits.

Sources: Ormerod & Wand (2012), Journal of Computational and Graphical Statistics 21, 2-17 (Gaussian variational
approximation); Dempster, Laird & Rubin (1977), Journal of the Royal Statistical Society B 39, 1-38.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

from foedus.arrays import Floats, Ints
from foedus.equations.prior import UNIT_WIDTH
from foedus.errors import ModelError

NEWTON, HALVED, AT_REST = 100, 10, 1e-5
"""Steps at most; after which they are halved, because the variances of u follow a step behind and may swing; and the step of
a coefficient at which they end."""
NARROWEST, WIDEST, STRIDE, SETTLED = 0.05, 5.0, 1.4, 1e-4
"""Between which sigma is looked for, in log-odds, from 1 in which strides, and how closely."""
NODE, WEIGHT = np.polynomial.hermite_e.hermegauss(7)
WEIGHT = WEIGHT / WEIGHT.sum()
"""Of the expectation over a Normal."""
LONGEST = 3.0
"""Longest step of one coefficient in log-odds: a full step may overshoot where events are rare."""


LEVEL_PERSISTENCE, LEVEL_SCALE = 0.6, 0.25
"""Of the common yearly level where neither is estimated: persistence, and standard deviation of its innovations."""


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

    def of_units(self, codes: Ints, asked: Ints) -> tuple[Floats, Floats]:
        """Mean and variance of the intercept of each of `asked`; `codes` are those of the units of the mode, sorted.

        A unit that is not among them has N(0, sigma); zero if there are no units.
        """
        return looked_up(codes, asked, self.u, 0.0), looked_up(codes, asked, self.variance, self.sigma**2)


def level_precision(levels: int, persistence: Any, scale: Any) -> Any:
    """Precision matrix of a stationary first-order autoregression; persistence and scale may be tracers."""
    first = np.zeros((levels, levels))
    first[0, 0] = 1.0
    step = np.eye(levels) - persistence * np.eye(levels, k=-1) + ((1.0 - persistence**2) ** 0.5 - 1.0) * first
    return step.T @ step / scale**2


def mode(design: Design, events: Floats, trials: Floats, location: Floats, precision: Floats) -> Mode:
    """The mode without units."""
    none = np.empty(0)
    b, _, hessian, _ = _newton(
        design, events, trials, location, precision, None, location.astype(np.float64), none, 1.0, none
    )
    return Mode(b, hessian, none, none, 0.0)


def mode_of_units(
    design: Design,
    events: Floats,
    trials: Floats,
    location: Floats,
    precision: Floats,
    unit: Ints,
    units: int,
    *,
    width: float = UNIT_WIDTH,
) -> Mode:
    """The mode with an intercept for each of `units` units; `unit` says which one a row belongs to, `units` that it has none.

    width   of the half-Normal prior of sigma
    """
    at = _newton(
        design,
        events,
        trials,
        location,
        precision,
        unit,
        location.astype(np.float64),
        np.zeros(units),
        1.0,
        np.ones(units),
    )

    def excess(sigma: float) -> float:
        nonlocal at
        b, u, _, diagonal = at
        at = b, u, _, diagonal = _newton(design, events, trials, location, precision, unit, b, u, sigma, 1.0 / diagonal)
        return mode_of_scale(float(np.sum(u**2 + 1.0 / diagonal)), units, width) - sigma

    sigma, step = 1.0, STRIDE if excess(1.0) > 0.0 else 1.0 / STRIDE
    while NARROWEST < sigma < WIDEST and (excess(sigma * step) > 0.0) == (step > 1.0):
        sigma *= step
    if NARROWEST < sigma < WIDEST:
        low, high = sorted((sigma, sigma * step))
        try:
            sigma = float(brentq(excess, low, high, xtol=SETTLED))
        except ValueError:  # an end is itself the fixed point, and its sign depends on where the last search began
            sigma = min(low, high, key=lambda each: abs(excess(each)))
    excess(sigma)
    b, u, hessian, diagonal = at
    return Mode(b, hessian, u, 1.0 / diagonal, sigma)


def mode_of_scale(total: float, count: int, width: float) -> float:
    """The scale s at the mode of -count ln s - total / (2 s^2) - s^2 / (2 width^2): of `count` Normal values whose squares
    sum to `total`, under a half-Normal(0, width) prior."""
    half = count * width**2
    return float(np.sqrt((np.sqrt(half**2 + 4.0 * width**2 * total) - half) / 2.0))


def looked_up(codes: Ints, asked: Ints, values: Floats, otherwise: Any) -> Floats:
    """The value of each of `asked`, `otherwise` where it is not among the sorted `codes`."""
    if not len(codes):
        return np.broadcast_to(np.asarray(otherwise, np.float64), len(asked)).copy()
    place = np.clip(np.searchsorted(codes, asked), 0, len(codes) - 1)
    return np.where(codes[place] == asked, values[place], otherwise)


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
) -> tuple[Floats, Floats, Floats, Floats]:
    """b, u, the Hessian in b with u eliminated, and the Hessian in u; `variance` is the starting variance of u."""
    hessian, diagonal = precision, 1.0 / variance
    for count in range(NEWTON):
        if unit is None:
            p = expit(design.odds(b))
            bend = p * (1.0 - p)
        else:
            p, bend = expected(design.odds(b) + np.append(u, 0.0)[unit], np.append(1.0 / diagonal, 0.0)[unit])
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
        along = min(1.0 if count < HALVED else 0.5, LONGEST / max(float(np.abs(step).max()), 1e-12))
        if unit is not None:
            u = u + along * np.clip((own - cross @ step) / diagonal, -LONGEST, LONGEST)
        b = b + along * step
        if np.abs(step).max() < AT_REST:
            break
    else:
        raise ModelError(f"the mode of a logit of {len(b)} coefficients is not reached in {NEWTON} steps")
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
    """The sum of the values of each unit; rows of unit `units` belong to none."""
    return np.asarray(np.bincount(unit, values, units)[:units], np.float64)
