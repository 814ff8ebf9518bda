"""Estimate what states do alone: growth, alignment, governments, provocations, nuclear arms; and the drift of trade."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.nn import softplus
from numpy.typing import NDArray
from scipy.stats import nbinom, norm

from foedus.equations import armament, government, provocation, trade
from foedus.equations.growth import SPECIFICATIONS
from foedus.equations.rivals import posterior_name
from foedus.estimate import alignment, checks, growth, prior
from foedus.estimate.design import PURSUIT, pursuit_design
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, summarise, units
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import EXACT, KEPT, sample
from foedus.estimate.samples import governments as government_samples
from foedus.estimate.samples import states as samples
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years

Floats = NDArray[np.float64]


def elections(lost: Any, held: Any, states: int) -> None:
    """Elections lost, a binomial for each state, with chances partially pooled on the logit scale."""
    mean = numpyro.sample("mean", dist.Normal(*prior.ELECTIONS))
    sigma = numpyro.sample("sigma", dist.HalfNormal(prior.UNIT_WIDTH))
    raw = numpyro.sample("alternation_raw", dist.Normal(0.0, 1.0).expand([states]).to_event(1))
    odds = numpyro.deterministic("alternation", mean + sigma * raw)
    numpyro.sample("lost", dist.Binomial(held, logits=odds).to_event(1), obs=lost)


def fit_government(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Alternation by election, irregular exits by regime, and changes without election.

    The draws `terms` hold the first three terms of the equation; the fourth is `change_given_irregular`.
    """
    found = government_samples.governments(years, as_of)
    checks.occurred(found, "elections lost", float(found["lost"].sum()), float(found["elections"].sum()))
    data = {"lost": jnp.asarray(found["lost"]), "held": jnp.asarray(found["elections"]), "states": found.rows}
    drawn, diagnostics = sample(elections, data, seed=seed, warmup=500, draws=1000, chains=2, run=run, target=0.95)
    rng = np.random.default_rng(seed)
    exits, support = found.notes["irregular exits"], found.notes["leader support, not a democracy"]
    quiet, violent = support["no irregular exit"], support["irregular exit"]
    rates = [_rate(rng, exits[regime]["exits"], exits[regime]["state_years"]) for regime in ("democracy", "autocracy")]
    kept = {
        "terms": np.stack([*rates, _rate(rng, quiet["changes"], quiet["state_years"])], axis=1),
        "mean": drawn["mean"],
        "sigma": drawn["sigma"],
        "change_given_irregular": _rate(rng, violent["changes"], violent["state_years"]),
    }
    return Posterior(
        "government",
        kept,
        {"alternation": units(found["ccode"], drawn["alternation"])},
        record(
            found,
            equation="government",
            specification="hierarchical alternation; rates by regime",
            formula="lost_i ~ Binomial(elections_i, a_i), logit a_i ~ N(m, sigma); rates: Beta posteriors",
            terms=government.TERMS,
            priors={
                "mean": prior.normal(*prior.ELECTIONS),
                "sigma": prior.half_normal(prior.UNIT_WIDTH),
                ", ".join(government.TERMS): prior.two("Beta", prior.RATE),
            },
            diagnostics=diagnostics,
            summary=summarise(kept, {"terms": government.TERMS[:3]}),
        ),
    )


def _rate(rng: np.random.Generator, events: int, trials: int) -> Floats:
    """Draws of a probability given events in trials, Jeffreys prior."""
    return rng.beta(events + prior.RATE[0], trials - events + prior.RATE[1], KEPT)


GRID = 400


def counts(count: Floats, exposure: Floats, rng: np.random.Generator) -> Floats:
    """Draws (draw, 2) of the mean and dispersion of over-dispersed counts; part of a year has its rate for less time.

    Two parameters need no sampler: their posterior is evaluated on a grid of ln m and 1 / sqrt(k), and cells are drawn.
    """
    log_mean, spread = np.linspace(-3.0, 6.0, GRID), np.linspace(0.0, 4.0, GRID + 1)[1:]
    m = np.exp(log_mean)[:, None, None] * exposure
    k = spread[None, :, None] ** -2
    fit = np.asarray(nbinom.logpmf(count, k, k / (k + m))).sum(axis=2)
    density = fit + norm.logpdf(log_mean, *prior.COUNT_MEAN)[:, None] + norm.logpdf(spread, 0.0, prior.COUNT_WIDTH)
    weight = np.exp(density - density.max()).ravel()
    row, column = np.unravel_index(rng.choice(weight.size, KEPT, p=weight / weight.sum()), density.shape)
    within = rng.uniform(-0.5, 0.5, (2, KEPT))
    drawn_mean = np.exp(log_mean[row] + within[0] * (log_mean[1] - log_mean[0]))
    drawn_spread = spread[column] + within[1] * spread[0]
    return np.stack([drawn_mean, drawn_spread**-2], axis=1)


def fit_provocation(
    kind: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """Mean and dispersion of the yearly counts of one type of provocation. `run` is unused: no sampler runs."""
    found = samples.provocation(kind, years, as_of)
    kept = {"terms": counts(found["count"], found["exposure"], np.random.default_rng(seed))}
    entry = record(
        found,
        equation="provocation",
        specification=kind,
        formula="n_t ~ NegativeBinomial(mean m x share of the year observed, dispersion k)",
        terms=provocation.TERMS,
        priors={
            "mean": prior.two("LogNormal", prior.COUNT_MEAN),
            "dispersion": f"1 / sqrt(k) ~ {prior.half_normal(prior.COUNT_WIDTH)}",
        },
        diagnostics=EXACT,
        summary=summarise({**kept, "1 / sqrt(dispersion)": kept["terms"][:, 1] ** -0.5}, {"terms": provocation.TERMS}),
    )
    return Posterior(f"provocation-{kind}", kept, {}, entry | {"sampler": f"grid of {GRID} x {GRID} cells"})


def fit_trade(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Scale of the yearly change of exposure, by the Bayesian bootstrap over dyads (Rubin 1981, Ann. Stat. 9, 130-134).

    s = 1.4826 x weighted median of |change|: the standard deviation of a Normal with that median, unmoved by years of
    misreported trade. `run` is unused: no sampler runs.
    """
    found = samples.trade(years, as_of)
    checks.some(found, "changes of trade")
    rng = np.random.default_rng(seed)
    dyads, dyad = np.unique(found["dyad"], return_inverse=True)
    size = np.abs(found["change"])
    order = np.argsort(size)
    scale = np.empty(KEPT)
    for draw, weight in enumerate(rng.dirichlet(np.ones(len(dyads)), KEPT)):
        total = np.cumsum(weight[dyad][order])
        scale[draw] = 1.4826 * size[order][np.searchsorted(total, total[-1] / 2.0)]
    kept = {"terms": scale[:, None]}
    entry = record(
        found,
        equation="trade",
        specification="random walk",
        formula="ln e_t = ln e_(t-1) + N(0, s),  s = 1.4826 median |change|",
        terms=trade.TERMS,
        priors={"scale": "none: Bayesian bootstrap over dyads, Dirichlet(1, ..., 1) weights"},
        diagnostics=EXACT,
        summary=summarise(kept, {"terms": trade.TERMS}),
    )
    return Posterior("trade", kept, {}, entry | {"sampler": "Bayesian bootstrap"})


def pursuit(x: Mapping[str, Any], starts: Any, location: Any, width: Any) -> None:
    """Logit of starting to pursue nuclear weapons, by the equation's own function."""
    b = numpyro.sample("b", dist.Normal(location, width).to_event(1))
    odds = armament.log_odds(b, *(x[name] for name in PURSUIT))
    numpyro.factor("starts", jnp.sum(starts * odds - softplus(odds)))


def estimate_pursuit(found: Sample, seed: int, run: Run) -> tuple[dict[str, Array], dict[str, Any]]:
    """Draws of the coefficients and the diagnostics."""
    x = {name: found[name] for name in PURSUIT}
    design = pursuit_design(found.arrays)
    checks.logit(found, "starts of pursuit", design, found["starts"], armament.TERMS)
    data = {
        "x": {name: jnp.asarray(value, jnp.float32) for name, value in x.items()},
        "starts": jnp.asarray(found["starts"], jnp.float32),
        "location": prior.PURSUIT.location,
        "width": prior.PURSUIT.width,
    }
    return sample(
        pursuit, data, seed=seed, warmup=400, draws=1000, chains=2, run=run, dense=("b",), labels={"b": armament.TERMS}
    )


def fit_armament(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Hazard of starting to pursue nuclear weapons, and rate of acquiring them while pursuing."""
    found = samples.armament(years, as_of)
    drawn, diagnostics = estimate_pursuit(found, seed, run)
    rng = np.random.default_rng(seed)
    kept = {"b": drawn["b"], "acquisition": _rate(rng, found.notes["acquired"], found.notes["pursuing"])}
    return Posterior(
        "armament",
        kept,
        {},
        record(
            found,
            equation="armament",
            specification="pursuit and acquisition",
            formula="logit Pr(starts to pursue) = b . x;  Pr(possesses | pursuing) = a",
            terms=armament.TERMS,
            priors={
                "b": prior.PURSUIT.words(armament.TERMS),
                "acquisition": prior.two("Beta", prior.RATE),
            },
            diagnostics=diagnostics,
            summary=summarise(kept, {"b": armament.TERMS}),
        ),
    )


JOBS: Mapping[str, Callable[..., Posterior]] = MappingProxyType(
    {
        **{
            posterior_name(f"growth-{index}", name): partial(growth.fit, index, name)
            for index in samples.GROWTH
            for name in SPECIFICATIONS
        },
        "alignment": alignment.fit,
        "government": fit_government,
        "trade": fit_trade,
        **{f"provocation-{kind}": partial(fit_provocation, kind) for kind in samples.PROVOCATION_YEARS},
        "armament": fit_armament,
    }
)
