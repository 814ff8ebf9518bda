"""What the priors of `foedus.equations.trade` imply for its sample."""

from __future__ import annotations

from datetime import date

from foedus.estimate.prior_checks.draws import PriorDraws
from foedus.estimate.prior_predictive import Implied
from foedus.estimate.samples.sample import Years


def check(priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """Nothing: trade has no prior."""
    return []
