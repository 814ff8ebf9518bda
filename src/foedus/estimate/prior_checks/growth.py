"""What the priors of `foedus.equations.growth` imply for its sample."""

from __future__ import annotations

from datetime import date

import numpy as np

from foedus.equations import growth
from foedus.estimate.prior_checks.draws import PriorDraws, codes
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import growth as samples
from foedus.estimate.samples.sample import Years


def check(index: str, specification: str, priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """The size of yearly changes."""
    one = growth.SPECIFICATIONS[specification]
    found = samples.sample(index, years, as_of)
    moves, width = "mean" in one.terms, growth.WIDTH
    persistence = priors.rng.uniform(-1.0, 1.0, priors.draws) * moves
    scale, factor_sd = priors.half(width["scale"]), priors.half(width["factor_sd"])
    df = priors.rng.gamma(growth.DF[0], 1.0 / growth.DF[1], priors.draws)
    mean, sigma = priors.normal(0.0, width["mean"]) * moves, priors.half(width["sigma"]) * ("sigma" in one.terms)
    state, year = codes(found["ccode"]), (found["year"] - found.years[0]).astype(np.int64)
    typical, large = np.empty(priors.draws), np.empty(priors.draws)
    for k in range(priors.draws):
        own = mean[k] + sigma[k] * priors.rng.standard_normal(int(state.max()) + 1)[state]
        common = factor_sd[k] * priors.rng.standard_normal(int(year.max()) + 1)[year]
        change = growth.expected(own, persistence[k], found["previous"]) + common
        size = np.abs(change + scale[k] * priors.rng.standard_t(df[k], found.rows))
        typical[k], large[k] = np.quantile(size, [0.5, 0.99])
    seen = np.quantile(np.abs(found["change"]), [0.5, 0.99])
    return [
        implied("yearly change, median size in log points", typical, float(seen[0])),
        implied("yearly change, 99% quantile of the size", large, float(seen[1])),
    ]
