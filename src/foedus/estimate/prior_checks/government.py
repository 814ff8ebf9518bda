"""What the priors of `foedus.equations.government` imply for its sample."""

from __future__ import annotations

from datetime import date

from scipy.special import expit

from foedus.equations import government
from foedus.equations.prior import RATE, UNIT_WIDTH
from foedus.estimate.prior_checks.draws import PriorDraws
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import government as samples
from foedus.estimate.samples.sample import Years


def check(priors: PriorDraws, years: Years | None, as_of: date) -> list[Implied]:
    """Rates of elections that change the government, of early elections, of changes without one, and of irregular exits."""
    found = samples.sample(years, as_of)
    spread = priors.half(UNIT_WIDTH)[:, None] * priors.rng.standard_normal((priors.draws, found.rows))
    odds = priors.normal(*government.ELECTIONS)[:, None] + spread
    changed = expit(odds) @ found["elections"] / found["elections"].sum()
    early = found.notes["early elections"]["any"]
    removals = found.notes["changes without an election"]["any"]
    exits = found.notes["irregular exits"]["autocracy"]
    rates = {
        "early elections per year without a scheduled one": early["early"] / early["state_years"],
        "changes of government per year without an election": removals["changes"] / removals["state_years"],
        "irregular exits per year, autocracy": exits["exits"] / exits["state_years"],
    }
    return [
        implied(
            "elections that change the government", changed, float(found["changed"].sum() / found["elections"].sum())
        ),
        *(implied(what, priors.beta(RATE), observed) for what, observed in rates.items()),
    ]
