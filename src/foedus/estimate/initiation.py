"""Estimate dispute initiation: one posterior for each candidate specification of `foedus.equations.initiation`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.nn import softplus

from foedus.arrays import Floats
from foedus.equations import initiation
from foedus.equations.prior import UNIT_WIDTH, half_normal, two
from foedus.equations.registry import posterior_name
from foedus.estimate import checks, laplace
from foedus.estimate.approximation import APPROXIMATE
from foedus.estimate.design import design_matrix, with_zeros
from foedus.estimate.mode import Design
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, summarise, units
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import DRAWS_KEPT, sample
from foedus.estimate.samples import initiation as samples
from foedus.estimate.samples.disputes import positions
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years, collapse

FORMULA = "logit Pr(i initiates against j in t) = b . x_ijt + u_ij + y_t,  y_t = rho y_(t-1) + N(0, sigma_y)"
PRIORS = {
    "b": initiation.PRIOR.words(initiation.TERMS),
    "year_persistence": two("Beta", initiation.YEAR_PERSISTENCE),
    "year_scale": half_normal(initiation.YEAR_WIDTH),
    "sigma": f"{half_normal(UNIT_WIDTH)} where every dyad has an intercept, else 0",
}
LOCATION, WIDTH = initiation.PRIOR
LABELS = {"year_level": ["year_level, last year"]}
"""What a summary calls the one level it gives."""


def model(design: Any, events: Any, trials: Any, units: bool, active: Any, axes: laplace.Axes) -> None:
    """Binomial likelihood of initiations on a grid of dyads by years; without `units` dyads have no intercepts.

    design          (dyads, years, terms): the columns of the equation's log-odds, which are linear in b
    events, trials  (dyads, years), 0 where a dyad is not in the sample
    """
    rho = numpyro.sample("year_persistence", dist.Beta(*initiation.YEAR_PERSISTENCE))
    scale = numpyro.sample("year_scale", dist.HalfNormal(initiation.YEAR_WIDTH))
    theta = laplace.along("axes", axes, rho, scale)
    b, level = theta[: len(active)], theta[len(active) :]
    numpyro.deterministic("b", jnp.zeros(len(initiation.TERMS)).at[active].set(b))
    numpyro.deterministic("year_level", level)
    numpyro.factor("b_prior", dist.Normal(LOCATION[active], WIDTH[active]).log_prob(b).sum())
    first = dist.Normal(0.0, scale / jnp.sqrt(1.0 - rho**2)).log_prob(level[0])
    numpyro.factor("year_prior", first + dist.Normal(rho * level[:-1], scale).log_prob(level[1:]).sum())
    odds = design @ b + level
    if units:
        sigma = numpyro.sample("sigma", dist.HalfNormal(UNIT_WIDTH))
        odds = odds + laplace.intercepts("dyad_raw", axes, theta, sigma)[:, None]
    numpyro.factor("initiations", jnp.sum(events * odds - trials * softplus(odds)))


def prepared(found: Sample, specification: str) -> tuple[dict[str, Any], Array]:
    """The model's data and the codes of its dyads; where peace years are the only terms, dyads with equal terms in a
    year are counted together."""
    chosen = initiation.SPECIFICATIONS[specification]
    active = np.array(initiation.active(specification))
    first, last = found.years
    if chosen.terms == initiation.HISTORY and not chosen.units:
        counted = collapse(found.arrays, ("peace", "year"), "initiated")
        counted = dict.fromkeys((*initiation.Still._fields, *initiation.Moving._fields), np.zeros(1)) | counted
        codes, row = positions(counted["peace"])
    else:
        counted = {**found.arrays, "events": found["initiated"], "trials": np.ones(found.rows)}
        codes, row = positions(found["dyad"])
    design = design_matrix(initiation, counted)[:, active]
    place = (row, (counted["year"] - first).astype(np.int64))

    def grid(values: Floats) -> Any:
        cells = np.zeros((len(codes), last - first + 1, *values.shape[1:]), np.float32)
        cells[place] = values
        return jnp.asarray(cells)

    checks.logit(
        found, "initiation", design, counted["events"], [initiation.TERMS[index] for index in active], counted["trials"]
    )
    units = codes if chosen.units else np.empty(0)
    data = {
        "design": grid(design),
        "events": grid(counted["events"]),
        "trials": grid(counted["trials"]),
        "units": chosen.units,
        "active": active,
        "axes": _axes(design, counted, active, first, last, row, len(units)),
    }
    return data, units


def _axes(
    design: Floats, counted: Mapping[str, Array], active: Array, first: int, last: int, dyad: Array, dyads: int
) -> laplace.Axes:
    """Axes of coefficients, year levels and intercepts together."""
    whole = Design(design, (counted["year"] - first).astype(np.int64), last - first + 1)
    return laplace.axes(
        whole, counted["events"], counted["trials"], LOCATION[active], WIDTH[active], dyad.astype(np.int64), dyads
    )


def estimate(
    specification: str,
    found: Sample,
    *,
    seed: int = 1,
    run: Run = QUIET,
    warmup: int = 400,
    draws: int = 1100,
    chains: int = 2,
    strict: bool = True,
) -> Posterior:
    """The posterior of one specification on one sample."""
    data, codes = prepared(found, specification)
    names = [initiation.TERMS[index] for index in data["active"]]
    drawn, diagnostics = (
        _at_mode(data, seed)
        if run.approximate
        else sample(
            model,
            data,
            seed=seed,
            warmup=warmup,
            draws=draws,
            chains=chains,
            run=run,
            target=0.8,
            strict=strict,
            labels={"b": initiation.TERMS},
        )
    )
    kept = {
        "b": drawn["b"],
        "year_persistence": drawn["year_persistence"],
        "year_scale": drawn["year_scale"],
        "year_level": drawn["year_level"],
        "sigma": drawn.get("sigma", np.zeros(len(drawn["b"]))),
    }
    intercepts = {}
    if len(codes):
        theta = np.hstack([drawn["b"][:, data["active"]], drawn["year_level"]])
        intercept = laplace.of_units(data["axes"], theta, drawn["sigma"], drawn["dyad_raw"])
        intercepts["dyad"] = units(codes, np.asarray(intercept, np.float64))
    own = {"b": drawn["b"][:, initiation.active(specification)], "year_level": drawn["year_level"][:, -1]}
    summary = summarise(
        {key: own.get(key, value) for key, value in kept.items() if np.any(value)}, LABELS | {"b": names}
    )
    return Posterior(
        posterior_name("initiation", specification),
        kept,
        intercepts,
        record(
            found,
            equation="initiation",
            specification=specification,
            formula=FORMULA,
            terms=initiation.TERMS,
            priors=PRIORS,
            diagnostics=diagnostics,
            summary=summary,
        ),
    )


def _at_mode(data: Mapping[str, Any], seed: int) -> tuple[dict[str, Array], dict[str, Any]]:
    """Draws on the axes of the posterior as if it were Normal, in place of the sampler's."""
    found, active = laplace.at_mode(data["axes"], seed, DRAWS_KEPT), data["active"]
    theta = found.pop("theta")
    b = with_zeros(theta[:, : len(active)], active, len(initiation.TERMS))
    return {"b": b, "year_level": theta[:, len(active) :], **found}, APPROXIMATE


def fit(
    specification: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """The posterior of dispute initiation in one specification."""
    return estimate(specification, samples.sample(years, as_of), seed=seed, run=run)
