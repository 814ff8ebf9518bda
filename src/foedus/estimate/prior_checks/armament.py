"""What the priors of `foedus.equations.armament` imply for its sample."""

from __future__ import annotations

from datetime import date

from foedus.equations import armament
from foedus.equations.prior import RATE
from foedus.estimate.design import design_matrix
from foedus.estimate.prior_checks.draws import PriorDraws, rates
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import armament as samples
from foedus.estimate.samples.sample import Years


def check(specification: str, priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """Rates of pursuit and of acquisition."""
    found = samples.sample(years, as_of)
    active = armament.SPECIFICATIONS[specification].active(armament.TERMS)
    pursuit = rates(priors, design_matrix(armament, found.arrays)[:, active], armament.PRIOR.of(active))
    acquired = found.notes["acquired"] / found.notes["pursuing"]
    return [
        implied("starts of pursuit per state-year", pursuit, float(found["starts"].mean())),
        implied("acquisitions per year of pursuit", priors.beta(RATE), acquired),
    ]
