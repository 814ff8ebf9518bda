"""What the priors of `foedus.equations.trade` imply for its sample."""

from __future__ import annotations

from datetime import date

from foedus.estimate.prior_checks.luck import Luck
from foedus.estimate.prior_predictive import Implied
from foedus.estimate.samples.sample import Years


def check(luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    """Nothing: trade has no prior."""
    return []
