"""Estimate who starts to pursue nuclear weapons, and who acquires them."""

from __future__ import annotations

from datetime import date
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.nn import softplus

from foedus.equations import armament
from foedus.equations.prior import RATE, two
from foedus.equations.registry import posterior_name
from foedus.estimate import checks
from foedus.estimate.design import design_matrix, with_zeros
from foedus.estimate.posterior import Posterior
from foedus.estimate.rate import rate
from foedus.estimate.record import record, restricted, summarise
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import sample
from foedus.estimate.samples import armament as samples
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years

FORMULA = "logit Pr(starts to pursue) = b . x;  Pr(possesses | pursuing) = a"


def pursuit(design: Any, starts: Any, location: Any, width: Any) -> None:
    """Logit of starting to pursue nuclear weapons; `design` holds the columns of the equation's log-odds, linear in b."""
    b = numpyro.sample("b", dist.Normal(location, width).to_event(1))
    odds = design @ b
    numpyro.factor("starts", jnp.sum(starts * odds - softplus(odds)))


def estimate_pursuit(name: str, found: Sample, seed: int, run: Run) -> tuple[dict[str, Array], dict[str, Any]]:
    """Draws of the coefficients that a specification estimates, and the diagnostics."""
    active = armament.SPECIFICATIONS[name].active(armament.TERMS)
    names = [armament.TERMS[index] for index in active]
    design, belief = design_matrix(armament, found.arrays)[:, active], armament.PRIOR.of(active)
    checks.logit(found, "starts of pursuit", design, found["starts"], names)
    data = {
        "design": jnp.asarray(design, jnp.float32),
        "starts": jnp.asarray(found["starts"], jnp.float32),
        "location": belief.location,
        "width": belief.width,
    }
    return sample(
        pursuit, data, seed=seed, warmup=400, draws=1000, chains=2, run=run, dense=("b",), labels={"b": names}
    )


def fit(
    specification: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """Hazard of starting to pursue nuclear weapons, in one specification, and rate of acquiring them while pursuing."""
    found = samples.sample(years, as_of)
    chosen = armament.SPECIFICATIONS[specification]
    drawn, diagnostics = estimate_pursuit(specification, found, seed, run)
    active = chosen.active(armament.TERMS)
    acquisition = rate(np.random.default_rng(seed), found.notes["acquired"], found.notes["pursuing"])
    return Posterior(
        posterior_name("armament", specification),
        {"b": with_zeros(drawn["b"], active, len(armament.TERMS)), "acquisition": acquisition},
        {},
        record(
            found,
            equation="armament",
            specification=specification,
            formula=restricted(FORMULA, chosen, armament.TERMS),
            terms=armament.TERMS,
            priors={
                "b": armament.PRIOR.words(armament.TERMS),
                "acquisition": two("Beta", RATE),
            },
            diagnostics=diagnostics,
            summary=summarise(
                {"b": drawn["b"], "acquisition": acquisition}, {"b": [armament.TERMS[index] for index in active]}
            ),
        ),
    )
