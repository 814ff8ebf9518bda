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
    """Rates of elections lost and of irregular exits."""
    found = samples.sample(years, as_of)
    spread = priors.half(UNIT_WIDTH)[:, None] * priors.rng.standard_normal((priors.draws, found.rows))
    lost = expit(priors.normal(*government.ELECTIONS)[:, None] + spread) @ found["elections"] / found["elections"].sum()
    exits = found.notes["irregular exits"]
    return [
        implied("elections lost", lost, float(found["lost"].sum() / found["elections"].sum())),
        *(
            implied(
                f"irregular exits per year, {regime}",
                priors.beta(RATE),
                exits[regime]["exits"] / exits[regime]["state_years"],
            )
            for regime in ("democracy", "autocracy")
        ),
    ]
