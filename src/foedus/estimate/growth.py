"""Estimate growth, one posterior per index and specification, scored against no change on the last ten years."""

from __future__ import annotations

from datetime import date
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpy.typing import NDArray

from foedus.equations import growth
from foedus.equations.prior import half_normal, normal, two
from foedus.equations.registry import posterior_name
from foedus.estimate import checks
from foedus.estimate.design import named
from foedus.estimate.mode import looked_up
from foedus.estimate.posterior import Posterior, Units
from foedus.estimate.record import record, summarise, units
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import sample
from foedus.estimate.samples import growth as samples
from foedus.estimate.samples.sample import AS_OF, Sample, Years

FORMULAS = {
    "no-change": "d_it = s_f f_t + s t_nu,  f_t ~ N(0, 1)",
    "common-mean": "d_it = m + r (d_i,t-1 - m) + s_f f_t + s t_nu,  f_t ~ N(0, 1)",
    **dict.fromkeys(
        ("own-mean", "new-mean"),
        "d_it = m_i + r (d_i,t-1 - m_i) + s_f f_t + s t_nu,  m_i ~ N(m, sigma),  f_t ~ N(0, 1)",
    ),
}
PRIORS = {
    "persistence": "Uniform(-1, 1)",
    "scale": half_normal(growth.WIDTH["scale"]),
    "df": two("Gamma", growth.DF),
    "factor_sd": half_normal(growth.WIDTH["factor_sd"]),
    "bound": "not estimated: 99.9% quantile of the absolute changes in the sample",
    "mean": normal(0.0, growth.WIDTH["mean"]),
    "sigma": half_normal(growth.WIDTH["sigma"]),
}
HELD_OUT = 10
NOBODY = Units(np.empty(0, np.int64), np.empty(0), np.empty(0))


def model(change: Any, previous: Any, state: Any, states: int, year: Any, years: int, moves: bool) -> None:
    """Student-t innovations around each state's own mean and the level of the year.

    The sampled quantities are the level of the year, (1 - r) m + s_f f_t, and the deviations m_i - m, which are
    identified. `moves` False holds m and r at zero; `states` of 0 holds the deviations at zero.
    """
    width = growth.WIDTH
    persistence = numpyro.sample("persistence", dist.Uniform(-1.0, 1.0)) if moves else 0.0
    scale = numpyro.sample("scale", dist.HalfNormal(width["scale"]))
    df = numpyro.sample("df", dist.Gamma(*growth.DF))
    factor_sd = numpyro.sample("factor_sd", dist.HalfNormal(width["factor_sd"]))
    mean = numpyro.sample("mean", dist.Normal(0.0, width["mean"])) if moves else 0.0
    own: Any = 0.0
    if states:
        sigma = numpyro.sample("sigma", dist.HalfNormal(width["sigma"]))
        own = (sigma * numpyro.sample("state_raw", dist.Normal(0.0, 1.0).expand([states]).to_event(1)))[state]
    common = growth.expected(mean, persistence, 0.0)
    level = numpyro.sample("level_raw", dist.Normal(common, factor_sd).expand([years]).to_event(1))
    centre = growth.expected(own, persistence, previous) + level[year]
    numpyro.sample("change", dist.StudentT(df, centre, scale), obs=change)


def estimate(
    index: str, name: str, found: Sample, *, seed: int = 1, run: Run = QUIET, warmup: int = 500, draws: int = 5000
) -> Posterior:
    """The posterior of one index on one sample in the specification `name`, without held-out scores."""
    specification = growth.SPECIFICATIONS[name]
    checks.some(found, f"growth of {index}")
    codes, state = np.unique(found["ccode"], return_inverse=True)
    data = {
        "change": jnp.asarray(found["change"], jnp.float32),
        "previous": jnp.asarray(found["previous"], jnp.float32),
        "state": jnp.asarray(state, jnp.int32),
        "states": len(codes) if "sigma" in specification.terms else 0,
        "year": jnp.asarray(found["year"] - found.years[0], jnp.int32),
        "years": found.years[1] - found.years[0] + 1,
        "moves": "mean" in specification.terms,
    }
    shared = specification.terms
    drawn, diagnostics = sample(
        model, data, seed=seed, warmup=warmup, draws=draws, chains=2, run=run, dense=shared, target=0.8
    )
    none = np.zeros(len(drawn["scale"]))
    bound = np.full(len(none), found["bound"][0])
    columns = [bound if term == "bound" else drawn.get(term, none) for term in growth.TERMS]
    kept = {
        "terms": np.stack(columns, axis=1),
        "mean": drawn.get("mean", none),
        "sigma": drawn.get("sigma", none),
    }
    intercepts = {}
    if specification.units:
        intercepts["state"] = units(codes, drawn["mean"][:, None] + drawn["sigma"][:, None] * drawn["state_raw"])
    return Posterior(
        posterior_name(f"growth-{index}", name),
        kept,
        intercepts,
        record(
            found,
            equation=f"growth-{index}",
            specification=name,
            formula=FORMULAS[name],
            terms=growth.TERMS,
            priors={term: PRIORS[term] for term in (*shared, "bound")},
            diagnostics=diagnostics,
            summary=summarise({term: drawn[term] for term in shared} | {"bound": bound}, {}),
        ),
    )


def fit(
    index: str, name: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """The posterior of one index in one specification; with all years, it is also scored on the last ten by a fit to
    the years before them.
    """
    found = samples.sample(index, years, as_of)
    fitted = estimate(index, name, found, seed=seed, run=run)
    if years is not None or as_of != AS_OF:
        return fitted
    origin = found.years[1] - HELD_OUT
    before = samples.sample(index, (found.years[0] - 1, origin))
    early = estimate(index, name, before, seed=seed, run=run)
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
    known = posterior.units.get("state", NOBODY)
    codes = rows["ccode"].astype(np.int64)
    b = named(growth.Coefficients, posterior.draws["terms"].T[:, :, None])
    shape = (posterior.size, rows.rows)
    new = posterior.draws["mean"][:, None] + posterior.draws["sigma"][:, None] * rng.standard_normal(shape)
    own = looked_up(known.codes, codes, known.mean, np.nan) + looked_up(known.codes, codes, known.sd, np.nan) * (
        rng.standard_normal(shape)
    )
    means = np.where(np.isnan(own), new, own)
    year = rows["year"].astype(np.int64) - int(rows["year"].min())
    factor = rng.standard_normal((posterior.size, int(year.max()) + 1))[:, year]
    change = growth.expected(means, b.persistence, rows["previous"]) + b.factor_sd * factor
    change = change + b.scale * rng.standard_t(np.broadcast_to(b.df, shape))
    return np.asarray(np.clip(change, -b.bound, b.bound))
