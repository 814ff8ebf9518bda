"""What the priors of `foedus.equations.treaty_end` imply for its sample."""

from __future__ import annotations

from datetime import date

import numpy as np

from foedus.equations import treaty_end
from foedus.estimate.design import design_matrix
from foedus.estimate.prior_checks.draws import PriorDraws, codes, rates
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import treaty_end as samples
from foedus.estimate.samples.sample import Years


def check(specification: str, priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """The rate of ends."""
    one = treaty_end.SPECIFICATIONS[specification]
    found = samples.sample(years, as_of)
    active, great = one.active(treaty_end.TERMS), found["great"] > 0
    unit = None
    if one.units:
        able = great if one.great else np.ones(found.rows, np.bool_)
        unit = np.full(found.rows, -1)
        unit[able] = codes(found["patron"][able])
    design, belief = design_matrix(treaty_end, found.arrays)[:, active], treaty_end.PRIOR.of(active)
    drawn = rates(priors, design, belief, unit=unit, width=one.width)
    if one.collapse:
        first, second = treaty_end.COLLAPSE_SHARE
        lost = priors.beta(treaty_end.COLLAPSE_RATE) * first / (first + second)
        drawn = drawn + (1.0 - drawn) * lost * float(great.mean())
    return [implied("ends per treaty-year", drawn, float(found["ended"].mean()))]
