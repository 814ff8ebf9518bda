"""What the priors of `foedus.equations.joining` imply for its sample."""

from __future__ import annotations

from datetime import date

from foedus.equations import joining
from foedus.estimate.design import design_matrix
from foedus.estimate.prior_checks.draws import PriorDraws, rates
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import joining as samples
from foedus.estimate.samples.sample import Years


def check(specification: str, priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """The rate of joining."""
    one = joining.SPECIFICATIONS[specification]
    found = samples.sample(years, as_of)
    active = one.active(joining.TERMS)
    drawn = rates(priors, design_matrix(joining, found.arrays)[:, active], joining.PRIOR.of(active))
    return [implied("joiners per dispute, third state and side", drawn, float(found["joined"].mean()))]
