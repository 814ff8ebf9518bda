"""Estimate escalation: the three stages of `foedus.equations.escalation`, in any of its specifications."""

from __future__ import annotations

from datetime import date
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.nn import softplus

from foedus.equations import escalation
from foedus.equations.prior import UNIT_WIDTH, half_normal
from foedus.equations.registry import posterior_name
from foedus.equations.specification import Specification
from foedus.estimate import checks, linear
from foedus.estimate.design import design_matrix, with_zeros
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, restricted, summarise, units
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import sample
from foedus.estimate.samples import escalation as samples
from foedus.estimate.samples.disputes import positions
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years

FORMULA = "logit Pr(stage | stage before) = b . x + v_d,  stages: force, war given force, fatal given force without war"
PRIORS = {
    **{f"b, {stage}": each.words(escalation.TERMS) for stage, each in escalation.PRIOR.items()},
    "sigma": f"{half_normal(UNIT_WIDTH)}, one for each stage; 0 where dyads have no intercepts",
}


def model(stages: list[dict[str, Any]]) -> None:
    """Bernoulli likelihood of each stage among the rows that reached the stage before; `pairs` of 0: no intercepts."""
    for stage in stages:
        name = stage["name"]
        b = linear.along(f"{name}_axes", stage["axes"])
        numpyro.deterministic(f"{name}_b", b)
        numpyro.factor(f"{name}_prior", dist.Normal(stage["location"], stage["width"]).log_prob(b).sum())
        odds = stage["design"] @ b
        if stage["pairs"]:
            sigma = numpyro.sample(f"{name}_sigma", dist.HalfNormal(UNIT_WIDTH))
            raw = numpyro.sample(f"{name}_raw", dist.Normal(0.0, 1.0).expand([stage["pairs"]]).to_event(1))
            odds = odds + (sigma * raw)[stage["pair"]]
        numpyro.factor(f"{name}_events", jnp.sum(stage["events"] * odds - softplus(odds)))


def prepared(found: Sample, specification: Specification) -> tuple[list[dict[str, Any]], list[Array]]:
    """The model's data and the codes of the dyads, stage by stage."""
    stages, codes = [], []
    active = specification.active(escalation.TERMS)
    names = [escalation.TERMS[index] for index in active]
    whole = design_matrix(escalation, found.arrays)[:, active]
    for name, (rows, events) in samples.stages(found).items():
        design, belief = whole[rows], escalation.PRIOR[name].of(active)
        distinct, pair = positions(found["pair"][rows])
        checks.logit(found, name, design, events, names)
        stages.append(
            {
                "name": name,
                "design": jnp.asarray(design, jnp.float32),
                "events": jnp.asarray(events, jnp.float32),
                "pair": jnp.asarray(pair, jnp.int32),
                "pairs": len(distinct) if specification.units else 0,
                "location": belief.location,
                "width": belief.width,
                "axes": linear.axes(design, events, np.ones(len(events)), belief.location, belief.precision),
            }
        )
        codes.append(distinct)
    return stages, codes


def estimate(
    name: str,
    found: Sample,
    *,
    seed: int = 1,
    run: Run = QUIET,
    warmup: int = 1000,
    draws: int = 3000,
    strict: bool = True,
) -> Posterior:
    """The posterior of the three stages in the specification `name`."""
    specification = escalation.SPECIFICATIONS[name]
    active = specification.active(escalation.TERMS)
    names = [escalation.TERMS[index] for index in active]
    stages, codes = prepared(found, specification)
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
        labels={f"{stage}_b": names for stage in escalation.STAGES},
    )
    estimated = np.stack([drawn[f"{stage}_b"] for stage in escalation.STAGES], axis=1)
    none = np.zeros(len(estimated))
    kept = {
        "b": with_zeros(estimated, active, len(escalation.TERMS)),
        "sigma": np.stack([drawn.get(f"{stage}_sigma", none) for stage in escalation.STAGES], axis=1),
    }
    intercepts = {}
    if specification.units:
        intercepts = {
            stage: units(distinct, drawn[f"{stage}_sigma"][:, None] * drawn[f"{stage}_raw"])
            for stage, distinct in zip(escalation.STAGES, codes, strict=True)
        }
    labels = {
        "b": [f"{stage} {term}" for stage in escalation.STAGES for term in names],
        "sigma": [f"{stage} sigma" for stage in escalation.STAGES],
    }
    summarised = {"b": estimated, **({"sigma": kept["sigma"]} if specification.units else {})}
    return Posterior(
        posterior_name("escalation", name),
        kept,
        intercepts,
        record(
            found,
            equation="escalation",
            specification=name,
            formula=restricted(FORMULA, specification, escalation.TERMS, "v_d"),
            terms=escalation.TERMS,
            priors=PRIORS,
            diagnostics=diagnostics,
            summary=summarise(summarised, labels),
        ),
    )


def fit(
    specification: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """The three stages of escalation in one specification."""
    return estimate(specification, samples.sample(years, as_of), seed=seed, run=run)
