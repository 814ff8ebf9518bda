"""What the priors of `foedus.equations.provocation` imply for its sample."""

from __future__ import annotations

from datetime import date

import numpy as np

from foedus.equations import provocation
from foedus.estimate.prior_checks.draws import PriorDraws
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import provocation as samples
from foedus.estimate.samples.sample import Years


def check(kind: str, priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """The rate of events."""
    found = samples.sample(kind, years, as_of)
    mean = np.exp(priors.normal(*provocation.COUNT_MEAN))
    size = priors.half(provocation.COUNT_WIDTH) ** -2.0
    total = found["exposure"].sum()
    expected = mean[:, None] * found["exposure"]
    counts = priors.rng.poisson(priors.rng.gamma(size[:, None], expected / size[:, None]))
    return [implied("events per year", counts.sum(axis=1) / total, float(found["count"].sum() / total))]
