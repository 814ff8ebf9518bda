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


def elections(changed: Any, held: Any, states: int) -> None:
    """Elections that change the government, a binomial for each state, with chances partially pooled on the logit scale."""
    mean = numpyro.sample("mean", dist.Normal(*government.ELECTIONS))
    sigma = numpyro.sample("sigma", dist.HalfNormal(UNIT_WIDTH))
    raw = numpyro.sample("alternation_raw", dist.Normal(0.0, 1.0).expand([states]).to_event(1))
    odds = numpyro.deterministic("alternation", mean + sigma * raw)
    numpyro.sample("changed", dist.Binomial(held, logits=odds).to_event(1), obs=changed)


def fit(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Alternation by election, early elections and other changes by constitution, and changes in other states.

    The draws `terms` hold all terms of the equation but GIVEN.
    """
    found = samples.sample(years, as_of)
    checks.occurred(found, "changes by election", float(found["changed"].sum()), float(found["elections"].sum()))
    data = {"changed": jnp.asarray(found["changed"]), "held": jnp.asarray(found["elections"]), "states": found.rows}
    drawn, diagnostics = sample(elections, data, seed=seed, warmup=500, draws=1000, chains=2, run=run, target=0.95)
    rng = np.random.default_rng(seed)
    exits, support = found.notes["irregular exits"], found.notes["leader support, not a democracy"]
    quiet, violent = support["no irregular exit"], support["irregular exit"]
    early, removals = found.notes["early elections"], found.notes["changes without an election"]
    rates = [
        *(rate(rng, each["early"], each["state_years"]) for each in early.values()),
        *(rate(rng, each["changes"], each["state_years"]) for each in removals.values()),
        rate(rng, exits["autocracy"]["exits"], exits["autocracy"]["state_years"]),
        rate(rng, quiet["changes"], quiet["state_years"]),
    ]
    kept = {
        "terms": np.stack(rates, axis=1),
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
            specification="hierarchical alternation; rates by constitution and regime",
            formula="changed_i ~ Binomial(elections_i, a_i), logit a_i ~ N(m, sigma); rates: Beta posteriors",
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
