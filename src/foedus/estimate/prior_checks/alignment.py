"""What the priors of `foedus.equations.alignment` imply for its sample."""

from __future__ import annotations

from datetime import date

import numpy as np

from foedus.arrays import Floats
from foedus.equations import alignment
from foedus.estimate.prior_checks.draws import PriorDraws
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import alignment as samples
from foedus.estimate.samples.sample import Years


def check(priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """The size of yearly changes, and the spread of ideal points."""
    found = samples.sample(years, as_of)
    width, shape = alignment.WIDTH, found["observed"].shape
    persistence = priors.beta(alignment.PERSISTENCE)
    scale, noise = priors.half(width["scale"]), priors.half(width["noise"])
    shock = {regime: priors.half(width[f"shock_{regime}"]) for regime in ("democracy", "autocracy")}
    attraction = priors.normal(0.0, width["attraction"])
    mean, sigma = priors.normal(0.0, width["centre_mean"]), priors.half(width["centre_sigma"])
    change, spread = np.empty(priors.draws), np.empty(priors.draws)
    seen = np.isfinite(found["observed"])
    for k in range(priors.draws):
        b = alignment.Coefficients(
            persistence[k], scale[k], shock["democracy"][k], shock["autocracy"][k], attraction[k]
        )
        centre = mean[k] + sigma[k] * priors.rng.standard_normal(shape[1])
        apart = scale[k] / np.sqrt(1.0 - persistence[k] ** 2)
        z = np.empty(shape)
        z[0] = centre + apart * priors.rng.standard_normal(shape[1])
        moved = np.sqrt(scale[k] ** 2 + sum(shock[r][k] ** 2 * found[r] for r in shock))
        for t in range(1, shape[0]):
            step = moved[t] * priors.rng.standard_normal(shape[1])
            gap = np.nan_to_num(found["partners"][t] - z[t - 1], nan=0.0)
            z[t] = alignment.expected(b, alignment.Terms(centre=centre, previous=z[t - 1], gap=gap)) + step
        observed = np.where(seen, z + noise[k] * priors.rng.standard_normal(shape), np.nan)
        change[k], spread[k] = _ideal(observed)
    known = _ideal(found["observed"])
    return [
        implied("yearly change of ideal points, median size", change, known[0]),
        implied("ideal points, standard deviation over state-years", spread, known[1]),
    ]


def _ideal(points: Floats) -> tuple[float, float]:
    return float(np.nanmedian(np.abs(np.diff(points, axis=0)))), float(np.nanstd(points))
