"""Estimate how treaties end and form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.nn import softplus

from foedus.equations import treaty
from foedus.equations.rivals import posterior_name
from foedus.estimate import checks, prior
from foedus.estimate.design import FORMING, ending_design, forming_design, with_zeros
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, restricted, summarise, units
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import sample
from foedus.estimate.samples import treaties as samples
from foedus.estimate.samples.sample import AS_OF, Sample, Years

END_PRIORS = {
    "b": prior.ENDING.words(treaty.END_TERMS),
    "sigma": f"{prior.half_normal(prior.UNIT_WIDTH)}; 0 where patrons have no intercepts",
}
END_FORMULA = "logit Pr(treaty k ends in t) = b . x + p_k,  p_k ~ N(0, sigma) by strongest party"

FORMATION_PRIORS = {"b": prior.FORMATION.words(treaty.FORMATION_TERMS)}


def ending(design: Any, ended: Any, patron: Any, patrons: int, location: Any, width: Any) -> None:
    """Logit of the end of a treaty, with an intercept for its strongest party; `patrons` of 0 leaves these out."""
    b = numpyro.sample("b", dist.Normal(location, width).to_event(1))
    odds = design @ b
    if patrons:
        sigma = numpyro.sample("sigma", dist.HalfNormal(prior.UNIT_WIDTH))
        raw = numpyro.sample("patron_raw", dist.Normal(0.0, 1.0).expand([patrons]).to_event(1))
        odds = odds + numpyro.deterministic("patron", sigma * raw)[patron]
    numpyro.factor("ends", jnp.sum(ended * odds - softplus(odds)))


def estimate_ending(name: str, found: Sample, *, seed: int = 1, run: Run = QUIET) -> Posterior:
    """The posterior of the end of treaties on one sample in the specification `name`."""
    specification = treaty.END_SPECIFICATIONS[name]
    active = specification.active(treaty.END_TERMS)
    names = [treaty.END_TERMS[index] for index in active]
    codes, patron = np.unique(found["patron"], return_inverse=True)
    design, belief = ending_design(found.arrays)[:, active], prior.ENDING.of(active)
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
            "b": with_zeros(drawn["b"], active, len(treaty.END_TERMS)),
            "sigma": drawn.get("sigma", np.zeros(len(drawn["b"]))),
        },
        {"patron": units(codes, drawn["patron"])} if specification.units else {},
        record(
            found,
            equation="treaty-end",
            specification=name,
            formula=restricted(END_FORMULA, specification, treaty.END_TERMS, "p_k"),
            terms=treaty.END_TERMS,
            priors=END_PRIORS,
            diagnostics=diagnostics,
            summary=summarise({"b": drawn["b"], **spread}, {"b": names}),
        ),
    )


def fit_ending(
    specification: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """Hazard of the end of a defence treaty in one specification; the raw hazards of other treaties are noted beside."""
    found = samples.ending(years, as_of)
    others = samples.ending(years, as_of, defence=False)
    notes = {**found.notes, "hazards of treaties without defence": others.notes["hazards"]}
    return estimate_ending(specification, replace(found, notes=notes), seed=seed, run=run)


def forming(x: Mapping[str, Any], formed: Any, location: Any, width: Any) -> None:
    """Logit of a new bilateral defence pact."""
    b = numpyro.sample("b", dist.Normal(location, width).to_event(1))
    odds = treaty.formation_log_odds(b, *(x[name] for name in FORMING))
    numpyro.factor("formed", jnp.sum(formed * odds - softplus(odds)))


def estimate_formation(found: Sample, *, seed: int = 1, run: Run = QUIET) -> Posterior:
    """The posterior of the formation of pacts on one sample."""
    x = {name: found[name] for name in FORMING}
    design = forming_design(found.arrays)
    checks.logit(found, "new pacts", design, found["formed"], treaty.FORMATION_TERMS)
    data = {
        "x": {name: jnp.asarray(value, jnp.float32) for name, value in x.items()},
        "formed": jnp.asarray(found["formed"], jnp.float32),
        "location": prior.FORMATION.location,
        "width": prior.FORMATION.width,
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
        labels={"b": treaty.FORMATION_TERMS},
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
            terms=treaty.FORMATION_TERMS,
            priors=FORMATION_PRIORS,
            diagnostics=diagnostics,
            summary=summarise(kept, {"b": treaty.FORMATION_TERMS}),
        ),
    )


def fit_formation(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Hazard of a new bilateral defence pact in a politically relevant pair without one."""
    return estimate_formation(samples.formation(years, as_of), seed=seed, run=run)


JOBS: Mapping[str, Callable[..., Posterior]] = MappingProxyType(
    {
        **{posterior_name("treaty-end", name): partial(fit_ending, name) for name in treaty.END_SPECIFICATIONS},
        "treaty-formation": fit_formation,
    }
)
