r"""Initiation: every specification at the mode of its posterior, scored on years it was not fitted to.

    Pr(i initiates against j in origin + h) = E logistic(b . x + u_ij + y),
    y ~ N(rho^h y_origin, s^2 (1 - rho^(2h)) / (1 - rho^2))

    x       one year ahead: predictors of the year before, the parameters those of the origin;
            further ahead: predictors as they were at the origin, for every year of the horizon
    u_ij    the intercept of the dyad with its spread at the mode, N(0, sigma) for a dyad not seen before
    y       the common yearly level, with the persistence and scale of `foedus.estimate.mode`: near the fitted ones (.5 to .65,
            .22 to .24), and not estimated at each origin

Rows are dyads in the sample in the first year after the origin; those of one pair are resampled together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.linalg import block_diag

from foedus.arrays import Floats, Ints
from foedus.equations.specification import Specification
from foedus.estimate.mode import (
    LEVEL_PERSISTENCE,
    LEVEL_SCALE,
    Design,
    Mode,
    expected,
    level_precision,
    mode,
    mode_of_units,
)
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.forecasters.own import INITIATION
from foedus.evaluate.forecasts import Forecasts, of_events
from foedus.evaluate.windows import Window


def forecasts(found: Sample, window: Window, horizons: Sequence[int]) -> list[Forecasts]:
    """Forecasts by each specification of each outcome after an origin; horizons beyond the sample are left out."""
    targets = {h: at for h in sorted(horizons) if (at := window.targets(found["year"], found["dyad"], h)) is not None}
    if not targets:
        return []
    origin = window.origin
    x = INITIATION.columns(found.arrays)
    fitted = {name: fit(found, x, origin, one) for name, one in INITIATION.specifications.items()}
    y, base = found["initiated"], float(found["initiated"][found["year"] <= origin].mean())
    out = []
    for horizon, (rows, source) in targets.items():
        forecast = {name: each.forecast(found, x, rows, source) for name, each in fitted.items()}
        units = {
            "ccode1": found["dyad"][rows] // 1000,
            "ccode2": found["dyad"][rows] % 1000,
            "year": found["year"][rows],
        }
        out.append(of_events(origin, horizon, forecast, y[rows], found["pair"][rows], base, rows=units))
    return out


def fit(found: Sample, x: Floats, origin: int, one: Specification) -> _Fitted:
    """The mode of one specification on the years to an origin."""
    active = one.active(INITIATION.terms)
    rows = found["year"] <= origin
    first = found.years[0]
    levels = origin - first + 1
    design = Design(x[rows][:, active], (found["year"][rows] - first).astype(np.int64), levels)
    belief = INITIATION.prior.of(active)
    precision = block_diag(belief.precision, level_precision(levels, LEVEL_PERSISTENCE, LEVEL_SCALE))
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


def level_variance(ahead: Ints) -> Floats:
    """Variance of the common level a number of years after it was known."""
    left = 1.0 - LEVEL_PERSISTENCE ** (2 * ahead)
    return np.asarray(LEVEL_SCALE**2 * left / (1.0 - LEVEL_PERSISTENCE**2))


class _Fitted:
    """One specification fitted to the years to an origin."""

    def __init__(self, origin: int, active: list[int], at: Mode, codes: Ints) -> None:
        self.origin, self.active, self.at, self.codes = origin, active, at, codes

    def forecast(self, found: Sample, x: Floats, rows: Ints, source: Ints) -> Floats:
        """Probability of an initiation in each of `rows` from the predictors of the `source` rows."""
        mean, variance = self.at.of_units(self.codes, found["dyad"][rows])
        ahead = found["year"][rows] - self.origin
        odds = x[source][:, self.active] @ self.at.b[: len(self.active)] + mean
        odds = odds + self.at.b[-1] * LEVEL_PERSISTENCE**ahead
        return expected(odds, variance + level_variance(ahead))[0]
