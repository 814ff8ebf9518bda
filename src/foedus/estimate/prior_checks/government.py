"""What the priors of `foedus.equations.government` imply for its sample."""

from __future__ import annotations

from datetime import date

from scipy.special import expit

from foedus.equations import government
from foedus.equations.prior import RATE, UNIT_WIDTH
from foedus.estimate.prior_checks.luck import Luck
from foedus.estimate.prior_predictive import Implied, implied
from foedus.estimate.samples import government as samples
from foedus.estimate.samples.sample import Years


def check(luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    """Rates of elections lost and of irregular exits."""
    found = samples.sample(years, as_of)
    spread = luck.half(UNIT_WIDTH)[:, None] * luck.rng.standard_normal((luck.draws, found.rows))
    lost = expit(luck.normal(*government.ELECTIONS)[:, None] + spread) @ found["elections"] / found["elections"].sum()
    exits = found.notes["irregular exits"]
    return [
        implied("elections lost", lost, float(found["lost"].sum() / found["elections"].sum())),
        *(
            implied(
                f"irregular exits per year, {regime}",
                luck.beta(RATE),
                exits[regime]["exits"] / exits[regime]["state_years"],
            )
            for regime in ("democracy", "autocracy")
        ),
    ]
