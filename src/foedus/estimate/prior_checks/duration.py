"""What the priors of `foedus.equations.duration` imply for its sample."""

from __future__ import annotations

from datetime import date

from foedus.equations import duration
from foedus.equations.prior import RATE
from foedus.estimate.prior_checks.draws import PriorDraws
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import duration as samples
from foedus.estimate.samples.sample import Years


def check(priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """The rate at which disputes last, by hostility."""
    found = samples.sample(years, as_of)
    stage, lasted = found["stage"].astype(int), found["lasted"]
    return [
        implied(f"disputes that last a year more, {term}", priors.beta(RATE), float(lasted[stage == number].mean()))
        for number, term in enumerate(duration.TERMS)
    ]
