"""What the priors of `foedus.equations.provocation` imply for its sample."""

from __future__ import annotations

from datetime import date

import numpy as np

from foedus.equations import provocation
from foedus.estimate.prior_checks.luck import Luck
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import provocation as samples
from foedus.estimate.samples.sample import Years


def check(kind: str, luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    """The rate of events."""
    found = samples.sample(kind, years, as_of)
    mean = np.exp(luck.normal(*provocation.COUNT_MEAN))
    size = luck.half(provocation.COUNT_WIDTH) ** -2.0
    total = found["exposure"].sum()
    expected = mean[:, None] * found["exposure"]
    counts = luck.rng.poisson(luck.rng.gamma(size[:, None], expected / size[:, None]))
    return [implied("events per year", counts.sum(axis=1) / total, float(found["count"].sum() / total))]
