"""What the priors of `foedus.equations.treaty_formation` imply for its sample."""

from __future__ import annotations

from datetime import date

from foedus.equations import treaty_formation
from foedus.estimate.design import design_matrix
from foedus.estimate.prior_checks.draws import PriorDraws, rates
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import treaty_formation as samples
from foedus.estimate.samples.sample import Years


def check(priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """The rate of new pacts."""
    found = samples.sample(years, as_of)
    drawn = rates(priors, design_matrix(treaty_formation, found.arrays), treaty_formation.PRIOR)
    return [implied("new pacts per pair-year", drawn, float(found["formed"].mean()))]
