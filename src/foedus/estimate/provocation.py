"""Estimate provocations: mean and dispersion of yearly counts, on a grid."""

from __future__ import annotations

from datetime import date

import numpy as np
from scipy.stats import nbinom, norm

from foedus.arrays import Floats
from foedus.equations import provocation
from foedus.equations.prior import half_normal, two
from foedus.equations.registry import posterior_name
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, summarise
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import DRAWS_KEPT, EXACT
from foedus.estimate.samples import provocation as samples
from foedus.estimate.samples.sample import AS_OF, Years

GRID = 400


def counts(count: Floats, exposure: Floats, rng: np.random.Generator) -> Floats:
    """Draws (draw, 2) of the mean and dispersion of over-dispersed counts; a part of a year counts for less exposure.

    Two parameters need no sampler: their posterior is evaluated on a grid of ln m and 1 / sqrt(k), and cells are drawn.
    """
    log_mean, spread = np.linspace(-3.0, 6.0, GRID), np.linspace(0.0, 4.0, GRID + 1)[1:]
    m = np.exp(log_mean)[:, None, None] * exposure
    k = spread[None, :, None] ** -2
    fit = np.asarray(nbinom.logpmf(count, k, k / (k + m))).sum(axis=2)
    density = (
        fit
        + norm.logpdf(log_mean, *provocation.COUNT_MEAN)[:, None]
        + norm.logpdf(spread, 0.0, provocation.COUNT_WIDTH)
    )
    weight = np.exp(density - density.max()).ravel()
    row, column = np.unravel_index(rng.choice(weight.size, DRAWS_KEPT, p=weight / weight.sum()), density.shape)
    within = rng.uniform(-0.5, 0.5, (2, DRAWS_KEPT))
    drawn_mean = np.exp(log_mean[row] + within[0] * (log_mean[1] - log_mean[0]))
    drawn_spread = spread[column] + within[1] * spread[0]
    return np.stack([drawn_mean, drawn_spread**-2], axis=1)


def fit(kind: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Mean and dispersion of the yearly counts of one type of provocation. `run` is unused: no sampler runs."""
    found = samples.sample(kind, years, as_of)
    kept = {"terms": counts(found["count"], found["exposure"], np.random.default_rng(seed))}
    entry = record(
        found,
        equation="provocation",
        specification=kind,
        formula="n_t ~ NegativeBinomial(mean m x share of the year observed, dispersion k)",
        terms=provocation.TERMS,
        priors={
            "mean": two("LogNormal", provocation.COUNT_MEAN),
            "dispersion": f"1 / sqrt(k) ~ {half_normal(provocation.COUNT_WIDTH)}",
        },
        diagnostics=EXACT,
        summary=summarise({**kept, "1 / sqrt(dispersion)": kept["terms"][:, 1] ** -0.5}, {"terms": provocation.TERMS}),
    )
    return Posterior(
        posterior_name("provocation", kind), kept, {}, entry | {"sampler": f"grid of {GRID} x {GRID} cells"}
    )
