"""Estimate how treaties end and form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.nn import softplus

from foedus.models import treaty
from foedus.models.fit import checks, linear
from foedus.models.fit.record import record, summarise, units
from foedus.models.fit.run import QUIET, Run
from foedus.models.fit.sampler import sample
from foedus.models.posterior import Posterior
from foedus.models.samples import treaties as samples
from foedus.models.samples.sample import AS_OF, Sample, Years

ENDING = ("bilateral", "log_age", "change_democracy", "change_autocracy", "shift")
END_PRIOR = dist.Normal(jnp.array([-4.0, 0.0, 0.0, 0.0, 0.0, 0.0]), jnp.array([2.0, 1.0, 1.0, 1.5, 1.5, 1.5])).to_event(
    1
)
END_PRIORS = {
    "b": "constant Normal(-4, 2), bilateral and log_age Normal(0, 1), others Normal(0, 1.5)",
    "sigma": "HalfNormal(1)",
}

FORMING = (
    *("contiguous", "log_distance", "either_major", "gap", "gap_unknown"),
    *("log_shared", "polyarchy_gap", "polyarchy_unknown", "recent"),
)
FORMATION_PRIOR = dist.Normal(
    jnp.array([-6.0, *np.zeros(9)]), jnp.array([3.0, 1.5, 0.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5])
).to_event(1)
FORMATION_PRIORS = {"b": "constant Normal(-6, 3), log_distance Normal(0, 0.5), others Normal(0, 1.5)"}


def _columns(log_odds: Callable[..., Any], x: Mapping[str, Any], terms: Sequence[str]) -> Any:
    """The design matrix of log-odds whose arguments are the columns of x."""
    return linear.columns(lambda b: log_odds(b, *x.values()), len(terms))


def ending(x: Mapping[str, Any], ended: Any, patron: Any, patrons: int, prior: Any) -> None:
    """Logit of the end of a treaty, with an intercept for its strongest party."""
    b = numpyro.sample("b", prior)
    sigma = numpyro.sample("sigma", dist.HalfNormal(1.0))
    raw = numpyro.sample("patron_raw", dist.Normal(0.0, 1.0).expand([patrons]).to_event(1))
    intercept = numpyro.deterministic("patron", sigma * raw)
    odds = treaty.end_log_odds(b, *(x[name] for name in ENDING)) + intercept[patron]
    numpyro.factor("ends", jnp.sum(ended * odds - softplus(odds)))


def estimate_ending(found: Sample, *, seed: int = 1, run: Run = QUIET) -> Posterior:
    """The posterior of the end of treaties on one sample."""
    codes, patron = np.unique(found["patron"], return_inverse=True)
    x = {name: found[name] for name in ENDING}
    design = _columns(treaty.end_log_odds, x, treaty.END_TERMS)
    checks.logit(found, "ends of treaties", design, found["ended"], treaty.END_TERMS)
    data = {
        "x": {name: jnp.asarray(value, jnp.float32) for name, value in x.items()},
        "ended": jnp.asarray(found["ended"], jnp.float32),
        "patron": jnp.asarray(patron, jnp.int32),
        "patrons": len(codes),
        "prior": END_PRIOR,
    }
    drawn, diagnostics = sample(
        ending,
        data,
        seed=seed,
        warmup=500,
        draws=750,
        chains=2,
        run=run,
        dense=("b", "sigma"),
        target=0.95,
        labels={"b": treaty.END_TERMS},
    )
    kept = {"b": drawn["b"], "sigma": drawn["sigma"]}
    return Posterior(
        "treaty-end",
        kept,
        {"patron": units(codes, drawn["patron"])},
        record(
            found,
            equation="treaty (end)",
            specification="treaties with a defence obligation",
            formula="logit Pr(treaty k ends in t) = b . x + p_k,  p_k ~ N(0, sigma) by strongest party",
            terms=treaty.END_TERMS,
            priors=END_PRIORS,
            diagnostics=diagnostics,
            summary=summarise(kept, {"b": treaty.END_TERMS}),
        ),
    )


def fit_ending(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Hazard of the end of a defence treaty; the raw hazards of other treaties are noted beside."""
    found = samples.ending(years, as_of)
    others = samples.ending(years, as_of, defence=False)
    notes = {**found.notes, "hazards of treaties without defence": others.notes["hazards"]}
    return estimate_ending(replace(found, notes=notes), seed=seed, run=run)


def forming(x: Mapping[str, Any], formed: Any, prior: Any) -> None:
    """Logit of a new bilateral defence pact."""
    b = numpyro.sample("b", prior)
    odds = treaty.formation_log_odds(b, *(x[name] for name in FORMING))
    numpyro.factor("formed", jnp.sum(formed * odds - softplus(odds)))


def estimate_formation(found: Sample, *, seed: int = 1, run: Run = QUIET) -> Posterior:
    """The posterior of the formation of pacts on one sample."""
    x = {name: found[name] for name in FORMING}
    design = _columns(treaty.formation_log_odds, x, treaty.FORMATION_TERMS)
    checks.logit(found, "new pacts", design, found["formed"], treaty.FORMATION_TERMS)
    data = {
        "x": {name: jnp.asarray(value, jnp.float32) for name, value in x.items()},
        "formed": jnp.asarray(found["formed"], jnp.float32),
        "prior": FORMATION_PRIOR,
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
    {"treaty-end": fit_ending, "treaty-formation": fit_formation}
)
