"""Estimate the hazard of treaty ends, in any specification of `foedus.equations.treaty_end`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.nn import softplus

from foedus.equations import treaty_end
from foedus.equations.prior import UNIT_WIDTH, half_normal
from foedus.equations.registry import posterior_name
from foedus.estimate import checks
from foedus.estimate.design import design_matrix, with_zeros
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, restricted, summarise, units
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import sample
from foedus.estimate.samples import treaty_end as samples
from foedus.estimate.samples.sample import AS_OF, Sample, Years

PRIORS = {
    "b": treaty_end.PRIOR.words(treaty_end.TERMS),
    "sigma": f"{half_normal(UNIT_WIDTH)}; 0 where patrons have no intercepts",
}
FORMULA = "logit Pr(treaty k ends in t) = b . x + p_k,  p_k ~ N(0, sigma) by strongest party"


def ending(design: Any, ended: Any, patron: Any, patrons: int, location: Any, width: Any) -> None:
    """Logit of the end of a treaty, with an intercept for its strongest party; `patrons` of 0 leaves these out."""
    b = numpyro.sample("b", dist.Normal(location, width).to_event(1))
    odds = design @ b
    if patrons:
        sigma = numpyro.sample("sigma", dist.HalfNormal(UNIT_WIDTH))
        raw = numpyro.sample("patron_raw", dist.Normal(0.0, 1.0).expand([patrons]).to_event(1))
        odds = odds + numpyro.deterministic("patron", sigma * raw)[patron]
    numpyro.factor("ends", jnp.sum(ended * odds - softplus(odds)))


def estimate(name: str, found: Sample, *, seed: int = 1, run: Run = QUIET) -> Posterior:
    """The posterior of the end of treaties on one sample in the specification `name`."""
    specification = treaty_end.SPECIFICATIONS[name]
    active = specification.active(treaty_end.TERMS)
    names = [treaty_end.TERMS[index] for index in active]
    codes, patron = np.unique(found["patron"], return_inverse=True)
    design, belief = design_matrix(treaty_end, found.arrays)[:, active], treaty_end.PRIOR.of(active)
    checks.logit(found, "ends of treaties", design, found["ended"], names)
    data = {
        "design": jnp.asarray(design, jnp.float32),
        "ended": jnp.asarray(found["ended"], jnp.float32),
        "patron": jnp.asarray(patron, jnp.int32),
        "patrons": len(codes) if specification.units else 0,
        "location": belief.location,
        "width": belief.width,
    }
    drawn, diagnostics = sample(
        ending,
        data,
        seed=seed,
        warmup=500,
        draws=1000,
        chains=2,
        run=run,
        dense=("b", "sigma") if specification.units else ("b",),
        target=0.95,
        labels={"b": names},
    )
    spread = {"sigma": drawn["sigma"]} if specification.units else {}
    return Posterior(
        posterior_name("treaty-end", name),
        {
            "b": with_zeros(drawn["b"], active, len(treaty_end.TERMS)),
            "sigma": drawn.get("sigma", np.zeros(len(drawn["b"]))),
        },
        {"patron": units(codes, drawn["patron"])} if specification.units else {},
        record(
            found,
            equation="treaty-end",
            specification=name,
            formula=restricted(FORMULA, specification, treaty_end.TERMS, "p_k"),
            terms=treaty_end.TERMS,
            priors=PRIORS,
            diagnostics=diagnostics,
            summary=summarise({"b": drawn["b"], **spread}, {"b": names}),
        ),
    )


def fit(
    specification: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """Hazard of the end of a defence treaty in one specification; the raw hazards of other treaties are in the notes."""
    found = samples.sample(years, as_of)
    others = samples.sample(years, as_of, defence=False)
    notes = {**found.notes, "hazards of treaties without defence": others.notes["hazards"]}
    return estimate(specification, replace(found, notes=notes), seed=seed, run=run)
