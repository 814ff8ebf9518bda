"""Estimate who joins disputes: `foedus.equations.joining`, in any of its specifications."""

from __future__ import annotations

from datetime import date
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.nn import softplus
from numpy.typing import NDArray

from foedus.equations import joining
from foedus.equations.prior import UNIT_WIDTH, half_normal
from foedus.equations.registry import posterior_name
from foedus.estimate import checks, linear
from foedus.estimate.design import design_matrix, with_zeros
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, restricted, summarise, units
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import sample
from foedus.estimate.samples import joining as samples
from foedus.estimate.samples.disputes import positions
from foedus.estimate.samples.sample import AS_OF, Sample, Years

FORMULA = "logit Pr(k joins side s | dispute at force or war) = b . x + v_d"
PRIORS = {
    "b": joining.PRIOR.words(joining.TERMS),
    "sigma": f"{half_normal(UNIT_WIDTH)}; 0 where patrons and proteges have no intercepts",
}


def model(
    design: Any, events: Any, location: Any, width: Any, axes: linear.Axes, rows: Any, dyad: Any, dyads: int
) -> None:
    """Bernoulli likelihood; `design` holds the columns of the equation's log-odds, which are linear in b.

    rows, dyad   the rows of patrons, and the position of their dyad among `dyads`; 0 dyads: no intercepts
    """
    b = linear.along("axes", axes)
    numpyro.deterministic("b", b)
    numpyro.factor("b_prior", dist.Normal(location, width).log_prob(b).sum())
    odds = design @ b
    if dyads:
        sigma = numpyro.sample("sigma", dist.HalfNormal(UNIT_WIDTH))
        raw = numpyro.sample("raw", dist.Normal(0.0, 1.0).expand([dyads]).to_event(1))
        odds = odds.at[rows].add((sigma * raw)[dyad])
    numpyro.factor("joiners", jnp.sum(events * odds - softplus(odds)))


def estimate(
    name: str, found: Sample, *, seed: int = 1, run: Run = QUIET, warmup: int = 300, draws: int = 1000
) -> Posterior:
    """The posterior of joining in the specification `name`, with the implied rates next to the raw ones."""
    specification = joining.SPECIFICATIONS[name]
    active = specification.active(joining.TERMS)
    names = [joining.TERMS[index] for index in active]
    design, belief = design_matrix(joining, found.arrays)[:, active], joining.PRIOR.of(active)
    checks.logit(found, "joining", design, found["joined"], names)
    rows = np.flatnonzero(found["dyad"])
    codes, dyad = positions(found["dyad"][rows])
    data = {
        "design": jnp.asarray(design, jnp.float32),
        "events": jnp.asarray(found["joined"], jnp.float32),
        "location": belief.location,
        "width": belief.width,
        "axes": linear.axes(design, found["joined"], np.ones(found.rows), belief.location, belief.precision),
        "rows": jnp.asarray(rows, jnp.int32),
        "dyad": jnp.asarray(dyad, jnp.int32),
        "dyads": len(codes) if specification.units else 0,
    }
    drawn, diagnostics = sample(
        model, data, seed=seed, warmup=warmup, draws=draws, chains=2, run=run, labels={"b": names}
    )
    kept = {
        "b": with_zeros(drawn["b"], active, len(joining.TERMS)),
        "sigma": drawn.get("sigma", np.zeros(len(drawn["b"]))),
    }
    intercepts = units(codes, drawn["sigma"][:, None] * drawn["raw"]) if specification.units else None
    return Posterior(
        posterior_name("joining", name),
        kept,
        {"dyad": intercepts} if intercepts else {},
        record(
            found,
            equation="joining",
            specification=name,
            formula=restricted(FORMULA, specification, joining.TERMS, "v_d"),
            terms=joining.TERMS,
            priors=PRIORS,
            diagnostics=diagnostics,
            summary=summarise(
                {"b": drawn["b"], **({"sigma": kept["sigma"]} if specification.units else {})},
                {"b": names, "sigma": ["sigma"]},
            ),
            scores={
                "implied rates of joining": samples.rates(
                    found.arrays, probabilities(drawn["b"], design, rows, dyad, kept["sigma"], drawn.get("raw"))
                )
            },
        ),
    )


def fit(
    specification: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """The posterior of joining disputes at force or war, in one specification."""
    return estimate(specification, samples.sample(years, as_of), seed=seed, run=run)


def probabilities(
    b: NDArray[np.float64],
    design: NDArray[np.float64],
    rows: NDArray[np.int64],
    dyad: NDArray[np.int64],
    sigma: NDArray[np.float64],
    raw: NDArray[np.float64] | None,
) -> NDArray[np.float64]:
    """Mean over draws of the probability of each row; `raw` are intercepts of the dyads of `rows`, in units of sigma."""
    total = np.zeros(len(design))
    for place, draw in enumerate(b):
        odds = design @ draw
        if raw is not None:
            odds[rows] += sigma[place] * raw[place][dyad]
        total += 1.0 / (1.0 + np.exp(-odds))
    return total / len(b)
