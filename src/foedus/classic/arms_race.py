r"""Richardson's arms race: each side arms against the other, is held back by cost, and bears a standing grievance.

    dx/dt = k y - a x + g,     dy/dt = l x - b y + h

x, y spending; k, l reaction (defence coefficients); a, b fatigue; g, h grievance, per year. In matrices z' = A z + c, so

    z(t) = z* + exp(A t) (z(0) - z*),    z* = -A^-1 c

The race runs to z* from anywhere (is stable) if both eigenvalues of A have negative real parts: a + b > 0 and ab > kl,
fatigue outweighs reaction. Otherwise it diverges from z*, up or down, depending on where it starts.

For two sides that mirror each other the sum follows d(x+y)/dt = s (x+y) - c: it grows above c/s and shrinks below.

Matched: for France and Russia against Germany and Austria-Hungary, 1909-13, the slope .73 a year to its two digits. The
zero, printed as 194 million pounds, is 194.9 by least squares: within one million, not to the digit (a line through the
first and the last point gives 194.3 and .72). The budgets are recalled, not checked against Richardson's own table.

Source: Richardson (1960), Arms and Insecurity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import expm

from foedus.arrays import Floats
from foedus.errors import InputError

FEWEST = 8
"""Yearly changes needed for two sides' own coefficients: three each, and some left to judge them by."""


@dataclass(frozen=True, slots=True)
class Race:
    """Coefficients of the two sides, per year; grievance in the unit of spending per year."""

    reaction: tuple[float, float]
    fatigue: tuple[float, float]
    grievance: tuple[float, float]

    @property
    def matrix(self) -> Floats:
        """A of z' = A z + c."""
        return np.array([[-self.fatigue[0], self.reaction[0]], [self.reaction[1], -self.fatigue[1]]])

    @property
    def stable(self) -> bool:
        """Whether every path of the continuous system ends in its equilibrium."""
        (a, b), (k, l_) = self.fatigue, self.reaction
        return a + b > 0 and a * b > k * l_

    @property
    def stable_yearly(self) -> bool:
        """Whether every path of yearly steps, z + A z + c, ends in the equilibrium."""
        return bool(np.max(np.abs(np.linalg.eigvals(np.eye(2) + self.matrix))) < 1)

    @property
    def equilibrium(self) -> Floats:
        """The point at which neither side changes; NaN if ab = kl (no such point, or a line of them)."""
        (a, b), (k, l_), (g, h) = self.fatigue, self.reaction, self.grievance
        balance = a * b - k * l_
        if balance == 0:
            return np.full(2, np.nan)
        return np.array([b * g + k * h, a * h + l_ * g]) / balance

    def path(self, start: ArrayLike, times: ArrayLike) -> Floats:
        """Spending at `times` (years) after `start`, shape (times, 2), in closed form; A may be singular."""
        whole = np.zeros((3, 3))
        whole[:2, :2], whole[:2, 2] = self.matrix, self.grievance
        begin = np.append(np.asarray(start, dtype=np.float64), 1.0)
        if begin.shape != (3,) or not np.all(np.isfinite(begin)):
            raise InputError("the start of a race is two finite numbers, one for each side")
        return np.array([(expm(whole * t) @ begin)[:2] for t in np.atleast_1d(np.asarray(times, dtype=np.float64))])

    def steps(self, start: ArrayLike, years: int) -> Floats:
        """Spending in yearly steps, the start first, shape (years + 1, 2): the form that is fitted."""
        rows = [np.asarray(start, dtype=np.float64)]
        for _ in range(years):
            rows.append(rows[-1] + self.matrix @ rows[-1] + np.asarray(self.grievance))
        return np.array(rows)


@dataclass(frozen=True, slots=True)
class SumFit:
    """d(x+y)/dt = slope (x+y) - constant, by least squares; `zero` is where the sum would stand still."""

    slope: float
    slope_error: float
    constant: float
    changes: int

    @property
    def zero(self) -> float:
        """The sum that neither grows nor shrinks, constant / slope; NaN for a slope of 0."""
        return self.constant / self.slope if self.slope else float("nan")


@dataclass(frozen=True, slots=True)
class PairFit:
    """Yearly changes of each side on last year's spending of both, by least squares.

    errors and unit_root by side: standard errors of (reaction, fatigue, grievance), and the Dickey-Fuller t of each
    series by itself. shock: correlation of the two sides' residuals.
    """

    race: Race
    errors: Floats
    unit_root: tuple[float, float]
    shock: float
    changes: int


def fit_sum(total: ArrayLike) -> SumFit:
    """The race of a sum, from its values in consecutive years.

    The change from one year to the next stands for the rate at the middle of the two, and is regressed on the mean of
    the two values. At least 3 values that differ; InputError otherwise.
    """
    z = np.asarray(total, dtype=np.float64)
    if z.ndim != 1 or z.size < 3 or not np.all(np.isfinite(z)):
        raise InputError(f"the sum needs at least 3 consecutive yearly values, got {z.size}")
    middle, change = (z[1:] + z[:-1]) / 2, np.diff(z)
    if np.ptp(middle) == 0:
        raise InputError("the sum does not vary, so its changes cannot be explained")
    (constant, slope), errors, _ = _least_squares(np.column_stack((np.ones(middle.size), middle)), change)
    return SumFit(float(slope), float(errors[1]), float(-constant), int(change.size))


def fit_pair(spending: ArrayLike) -> PairFit:
    """The coefficients of two sides from their spending in consecutive years, shape (years, 2).

    Least squares of x_t - x_(t-1) on x_(t-1), y_(t-1) and a constant, for each side. The regressors are last year's, so
    that a fit can forecast; they are not free of error, and if spending has a unit root the usual tables of t do not hold.
    """
    z = np.asarray(spending, dtype=np.float64)
    if z.ndim != 2 or z.shape[1] != 2 or not np.all(np.isfinite(z)):
        raise InputError(f"spending must be a table of years by two sides without gaps, got shape {z.shape}")
    before, change = z[:-1], np.diff(z, axis=0)
    if len(change) < FEWEST:
        raise InputError(f"{len(change)} yearly changes are too few for two sides' coefficients; at least {FEWEST}")
    regressors = np.column_stack((before, np.ones(len(before))))
    if np.linalg.matrix_rank(regressors / np.maximum(np.abs(regressors).max(axis=0), 1e-300)) < 3:
        raise InputError(
            "the two sides' spending is constant or moves as one, so reaction and fatigue are not identified"
        )
    (own, errors, left), (other, errors2, left2) = (_least_squares(regressors, change[:, side]) for side in (0, 1))
    race = Race((float(own[1]), float(other[0])), (float(-own[0]), float(-other[1])), (float(own[2]), float(other[2])))
    shock = float(np.corrcoef(left, left2)[0, 1]) if left.std() > 0 and left2.std() > 0 else float("nan")
    return PairFit(
        race,
        np.array([errors[[1, 0, 2]], errors2[[0, 1, 2]]]),
        (_unit_root(z[:, 0]), _unit_root(z[:, 1])),
        shock,
        len(change),
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """Root mean squared errors of one-year forecasts by `fit_pair`, by side, as shares of two plainer forecasts'.

    no_change: last year's figure stays. own_past: the same fit without the other side, so that a share below 1 is what
    the rival's spending adds. `count` forecasts; NaN where there are none.
    """

    no_change: Floats
    own_past: Floats
    count: int


def trial(spending: ArrayLike) -> Trial:
    """Forecast each of the last third of the years only from the years before it, in three ways.

    No forecast is made if the years are too few, or too alike, for a first fit.
    """
    z = np.asarray(spending, dtype=np.float64)
    first = max(FEWEST + 1, int(np.ceil(2 * len(z) / 3)))
    try:
        fits = [fit_pair(z[:t]).race for t in range(first, len(z))]
    except InputError:
        fits = []
    if not fits:
        return Trial(np.full(2, np.nan), np.full(2, np.nan), 0)
    now, last = z[first:], z[first - 1 : -1]
    race = np.array([race.steps(start, 1)[1] for race, start in zip(fits, last, strict=True)])
    alone = np.array([[_alone(z[:t, side]) for side in (0, 1)] for t in range(first, len(z))])
    missed, plain, past = (np.sqrt(np.mean((guess - now) ** 2, axis=0)) for guess in (race, last, alone))
    return Trial(_share(missed, plain), _share(missed, past), len(fits))


def _alone(series: Floats) -> float:
    """Next year's figure from a side's own past: change on level and constant."""
    regressors = np.column_stack((series[:-1], np.ones(series.size - 1)))
    slope, constant = _least_squares(regressors, np.diff(series))[0]
    return float(series[-1] * (1 + slope) + constant)


def _share(error: Floats, of: Floats) -> Floats:
    share: Floats = np.divide(error, of, out=np.full(error.shape, np.nan), where=of > 0)
    return share


def _unit_root(series: Floats) -> float:
    """t of the lagged level in a regression of the change on it and a constant (Dickey-Fuller, no lags)."""
    if np.ptp(series[:-1]) == 0:
        return float("nan")
    regressors = np.column_stack((series[:-1], np.ones(series.size - 1)))
    found, errors, _ = _least_squares(regressors, np.diff(series))
    return float(found[0] / errors[0]) if errors[0] > 0 else float("nan")


def _least_squares(regressors: Floats, outcome: Floats) -> tuple[Floats, Floats, Floats]:
    """Coefficients, standard errors (NaN without a degree of freedom) and residuals."""
    scale = np.abs(regressors).max(axis=0)
    scaled = regressors / scale
    found = np.linalg.lstsq(scaled, outcome, rcond=None)[0]
    left = outcome - scaled @ found
    free = len(outcome) - regressors.shape[1]
    spread = np.sum(left**2) / free if free > 0 else np.nan
    errors: Floats = np.sqrt(spread * np.diag(np.linalg.inv(scaled.T @ scaled))) / scale
    return found / scale, errors, left
