"""Estimate who joins disputes: `foedus.models.joining`."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.nn import softplus
from numpy.typing import NDArray

from foedus.models import joining
from foedus.models.fit import checks, linear
from foedus.models.fit.record import record, summarise
from foedus.models.fit.run import QUIET, Run
from foedus.models.fit.sampler import sample
from foedus.models.posterior import Posterior
from foedus.models.samples.joining import rates
from foedus.models.samples.sample import Sample

ARGUMENTS = (
    *("war", "target_side", "pact", "bilateral", "major", "capability", "contiguous", "recent", "post_cold_war"),
)
FORMULA = "logit Pr(k joins side s | dispute at force or war) = b . x"
PRIORS = {"b": "constant Normal(-6, 2); others Normal(0, 1.5)"}
LOCATION = np.array([-6.0 if term == "constant" else 0.0 for term in joining.TERMS])
WIDTH = np.array([2.0 if term == "constant" else 1.5 for term in joining.TERMS])


def log_odds(b: Any, found: Sample) -> Any:
    """b . x by the equation's own function."""
    return joining.log_odds(b, *(found[name] for name in ARGUMENTS))


def model(design: Any, events: Any, axes: linear.Axes) -> None:
    """Bernoulli likelihood; `design` holds the columns of the equation's log-odds, which are linear in b."""
    b = linear.along("axes", axes)
    numpyro.deterministic("b", b)
    numpyro.factor("b_prior", dist.Normal(LOCATION, WIDTH).log_prob(b).sum())
    odds = design @ b
    numpyro.factor("joiners", jnp.sum(events * odds - softplus(odds)))


def estimate(found: Sample, *, seed: int = 1, run: Run = QUIET, warmup: int = 300, draws: int = 500) -> Posterior:
    """The posterior of joining, with the rates it implies beside the raw ones."""
    design = linear.columns(lambda b: log_odds(b, found) + np.zeros(found.rows), len(joining.TERMS))
    checks.logit(found, "joining", design, found["joined"], joining.TERMS)
    axes = linear.axes(design, found["joined"], np.ones(found.rows), LOCATION, np.diag(WIDTH**-2))
    data = {
        "design": jnp.asarray(design, jnp.float32),
        "events": jnp.asarray(found["joined"], jnp.float32),
        "axes": axes,
    }
    drawn, diagnostics = sample(
        model, data, seed=seed, warmup=warmup, draws=draws, chains=2, run=run, labels={"b": joining.TERMS}
    )
    kept = {"b": drawn["b"]}
    return Posterior(
        "joining",
        kept,
        {},
        record(
            found,
            equation="joining",
            specification="pacts",
            formula=FORMULA,
            terms=joining.TERMS,
            priors=PRIORS,
            diagnostics=diagnostics,
            summary=summarise(kept, {"b": joining.TERMS}),
            scores={"implied rates of joining": rates(found.arrays, probabilities(drawn["b"], design))},
        ),
    )


def probabilities(b: NDArray[np.float64], design: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over draws of the probability of each row."""
    total = np.zeros(len(design))
    for draw in b:
        total += 1.0 / (1.0 + np.exp(-design @ draw))
    return total / len(b)
