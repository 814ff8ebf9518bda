r"""The likelihood of treaty ends where the bloc of a great power may collapse, the share of ends integrated.

Of the treaties i of one patron in one year, with own hazards h_i and ends e_i:

    L = (1 - q) prod_i h_i^e_i (1 - h_i)^(1 - e_i) + q int prod_i H_i(s)^e_i (1 - H_i(s))^(1 - e_i) Beta(s) ds
    H_i(s) = 1 - (1 - h_i)(1 - s)

The integrand is a polynomial in s times the density of s, which `foedus.equations.treaty_end.shares` integrates.
Estimation by expectation and maximisation treats two things as missing: whether the bloc collapsed (Pr = pi), and whether
a treaty that ended in a collapse would have ended of itself (Pr = h / H).

Source: Dempster, Laird & Rubin (1977), Journal of the Royal Statistical Society B 39, 1-38.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.equations.prior import Prior
from foedus.equations.treaty_end import COLLAPSE_RATE, Ending, shares
from foedus.estimate.mode import Design, Mode, expected, mode, mode_of_units
from foedus.estimate.samples.sample import Sample

STEPS, AT_REST = 50, 1e-3
"""Steps of expectation maximisation at most, and the change of an event's probability at which they end."""

GROUP = 10_000
"""The code of a patron-year is GROUP times the patron's code, and the year."""


def patron_years(found: Sample) -> Ints:
    """The code of the patron and year of every row."""
    return np.asarray(found["patron"] * GROUP + found["year"], np.int64)


class Parts(NamedTuple):
    """Log likelihoods of the groups (treaties of one patron in one year) without a collapse (G,) and at each share of one
    (G, nodes), and the log weights of the shares."""

    calm: Any
    collapsed: Any
    weight: Any


def parts(log_stay: Any, ended: Any, group: Any, groups: int, add: Any, xp: Any = np) -> Parts:
    """The parts of the likelihood.

    log_stay   ln(1 - h) of each treaty-year (rows,)
    group      of each row, 0 to groups - 1
    add        sums by group: add(values (rows, ...), group, groups)
    """
    s, weight = (xp.asarray(each) for each in shares())
    own = xp.where(ended > 0, xp.log(-xp.expm1(log_stay)), log_stay)
    both = log_stay[:, None] + xp.log1p(-s)
    shocked = xp.where(ended[:, None] > 0, xp.log(-xp.expm1(both)), both)
    return Parts(add(own, group, groups), add(shocked, group, groups), xp.log(weight))


def log_likelihood(found: Parts, rate: Any, xp: Any = np) -> Any:
    """ln L of every group (G,), given the rate q of collapses."""
    return xp.logaddexp(xp.log1p(-rate) + found.calm, xp.log(rate) + _integral(found, xp))


def _integral(found: Parts, xp: Any) -> Any:
    a = found.collapsed + found.weight
    most = a.max(axis=-1, keepdims=True)
    return most[..., 0] + xp.log(xp.exp(a - most).sum(axis=-1))


def sums(values: Floats, group: Ints, groups: int) -> Floats:
    """Sums of rows by group."""
    found = np.zeros((groups, *values.shape[1:]))
    np.add.at(found, group, values)
    return found


class Fitted(NamedTuple):
    """The mode of a specification; `rate` is the mean of q, 0 without collapses, `codes` are the patrons with intercepts."""

    mode: Mode
    codes: Ints
    rate: float

    def hazard(self, x: Floats, unit: Ints) -> Floats:
        """Expected own hazard of rows with predictors x and patrons `unit` (-1: without an intercept)."""
        variance = np.sum(x @ np.linalg.inv(self.mode.hessian) * x, axis=1)
        if not len(self.codes):
            return expected(x @ self.mode.b, variance)[0]
        own, spread = self.mode.of_units(self.codes, unit)
        own, spread = (np.where(unit < 0, 0.0, each) for each in (own, spread))
        return expected(x @ self.mode.b + own, variance + spread)[0]


def fitted(one: Ending, belief: Prior, x: Floats, ended: Floats, unit: Ints, group: Ints) -> Fitted:
    """The mode of one specification. Rows alike in predictors and patron are counted together.

    unit    code of the patron of each row, -1 where it has no intercept
    group   code of the patron and year of each row, -1 where the patron's bloc cannot collapse
    """
    codes, place = np.unique(unit[unit >= 0], return_inverse=True)
    row = np.full(len(x), len(codes))
    row[unit >= 0] = place
    first, kind = _alike(np.column_stack([x, unit]))
    design, trials = Design(x[first]), np.bincount(kind).astype(np.float64)

    def best(events: Floats) -> Mode:
        counted: Floats = np.bincount(kind, events).astype(np.float64)
        given = design, counted, trials, belief.location, belief.precision
        if not one.units or not len(codes):
            return mode(*given)
        return mode_of_units(*given, row[first], len(codes), width=one.width)

    kept = codes if one.units else codes[:0]
    able = group >= 0
    if not one.collapse or not able.any():
        return Fitted(best(ended), kept, 0.0)
    _, within = np.unique(group[able], return_inverse=True)
    groups, events, rate = int(within.max()) + 1, ended.astype(np.float64), COLLAPSE_RATE[0] / sum(COLLAPSE_RATE)
    for _ in range(STEPS):
        found = Fitted(best(events), kept, rate)
        own, rate = own_ends(found.hazard(x[first], unit[first])[kind[able]], ended[able], within, groups, rate)
        moved = np.abs(own - events[able]).max()
        events[able] = own
        if moved < AT_REST:
            break
    return found._replace(rate=rate)


def _alike(rows: Floats) -> tuple[Ints, Ints]:
    """Places of rows that stand for all that are equal to them, and which of these each row is equal to."""
    order = np.lexsort(rows.T)
    new = np.ones(len(rows), np.bool_)
    new[1:] = (rows[order[1:]] != rows[order[:-1]]).any(axis=1)
    kind = np.empty(len(rows), np.int64)
    kind[order] = np.cumsum(new) - 1
    return order[new], kind


def own_ends(h: Floats, ended: Floats, group: Ints, groups: int, rate: float) -> tuple[Floats, float]:
    """The probability that each treaty ended, or would have ended, of itself; and the mean of the rate given that."""
    found = parts(np.log1p(-h), ended, group, groups, sums)
    collapsed = np.exp(np.log(rate) + _integral(found, np) - log_likelihood(found, rate))
    a = found.collapsed + found.weight
    share = np.exp(a - a.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    s, _ = shares()
    itself = (share[group] * (h[:, None] / (1.0 - (1.0 - h[:, None]) * (1.0 - s)))).sum(axis=1)
    pi = collapsed[group]
    first, second = COLLAPSE_RATE
    return ended * (1.0 - pi + pi * itself), float((first + collapsed.sum()) / (first + second + groups))
