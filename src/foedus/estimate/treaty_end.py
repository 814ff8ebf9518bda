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
from jax.ops import segment_sum

from foedus.equations import treaty_end
from foedus.equations.prior import UNIT_WIDTH, half_normal, two
from foedus.equations.registry import posterior_name
from foedus.estimate import checks, collapse
from foedus.estimate.design import design_matrix, with_zeros
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, restricted, summarise, units
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import sample
from foedus.estimate.samples import treaty_end as samples
from foedus.estimate.samples.sample import AS_OF, Sample, Years

PRIORS = {
    "b": treaty_end.PRIOR.words(treaty_end.TERMS),
    "sigma": f"{half_normal(UNIT_WIDTH)}, or {half_normal(treaty_end.GREAT_POWER_WIDTH)} where only great powers have "
    "intercepts; 0 where no patron has",
    "rate": f"{two('Beta', treaty_end.COLLAPSE_RATE)}, elicited; 0 without collapses",
    "share": f"{two('Beta', treaty_end.COLLAPSE_SHARE)} of each collapse, elicited, integrated",
}
FORMULA = (
    "logit h = b . x + p_k,  p_k ~ N(0, sigma) by strongest party;  "
    "Pr(treaty k ends in t) = h + (1 - h) c s,  c ~ Bernoulli(rate) and s ~ share by great power and year"
)


def ending(
    design: Any,
    ended: Any,
    patron: Any,
    patrons: int,
    width: Any,
    exposed: Any,
    group: Any,
    groups: int,
    location: Any,
    scale: Any,
) -> None:
    """The end of treaties.

    patron   of each row, `patrons` where it has no intercept; `patrons` of 0 leaves intercepts out; `width` of their sigma
    exposed  rows whose patron's bloc may collapse, and `group`, the patron-year of each; `groups` of 0 leaves collapses out
    """
    b = numpyro.sample("b", dist.Normal(location, scale).to_event(1))
    odds = design @ b
    if patrons:
        sigma = numpyro.sample("sigma", dist.HalfNormal(width))
        raw = numpyro.sample("patron_raw", dist.Normal(0.0, 1.0).expand([patrons]).to_event(1))
        own = numpyro.deterministic("patron", sigma * raw)
        odds = odds + jnp.append(own, 0.0)[patron]
    alone = ended * odds - softplus(odds)
    if groups:
        rate = numpyro.sample("rate", dist.Beta(*treaty_end.COLLAPSE_RATE))
        found = collapse.parts(-softplus(odds[exposed]), ended[exposed], group, groups, segment_sum, jnp)
        numpyro.factor("together", collapse.log_likelihood(found, rate, jnp).sum())
        alone = alone.at[exposed].set(0.0)
    numpyro.factor("ends", alone.sum())


def estimate(name: str, found: Sample, *, seed: int = 1, run: Run = QUIET) -> Posterior:
    """The posterior of the end of treaties on one sample in the specification `name`."""
    one = treaty_end.SPECIFICATIONS[name]
    active = one.active(treaty_end.TERMS)
    names = [treaty_end.TERMS[index] for index in active]
    design, belief = design_matrix(treaty_end, found.arrays)[:, active], treaty_end.PRIOR.of(active)
    checks.logit(found, "ends of treaties", design, found["ended"], names)
    great = found["great"] > 0
    able = great if one.great else np.ones(found.rows, np.bool_)
    codes, place = np.unique(found["patron"][able], return_inverse=True)
    patron = np.full(found.rows, len(codes))
    patron[able] = place
    exposed = np.flatnonzero(great) if one.collapse else np.empty(0, np.int64)
    together, group = np.unique(collapse.patron_years(found)[exposed], return_inverse=True)
    data = {
        "design": jnp.asarray(design, jnp.float32),
        "ended": jnp.asarray(found["ended"], jnp.float32),
        "patron": jnp.asarray(patron, jnp.int32),
        "patrons": len(codes) if one.units else 0,
        "width": one.width,
        "exposed": jnp.asarray(exposed, jnp.int32),
        "group": jnp.asarray(group, jnp.int32),
        "groups": len(together),
        "location": belief.location,
        "scale": belief.width,
    }
    drawn, diagnostics = sample(
        ending,
        data,
        seed=seed,
        warmup=500,
        draws=1000,
        chains=2,
        run=run,
        dense=("b", "sigma") if one.units else ("b",),
        target=0.95,
        labels={"b": names},
    )
    none = np.zeros(len(drawn["b"]))
    said: dict[str, Any] = {each: drawn[each] for each in ("sigma", "rate") if each in drawn}
    return Posterior(
        posterior_name("treaty-end", name),
        {
            "b": with_zeros(drawn["b"], active, len(treaty_end.TERMS)),
            "sigma": drawn.get("sigma", none),
            "rate": drawn.get("rate", none),
            "minor": none + float(one.units and not one.great),
        },
        {"patron": units(codes, drawn["patron"])} if one.units else {},
        record(
            found,
            equation="treaty-end",
            specification=name,
            formula=_formula(one),
            terms=treaty_end.TERMS,
            priors=PRIORS,
            diagnostics=diagnostics,
            summary=summarise({"b": drawn["b"], **said}, {"b": names}),
        ),
    )


def _formula(one: treaty_end.Ending) -> str:
    said = restricted(FORMULA, one, treaty_end.TERMS, "p_k")
    if one.great:
        said += ";  p_k = 0 but for great powers"
    return said if one.collapse else f"{said};  c = 0"


def fit(
    specification: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """Hazard of the end of a defence treaty in one specification; the raw hazards of other treaties are in the notes."""
    found = samples.sample(years, as_of)
    others = samples.sample(years, as_of, defence=False)
    notes = {**found.notes, "hazards of treaties without defence": others.notes["hazards"]}
    return estimate(specification, replace(found, notes=notes), seed=seed, run=run)
