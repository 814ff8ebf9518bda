"""Estimate changes of government: alternation by election, irregular exits, changes of leader support."""

from __future__ import annotations

from datetime import date
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist

from foedus.equations import government
from foedus.equations.prior import RATE, UNIT_WIDTH, half_normal, normal, two
from foedus.estimate import checks
from foedus.estimate.posterior import Posterior
from foedus.estimate.rate import rate
from foedus.estimate.record import record, summarise, units
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import sample
from foedus.estimate.samples import government as samples
from foedus.estimate.samples.sample import AS_OF, Years

GIVEN = "change_given_irregular"
"""The coefficient that is stored apart from the others."""


def elections(lost: Any, held: Any, states: int) -> None:
    """Elections lost, a binomial for each state, with chances partially pooled on the logit scale."""
    mean = numpyro.sample("mean", dist.Normal(*government.ELECTIONS))
    sigma = numpyro.sample("sigma", dist.HalfNormal(UNIT_WIDTH))
    raw = numpyro.sample("alternation_raw", dist.Normal(0.0, 1.0).expand([states]).to_event(1))
    odds = numpyro.deterministic("alternation", mean + sigma * raw)
    numpyro.sample("lost", dist.Binomial(held, logits=odds).to_event(1), obs=lost)


def fit(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Alternation by election, irregular exits by regime, and changes without election.

    The draws `terms` hold all terms of the equation but GIVEN.
    """
    found = samples.sample(years, as_of)
    checks.occurred(found, "elections lost", float(found["lost"].sum()), float(found["elections"].sum()))
    data = {"lost": jnp.asarray(found["lost"]), "held": jnp.asarray(found["elections"]), "states": found.rows}
    drawn, diagnostics = sample(elections, data, seed=seed, warmup=500, draws=1000, chains=2, run=run, target=0.95)
    rng = np.random.default_rng(seed)
    exits, support = found.notes["irregular exits"], found.notes["leader support, not a democracy"]
    quiet, violent = support["no irregular exit"], support["irregular exit"]
    rates = [rate(rng, exits[regime]["exits"], exits[regime]["state_years"]) for regime in ("democracy", "autocracy")]
    kept = {
        "terms": np.stack([*rates, rate(rng, quiet["changes"], quiet["state_years"])], axis=1),
        "mean": drawn["mean"],
        "sigma": drawn["sigma"],
        GIVEN: rate(rng, violent["changes"], violent["state_years"]),
    }
    return Posterior(
        "government",
        kept,
        {"alternation": units(found["ccode"], drawn["alternation"])},
        record(
            found,
            equation="government",
            specification="hierarchical alternation; rates by regime",
            formula="lost_i ~ Binomial(elections_i, a_i), logit a_i ~ N(m, sigma); rates: Beta posteriors",
            terms=government.TERMS,
            priors={
                "mean": normal(*government.ELECTIONS),
                "sigma": half_normal(UNIT_WIDTH),
                ", ".join(government.TERMS): two("Beta", RATE),
            },
            diagnostics=diagnostics,
            summary=summarise(kept, {"terms": [term for term in government.TERMS if term != GIVEN]}),
        ),
    )
