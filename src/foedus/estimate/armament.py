"""Estimate who starts to pursue nuclear weapons, and who acquires them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.nn import softplus

from foedus.equations import armament
from foedus.equations.prior import RATE, two
from foedus.estimate import checks
from foedus.estimate.design import design_matrix, named
from foedus.estimate.posterior import Posterior
from foedus.estimate.rate import rate
from foedus.estimate.record import record, summarise
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import sample
from foedus.estimate.samples import armament as samples
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years


def pursuit(x: Mapping[str, Any], starts: Any, location: Any, width: Any) -> None:
    """Logit of starting to pursue nuclear weapons, by the equation's own function."""
    b = numpyro.sample("b", dist.Normal(location, width).to_event(1))
    odds = armament.log_odds(named(armament.Coefficients, b), armament.Terms(**x))
    numpyro.factor("starts", jnp.sum(starts * odds - softplus(odds)))


def estimate_pursuit(found: Sample, seed: int, run: Run) -> tuple[dict[str, Array], dict[str, Any]]:
    """Draws of the coefficients and the diagnostics."""
    x = {name: found[name] for name in armament.Terms._fields}
    checks.logit(found, "starts of pursuit", design_matrix(armament, found.arrays), found["starts"], armament.TERMS)
    data = {
        "x": {name: jnp.asarray(value, jnp.float32) for name, value in x.items()},
        "starts": jnp.asarray(found["starts"], jnp.float32),
        "location": armament.PRIOR.location,
        "width": armament.PRIOR.width,
    }
    return sample(
        pursuit, data, seed=seed, warmup=400, draws=1000, chains=2, run=run, dense=("b",), labels={"b": armament.TERMS}
    )


def fit(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Hazard of starting to pursue nuclear weapons, and rate of acquiring them while pursuing."""
    found = samples.sample(years, as_of)
    drawn, diagnostics = estimate_pursuit(found, seed, run)
    rng = np.random.default_rng(seed)
    kept = {"b": drawn["b"], "acquisition": rate(rng, found.notes["acquired"], found.notes["pursuing"])}
    return Posterior(
        "armament",
        kept,
        {},
        record(
            found,
            equation="armament",
            specification="pursuit and acquisition",
            formula="logit Pr(starts to pursue) = b . x;  Pr(possesses | pursuing) = a",
            terms=armament.TERMS,
            priors={
                "b": armament.PRIOR.words(armament.TERMS),
                "acquisition": two("Beta", RATE),
            },
            diagnostics=diagnostics,
            summary=summarise(kept, {"b": armament.TERMS}),
        ),
    )
