"""What the priors of `foedus.equations.treaty_end` imply for its sample."""

from __future__ import annotations

from datetime import date

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
    active = one.active(treaty_end.TERMS)
    unit = codes(found["patron"]) if one.units else None
    drawn = rates(priors, design_matrix(treaty_end, found.arrays)[:, active], treaty_end.PRIOR.of(active), unit=unit)
    return [implied("ends per treaty-year", drawn, float(found["ended"].mean()))]
