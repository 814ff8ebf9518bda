"""What the priors of `foedus.equations.initiation` imply for its sample."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np

from foedus.equations import initiation
from foedus.estimate.design import design_matrix
from foedus.estimate.prior_checks.draws import PriorDraws, codes, rates
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import initiation as samples
from foedus.estimate.samples.sample import Sample, Years


@lru_cache(maxsize=1)
def _dyads(years: Years | None, as_of: date) -> Sample:
    """The largest sample, shared by six specifications."""
    return samples.sample(years, as_of)


def check(specification: str, priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """The rate of initiations."""
    one = initiation.SPECIFICATIONS[specification]
    found = _dyads(years, as_of)
    active = one.active(initiation.TERMS)
    drawn = rates(
        priors,
        design_matrix(initiation, found.arrays)[:, active],
        initiation.PRIOR.of(active),
        unit=codes(found["dyad"]) if one.units else None,
        year=(found["year"] - found.years[0]).astype(np.int64),
    )
    return [implied("initiations per directed dyad-year", drawn, float(found["initiated"].mean()))]
