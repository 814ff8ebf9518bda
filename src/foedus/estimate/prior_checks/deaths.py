"""What the priors of `foedus.equations.deaths` imply for its sample."""

from __future__ import annotations

from datetime import date

from foedus.equations import deaths
from foedus.equations.prior import RATE
from foedus.estimate.prior_checks.draws import PriorDraws
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import deaths as samples
from foedus.estimate.samples.sample import Years


def check(priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """The rate at which a side has dead of its own, by side."""
    found = samples.sample(years, as_of)
    side, died = found["side"].astype(int), found["died"]
    return [
        implied(f"fatal disputes with deaths of the {term}", priors.beta(RATE), float(died[side == number].mean()))
        for number, term in enumerate(deaths.TERMS)
    ]
