"""What the priors of `foedus.equations.escalation` imply for its sample."""

from __future__ import annotations

from datetime import date

from foedus.equations import escalation
from foedus.estimate.design import design_matrix
from foedus.estimate.prior_checks.draws import PriorDraws, codes, rates
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import escalation as samples
from foedus.estimate.samples.sample import Years


def check(specification: str, priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """The rate of each stage."""
    one = escalation.SPECIFICATIONS[specification]
    found = samples.sample(years, as_of)
    active = one.active(escalation.TERMS)
    whole, pair = design_matrix(escalation, found.arrays)[:, active], found["pair"]
    words = {"force": "force per dispute", "war": "war per dispute at force", "fatal": "death per dispute at force"}
    made = []
    for stage, (rows, events) in samples.stages(found).items():
        unit = codes(pair[rows]) if one.units else None
        drawn = rates(priors, whole[rows], escalation.PRIOR[stage].of(active), unit=unit)
        made.append(implied(words[stage], drawn, float(events.mean())))
    return made
