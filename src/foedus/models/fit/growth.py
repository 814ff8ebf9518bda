"""Estimate growth, one posterior for each index, and score it against no change in the last ten years."""

from __future__ import annotations

from datetime import date
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpy.typing import NDArray

from foedus.models import growth
from foedus.models.fit import checks
from foedus.models.fit.record import record, summarise, units
from foedus.models.fit.run import QUIET, Run
from foedus.models.fit.sampler import sample
from foedus.models.posterior import Posterior
from foedus.models.samples import states as samples
from foedus.models.samples.sample import AS_OF, Sample, Years

FORMULA = "d_it = m_i + r (d_i,t-1 - m_i) + s_f f_t + s t_nu,  m_i ~ N(m, sigma),  f_t ~ N(0, 1)"
PRIORS = {
    "persistence": "Uniform(-1, 1)",
    "scale": "HalfNormal(0.2)",
    "df": "Gamma(2, 0.1)",
    "factor_sd": "HalfNormal(0.2)",
    "bound": "not estimated: 99.9% quantile of the absolute changes in the sample",
    "mean": "Normal(0, 0.1)",
    "sigma": "HalfNormal(0.05)",
}
HELD_OUT = 10


def model(change: Any, previous: Any, state: Any, states: int, year: Any, years: int) -> None:
    """Student-t innovations around each state's own mean and the level of the year.

    Sampled are the level of the year whole, (1 - r) m + s_f f_t, and the deviations m_i - m: what a sampler can tell apart.
    """
    persistence = numpyro.sample("persistence", dist.Uniform(-1.0, 1.0))
    scale = numpyro.sample("scale", dist.HalfNormal(0.2))
    df = numpyro.sample("df", dist.Gamma(2.0, 0.1))
    factor_sd = numpyro.sample("factor_sd", dist.HalfNormal(0.2))
    mean = numpyro.sample("mean", dist.Normal(0.0, 0.1))
    sigma = numpyro.sample("sigma", dist.HalfNormal(0.05))
    apart = sigma * numpyro.sample("state_raw", dist.Normal(0.0, 1.0).expand([states]).to_event(1))
    common = growth.expected(mean, persistence, 0.0)
    level = numpyro.sample("level_raw", dist.Normal(common, factor_sd).expand([years]).to_event(1))
    centre = growth.expected(apart[state], persistence, previous) + level[year]
    numpyro.sample("change", dist.StudentT(df, centre, scale), obs=change)


def estimate(
    index: str, found: Sample, *, seed: int = 1, run: Run = QUIET, warmup: int = 500, draws: int = 750
) -> Posterior:
    """The posterior of one index on one sample, without held-out scores."""
    checks.some(found, f"growth of {index}")
    codes, state = np.unique(found["ccode"], return_inverse=True)
    data = {
        "change": jnp.asarray(found["change"], jnp.float32),
        "previous": jnp.asarray(found["previous"], jnp.float32),
        "state": jnp.asarray(state, jnp.int32),
        "states": len(codes),
        "year": jnp.asarray(found["year"] - found.years[0], jnp.int32),
        "years": found.years[1] - found.years[0] + 1,
    }
    drawn, diagnostics = sample(
        model, data, seed=seed, warmup=warmup, draws=draws, chains=2, run=run, dense=SHARED, target=0.8
    )
    bound = np.full(len(drawn["mean"]), found["bound"][0])
    columns = [bound if term == "bound" else drawn[term] for term in growth.TERMS]
    kept = {"terms": np.stack(columns, axis=1), "mean": drawn["mean"], "sigma": drawn["sigma"]}
    return Posterior(
        f"growth-{index}",
        kept,
        {"state": units(codes, drawn["mean"][:, None] + drawn["sigma"][:, None] * drawn["state_raw"])},
        record(
            found,
            equation="growth",
            specification=index,
            formula=FORMULA,
            terms=growth.TERMS,
            priors=PRIORS,
            diagnostics=diagnostics,
            summary=summarise(kept, {"terms": growth.TERMS}),
        ),
    )


SHARED = ("persistence", "scale", "df", "factor_sd", "mean", "sigma")


def fit(index: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """The posterior of one index; with all years, also scored on the last ten by a fit that did not see them."""
    found = samples.growth(index, years, as_of)
    fitted = estimate(index, found, seed=seed, run=run)
    if years is not None or as_of != AS_OF:
        return fitted
    origin = found.years[1] - HELD_OUT
    before = samples.growth(index, (found.years[0] - 1, origin))
    early = estimate(index, before, seed=seed, run=run)
    scores = score(early, found.where(found["year"] > origin), seed=seed)
    return Posterior(
        fitted.name, fitted.draws, fitted.units, {**fitted.record, "scores": {"fitted to": origin, **scores}}
    )


def score(posterior: Posterior, held_out: Sample, *, seed: int = 1) -> dict[str, Any]:
    """One-year-ahead scores: CRPS of the forecast and of no change, absolute error of the median and of no change.

    skill = 1 - CRPS / CRPS of no change (a point, so its CRPS is its absolute error); coverage of the 90% interval.
    """
    forecast = np.sort(predict(posterior, held_out, np.random.default_rng(seed)), axis=0)
    change = held_out["change"]
    size = len(forecast)
    rank = (2.0 * np.arange(1, size + 1) - size - 1.0)[:, None]
    crps = np.abs(forecast - change).mean(axis=0) - (rank * forecast).sum(axis=0) / size**2
    low, median, high = np.quantile(forecast, [0.05, 0.5, 0.95], axis=0)
    found = {
        "crps": crps.mean(),
        "crps no change": np.abs(change).mean(),
        "skill": 1.0 - crps.mean() / np.abs(change).mean(),
        "absolute error of the median": np.abs(median - change).mean(),
        "skill of the median": 1.0 - np.abs(median - change).mean() / np.abs(change).mean(),
        "coverage of 90%": ((change >= low) & (change <= high)).mean(),
    }
    return {"rows": held_out.rows, **{name: round(float(value), 4) for name, value in found.items()}}


def predict(posterior: Posterior, rows: Sample, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draws (draw, row) of the change of each row given that of the year before."""
    known = posterior.units["state"]
    codes = rows["ccode"].astype(np.int64)
    place = np.clip(np.searchsorted(known.codes, codes), 0, len(known.codes) - 1)
    seen = known.codes[place] == codes
    persistence, scale, df, factor_sd, bound = (column[:, None] for column in posterior.draws["terms"].T)
    shape = (posterior.size, rows.rows)
    new = posterior.draws["mean"][:, None] + posterior.draws["sigma"][:, None] * rng.standard_normal(shape)
    means = np.where(seen, known.mean[place] + known.sd[place] * rng.standard_normal(shape), new)
    year = rows["year"].astype(np.int64) - int(rows["year"].min())
    factor = rng.standard_normal((posterior.size, int(year.max()) + 1))[:, year]
    change = growth.expected(means, persistence, rows["previous"]) + factor_sd * factor
    change = change + scale * rng.standard_t(np.broadcast_to(df, shape))
    return np.asarray(np.clip(change, -bound, bound))
