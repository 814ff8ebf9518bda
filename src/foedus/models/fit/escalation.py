"""Estimate escalation: the three stages of `foedus.models.escalation`, each with its own intercepts of dyads."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.nn import softplus

from foedus.models import escalation
from foedus.models.fit import checks, linear
from foedus.models.fit.record import record, summarise, units
from foedus.models.fit.run import QUIET, Run
from foedus.models.fit.sampler import sample
from foedus.models.posterior import Posterior
from foedus.models.samples import disputes as samples
from foedus.models.samples.sample import Array, Sample

ARGUMENTS = (
    *("contiguous", "ratio", "both_major", "defended", "nuclear_defended", "allied", "recent", "post_cold_war"),
)
FORMULA = "logit Pr(stage | stage before) = b . x + v_d,  stages: force, war given force, fatal given force without war"
PRIORS = {
    "b": "constants Normal(0, 2), Normal(-3, 2), Normal(0, 2) by stage; others Normal(0, 1.5)",
    "sigma": "HalfNormal(1), one for each stage",
}
CONSTANTS = (0.0, -3.0, 0.0)
WIDTH = np.array([2.0 if term == "constant" else 1.5 for term in escalation.TERMS])


def log_odds(b: Any, x: Any) -> Any:
    """b . x by the equation's own function."""
    return escalation.log_odds(b, *(x[name] for name in ARGUMENTS))


def outcomes(found: Sample) -> dict[str, tuple[Array, Array]]:
    """For each stage, the rows at risk and what happened."""
    hostility, fatal = found["hostility"], found["fatal"]
    force, war = hostility >= samples.FORCE, hostility == samples.WAR
    at_risk = {
        "force": np.ones(found.rows, np.bool_),
        "war": force,
        "fatal": force & ~war & ~np.isnan(fatal),
    }
    events = {"force": force, "war": war, "fatal": fatal}
    return {stage: (rows, events[stage][rows].astype(np.float64)) for stage, rows in at_risk.items()}


def model(stages: list[dict[str, Any]]) -> None:
    """Bernoulli likelihood of each stage among the rows that reached the stage before."""
    for stage in stages:
        name = stage["name"]
        b = linear.along(f"{name}_axes", stage["axes"])
        numpyro.deterministic(f"{name}_b", b)
        numpyro.factor(f"{name}_prior", dist.Normal(stage["location"], WIDTH).log_prob(b).sum())
        sigma = numpyro.sample(f"{name}_sigma", dist.HalfNormal(1.0))
        raw = numpyro.sample(f"{name}_raw", dist.Normal(0.0, 1.0).expand([stage["pairs"]]).to_event(1))
        odds = log_odds(b, stage["x"]) + (sigma * raw)[stage["pair"]]
        numpyro.factor(f"{name}_events", jnp.sum(stage["events"] * odds - softplus(odds)))


def prepared(found: Sample) -> tuple[list[dict[str, Any]], list[Array]]:
    """The model's data and the codes of the dyads, stage by stage."""
    stages, codes = [], []
    for (name, (rows, events)), constant in zip(outcomes(found).items(), CONSTANTS, strict=True):
        x = {argument: found[argument][rows] for argument in ARGUMENTS}
        distinct, pair = samples.positions(found["pair"][rows])
        location = np.where(np.array(escalation.TERMS) == "constant", constant, 0.0)
        design = linear.columns(lambda b, x=x: log_odds(b, x), len(escalation.TERMS))  # type: ignore[misc]
        checks.logit(found, name, design, events, escalation.TERMS)
        stages.append(
            {
                "name": name,
                "x": {key: jnp.asarray(value, jnp.float32) for key, value in x.items()},
                "events": jnp.asarray(events, jnp.float32),
                "pair": jnp.asarray(pair, jnp.int32),
                "pairs": len(distinct),
                "location": location,
                "axes": linear.axes(design, events, np.ones(len(events)), location, np.diag(WIDTH**-2)),
            }
        )
        codes.append(distinct)
    return stages, codes


def estimate(
    found: Sample,
    *,
    seed: int = 1,
    run: Run = QUIET,
    warmup: int = 600,
    draws: int = 1000,
    strict: bool = True,
) -> Posterior:
    """The posterior of the three stages."""
    stages, codes = prepared(found)
    drawn, diagnostics = sample(
        model,
        {"stages": stages},
        seed=seed,
        warmup=warmup,
        draws=draws,
        chains=4,
        run=run,
        target=0.95,
        strict=strict,
        labels={f"{stage}_b": escalation.TERMS for stage in escalation.STAGES},
    )
    kept = {
        "b": np.stack([drawn[f"{stage}_b"] for stage in escalation.STAGES], axis=1),
        "sigma": np.stack([drawn[f"{stage}_sigma"] for stage in escalation.STAGES], axis=1),
    }
    intercepts = {
        stage: units(distinct, drawn[f"{stage}_sigma"][:, None] * drawn[f"{stage}_raw"])
        for stage, distinct in zip(escalation.STAGES, codes, strict=True)
    }
    labels = {
        "b": [f"{stage} {term}" for stage in escalation.STAGES for term in escalation.TERMS],
        "sigma": [f"{stage} sigma" for stage in escalation.STAGES],
    }
    return Posterior(
        "escalation",
        kept,
        intercepts,
        record(
            found,
            equation="escalation",
            specification="continuation-ratio",
            formula=FORMULA,
            terms=escalation.TERMS,
            priors=PRIORS,
            diagnostics=diagnostics,
            summary=summarise(kept, labels),
        ),
    )
