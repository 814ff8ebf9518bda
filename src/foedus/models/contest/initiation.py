r"""The contest of initiation: every specification at the mode of its posterior, on years it was not fitted to.

    Pr(i initiates against j in origin + h) = E logistic(b . x + u_ij + rho^h y_origin + e),   e ~ N(0, s^2 / 2)

    x       one year ahead: predictors of the year before, the parameters those of the origin, for the STEP years after
            it; further ahead: predictors as they were at the origin, for every year of the horizon
    u_ij    the intercept of the dyad with its spread at the mode, N(0, sigma) for a dyad not seen before
    y       the common yearly level, with persistence PERSISTENCE and innovations of standard deviation SCALE

Rows are dyads in the sample in the first year after the origin; those of one pair share their luck.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from foedus.models import initiation, prior
from foedus.models.contest.held import Held, of_events
from foedus.models.mode import Design, Mode, expected, mode, mode_of_units
from foedus.models.samples.sample import Sample
from foedus.models.specification import Specification, Specifications

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STEP = 5
"""Years that are forecast one step ahead from each origin, so that origins as far apart share no outcome."""
PERSISTENCE, SCALE = 0.7, 0.25
"""Of the common yearly level: near the means of the fitted posteriors."""


def contest(found: Sample, origins: Sequence[int], horizons: Sequence[int]) -> list[Held]:
    """What each specification gave to each outcome after each origin; horizons beyond the sample are left out."""
    x = columns(found.arrays)
    return [each for origin in origins for each in held(found, x, origin, horizons)]


def held(
    found: Sample,
    x: Floats,
    origin: int,
    horizons: Sequence[int],
    rivals: Specifications = initiation.SPECIFICATIONS,
) -> list[Held]:
    """As `contest`, from one origin; `x` holds the columns of the equation."""
    fitted = {name: fit(found, x, origin, one) for name, one in rivals.items()}
    y, base = found["initiated"], float(found["initiated"][found["year"] <= origin].mean())
    out = []
    for horizon in sorted(horizons):
        if (chosen := targets(found, origin, horizon)) is not None:
            rows, source = chosen
            forecast = {name: each.forecast(found, x, rows, source) for name, each in fitted.items()}
            out.append(of_events(origin, horizon, forecast, y[rows], found["pair"][rows], base))
    return out


def columns(arrays: Mapping[str, Floats]) -> Floats:
    """Columns of the log-odds (rows, terms): they are linear in the coefficients."""
    given = {name: arrays[name] for name in initiation.BASELINE}, {name: arrays[name] for name in initiation.MOVING}
    unit = np.eye(len(initiation.TERMS))
    rows = len(arrays["year"])
    return np.stack(
        [
            initiation.baseline(b, *given[0].values()) + initiation.moving(b, *given[1].values()) + np.zeros(rows)
            for b in unit
        ],
        axis=1,
    )


def targets(found: Sample, origin: int, horizon: int) -> tuple[Ints, Ints] | None:
    """Rows of the outcomes and rows of their predictors; None where the horizon is not all in the sample."""
    year, dyad = found["year"], found["dyad"]
    start = np.flatnonzero(year == origin + 1)
    last = origin + (STEP if horizon == 1 else horizon)
    if last > found.years[1] or not len(start):
        return None
    rows = np.flatnonzero((year > origin) & (year <= last) & np.isin(dyad, dyad[start]))
    if horizon == 1:
        return rows, rows
    order = np.argsort(dyad[start])
    return rows, start[order][np.searchsorted(dyad[start][order], dyad[rows])]


def fit(found: Sample, x: Floats, origin: int, one: Specification) -> _Fitted:
    """The mode of one specification on the years to an origin."""
    active = one.active(initiation.TERMS)
    rows = found["year"] <= origin
    first = found.years[0]
    levels = origin - first + 1
    design = Design(x[rows][:, active], (found["year"][rows] - first).astype(np.int64), levels)
    belief = prior.INITIATION.of(active)
    step = np.eye(levels) - PERSISTENCE * np.eye(levels, k=-1)
    precision = np.zeros((len(active) + levels, len(active) + levels))
    precision[: len(active), : len(active)] = belief.precision
    precision[len(active) :, len(active) :] = step.T @ step / SCALE**2
    given = (
        design,
        found["initiated"][rows],
        np.ones(rows.sum()),
        np.append(belief.location, np.zeros(levels)),
        precision,
    )
    if not one.units:
        return _Fitted(origin, active, mode(*given), np.empty(0, np.int64))
    codes, unit = np.unique(found["dyad"][rows], return_inverse=True)
    return _Fitted(origin, active, mode_of_units(*given, unit, len(codes)), codes)


class _Fitted:
    """One specification fitted to the years to an origin."""

    def __init__(self, origin: int, active: list[int], at: Mode, codes: Ints) -> None:
        self.origin, self.active, self.at, self.codes = origin, active, at, codes

    def forecast(self, found: Sample, x: Floats, rows: Ints, source: Ints) -> Floats:
        """Probability of an initiation in each of `rows` from the predictors of the `source` rows."""
        mean, variance = self._intercepts(found["dyad"][rows])
        ahead = found["year"][rows] - self.origin
        odds = x[source][:, self.active] @ self.at.b[: len(self.active)] + mean
        odds = odds + self.at.b[-1] * PERSISTENCE**ahead
        return expected(odds, variance + SCALE**2 / 2.0)[0]

    def _intercepts(self, dyad: Ints) -> tuple[Floats, Floats]:
        if not len(self.codes):
            return np.zeros(len(dyad)), np.zeros(len(dyad))
        place = np.clip(np.searchsorted(self.codes, dyad), 0, len(self.codes) - 1)
        seen = self.codes[place] == dyad
        return np.where(seen, self.at.u[place], 0.0), np.where(seen, self.at.variance[place], self.at.sigma**2)
