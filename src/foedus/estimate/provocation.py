"""Estimate provocations: the level that walks, its step and the dispersion of yearly counts, on a grid."""

from __future__ import annotations

from datetime import date

import numpy as np
from scipy.stats import nbinom, norm

from foedus.arrays import Floats
from foedus.equations import provocation
from foedus.equations.prior import half_normal, normal, two
from foedus.equations.registry import posterior_name
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, summarise
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import DRAWS_KEPT, EXACT
from foedus.estimate.samples import provocation as samples
from foedus.estimate.samples.sample import AS_OF, Years
from foedus.estimate.walk import LEVELS, SPREADS, STEPS, drawn

GRID = 400
RECENT = 5
"""Years whose mean is the base rate."""


def counts(count: Floats, exposure: Floats, rng: np.random.Generator, draws: int = DRAWS_KEPT) -> Floats:
    """Draws (draw, 2) of the mean and dispersion of over-dispersed counts of one level; a part of a year counts for less.

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
    row, column = np.unravel_index(rng.choice(weight.size, draws, p=weight / weight.sum()), density.shape)
    within = rng.uniform(-0.5, 0.5, (2, draws))
    drawn_mean = np.exp(log_mean[row] + within[0] * (log_mean[1] - log_mean[0]))
    drawn_spread = spread[column] + within[1] * spread[0]
    return np.stack([drawn_mean, drawn_spread**-2], axis=1)


def fit(kind: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Level, step and dispersion of the yearly counts of one type of provocation. `run` is unused: no sampler runs."""
    found = samples.sample(kind, years, as_of)
    rng = np.random.default_rng(seed)
    walked = drawn(found["count"], found["exposure"], rng, DRAWS_KEPT)
    terms = {
        "mean": np.exp(walked.level),
        "dispersion": walked.dispersion,
        "step": walked.step,
        "low": walked.floor - walked.level,
        "high": walked.ceiling - walked.level,
    }
    kept = {"terms": np.stack([terms[name] for name in provocation.TERMS], axis=1)}
    entry = record(
        found,
        equation="provocation",
        specification=kind,
        formula="n_t ~ NegativeBinomial(mean exp(x_t) x share of the year observed, dispersion k);  x_t = x_(t-1) + s N(0, 1)",
        terms=provocation.TERMS,
        priors={
            "level of the first year": two("LogNormal", provocation.COUNT_MEAN),
            "step": f"ln s ~ {normal(*(round(each, 3) for each in provocation.STEP))}",
            "dispersion": f"1 / sqrt(k) ~ {half_normal(provocation.COUNT_WIDTH)}",
        },
        diagnostics=EXACT,
        summary=summarise({**kept, "1 / sqrt(dispersion)": walked.dispersion**-0.5}, {"terms": provocation.TERMS}),
    )
    entry["sample"] |= {"recent": recent(found["count"], found["exposure"], rng)}
    return Posterior(
        posterior_name("provocation", kind),
        kept,
        {},
        entry | {"sampler": f"filter on a grid of {STEPS} x {SPREADS} x {LEVELS} cells"},
    )


def recent(count: Floats, exposure: Floats, rng: np.random.Generator) -> dict[str, float]:
    """The last years on record: events, the years that were observed, and the yearly mean with its 90% interval."""
    events, years = count[-RECENT:], exposure[-RECENT:]
    mean = counts(events, years, rng)[:, 0]
    rate = float(events.sum() / years.sum())
    low, high = np.quantile(mean, [0.05, 0.95])
    return {
        "events": int(events.sum()),
        "years": round(float(years.sum()), 3),
        "mean": round(rate, 3),
        "low": round(min(float(low), rate), 3),
        "high": round(max(float(high), rate), 3),
    }
