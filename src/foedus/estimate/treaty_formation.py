"""Estimate the formation of pacts: `foedus.equations.treaty_formation`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import jax.numpy as jnp
import numpyro
import numpyro.distributions as dist
from jax.nn import softplus

from foedus.equations import treaty_formation
from foedus.estimate import checks
from foedus.estimate.design import design_matrix, named
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, summarise
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import sample
from foedus.estimate.samples import treaty_formation as samples
from foedus.estimate.samples.sample import AS_OF, Sample, Years

PRIORS = {"b": treaty_formation.PRIOR.words(treaty_formation.TERMS)}


def forming(x: Mapping[str, Any], formed: Any, location: Any, width: Any) -> None:
    """Logit of a new bilateral defence pact."""
    b = numpyro.sample("b", dist.Normal(location, width).to_event(1))
    odds = treaty_formation.log_odds(named(treaty_formation.Coefficients, b), treaty_formation.Terms(**x))
    numpyro.factor("formed", jnp.sum(formed * odds - softplus(odds)))


def estimate(found: Sample, *, seed: int = 1, run: Run = QUIET) -> Posterior:
    """The posterior of the formation of pacts on one sample."""
    x = {name: found[name] for name in treaty_formation.Terms._fields}
    checks.logit(
        found, "new pacts", design_matrix(treaty_formation, found.arrays), found["formed"], treaty_formation.TERMS
    )
    data = {
        "x": {name: jnp.asarray(value, jnp.float32) for name, value in x.items()},
        "formed": jnp.asarray(found["formed"], jnp.float32),
        "location": treaty_formation.PRIOR.location,
        "width": treaty_formation.PRIOR.width,
    }
    drawn, diagnostics = sample(
        forming,
        data,
        seed=seed,
        warmup=400,
        draws=500,
        chains=2,
        run=run,
        dense=("b",),
        labels={"b": treaty_formation.TERMS},
    )
    kept = {"b": drawn["b"]}
    return Posterior(
        "treaty-formation",
        kept,
        {},
        record(
            found,
            equation="treaty (formation)",
            specification="bilateral defence pacts",
            formula="logit Pr(pair forms a pact in t) = c . z",
            terms=treaty_formation.TERMS,
            priors=PRIORS,
            diagnostics=diagnostics,
            summary=summarise(kept, {"b": treaty_formation.TERMS}),
        ),
    )


def fit(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Hazard of a new bilateral defence pact in a politically relevant pair without one."""
    return estimate(samples.sample(years, as_of), seed=seed, run=run)
