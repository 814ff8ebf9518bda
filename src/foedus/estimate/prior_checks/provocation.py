"""What the priors of `foedus.equations.provocation` imply for its sample."""

from __future__ import annotations

from datetime import date

import numpy as np

from foedus.equations import provocation
from foedus.estimate.prior_checks.draws import PriorDraws
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import provocation as samples
from foedus.estimate.samples.sample import Years
from foedus.estimate.walk import bounds


def check(kind: str, priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """The rate of events, of a level that walks from the first year."""
    found = samples.sample(kind, years, as_of)
    exposure = found["exposure"]
    low, high = bounds(found["count"], exposure)
    level = np.clip(priors.normal(*provocation.COUNT_MEAN), low, high)
    step = np.exp(priors.normal(*provocation.STEP))
    size = priors.half(provocation.COUNT_WIDTH) ** -2.0
    events = np.zeros(priors.draws)
    for part in exposure:
        events += priors.rng.poisson(priors.rng.gamma(size, part * np.exp(level) / size))
        level = np.clip(level + step * priors.normal(0.0, 1.0), low, high)
    total = exposure.sum()
    return [implied("events per year", events / total, float(found["count"].sum() / total))]
