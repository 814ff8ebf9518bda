r"""Estimate the drift of UN ideal points by a Kalman filter that integrates the latent points and the centres out.

The state of a country is (z, c), its ideal point and its centre, jointly Normal. With
q_t = s^2 + k_d^2 D_t + k_a^2 A_t,

    predict   z <- c + r (z - c) + a (w_t - z),   V_zc <- h V_zc + (1 - r) V_cc,
              V_zz <- h^2 V_zz + 2 h (1 - r) V_zc + (1 - r)^2 V_cc + q_t,   h = r - a
    observe   y ~ N(z, e),   gain = (V_zz, V_zc) / (V_zz + e^2)

w_t being the mean of the partners' points as observed the year before (where there is none, a is 0), and starting in the
year of the first vote from c ~ N(m, sigma_c), z | c ~ N(c, s / sqrt(1 - r^2)). c does not change, so its distribution
in the last year is its posterior given all data. The posterior file keeps C, with the gap g_i0 of the last two years.

Sources: Kalman (1960), J. Basic Engineering 82, 35-45; Durbin & Koopman (2012), Time Series Analysis by State Space
Methods.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax import lax
from numpy.typing import NDArray

from foedus.equations import alignment
from foedus.equations.prior import half_normal, normal, two
from foedus.estimate import checks
from foedus.estimate.posterior import Posterior, Units
from foedus.estimate.record import record, summarise
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import sample
from foedus.estimate.samples import alignment as samples
from foedus.estimate.samples.sample import AS_OF, Sample, Years

FORMULA = "z_it = c_i + r (z_i,t-1 - c_i) + a g_i,t-1 + N(0, s) + N(0, k_regime) on a change;  observed = z + N(0, e)"
PRIORS = {
    "persistence": two("Beta", alignment.PERSISTENCE),
    **{
        name: normal(0.0, width) if name in ("centre_mean", "attraction") else half_normal(width)
        for name, width in alignment.WIDTH.items()
    },
}


SITES = (*alignment.TERMS, "noise", "centre_mean", "centre_sigma")


class Belief(NamedTuple):
    """Means and variances of (z, c), one per state."""

    z: Any
    c: Any
    zz: Any
    zc: Any
    cc: Any


def model(observed: Any, seen: Any, democracy: Any, autocracy: Any, partners: Any, tied: Any) -> None:
    """Likelihood of the observed points (T, N); `seen` marks votes, `democracy` and `autocracy` weigh the shocks.

    `partners` is the mean point of the pact partners in the year before, where `tied`.
    """
    width = alignment.WIDTH
    persistence = numpyro.sample("persistence", dist.Beta(*alignment.PERSISTENCE))
    scale = numpyro.sample("scale", dist.HalfNormal(width["scale"]))
    shocks = [
        numpyro.sample(f"shock_{regime}", dist.HalfNormal(width[f"shock_{regime}"]))
        for regime in ("democracy", "autocracy")
    ]
    attraction = tied * numpyro.sample("attraction", dist.Normal(0.0, width["attraction"]))
    noise = numpyro.sample("noise", dist.HalfNormal(width["noise"]))
    mean = numpyro.sample("centre_mean", dist.Normal(0.0, width["centre_mean"]))
    sigma = numpyro.sample("centre_sigma", dist.HalfNormal(width["centre_sigma"]))
    moved = scale**2 + shocks[0] ** 2 * democracy + shocks[1] ** 2 * autocracy
    last, fits = filtered(observed, seen, moved, partners, attraction, persistence, scale, noise, mean, sigma)
    numpyro.deterministic("centre_raw", last.c)
    numpyro.deterministic("centre_sd_raw", jnp.sqrt(last.cc))
    numpyro.factor("votes", fits.sum())


def filtered(
    observed: Any,
    seen: Any,
    moved: Any,
    partners: Any,
    attraction: Any,
    persistence: Any,
    scale: Any,
    noise: Any,
    mean: Any,
    sigma: Any,
) -> tuple[Belief, Any]:
    """Belief after the last year, and the log-likelihood of each year's votes; all but the parameters are (T, N)."""
    states = observed.shape[1]
    apart = scale**2 / (1.0 - persistence**2)
    full = jnp.ones(states)
    start = Belief(mean * full, mean * full, (sigma**2 + apart) * full, sigma**2 * full, sigma**2 * full)

    def year(carry: tuple[Belief, Any], row: tuple[Any, ...]) -> tuple[tuple[Belief, Any], Any]:
        belief, begun = carry
        y, voted, variance, pulled_to, pull = row
        b = alignment.Coefficients(persistence, scale, None, None, pull)
        ahead = _predict(belief, b, pulled_to, variance)
        ahead = Belief(*(jnp.where(begun, new, old) for new, old in zip(ahead, belief, strict=True)))
        spread = ahead.zz + noise**2
        fit = jnp.where(voted, dist.Normal(ahead.z, jnp.sqrt(spread)).log_prob(y), 0.0)
        after = _observe(ahead, y, spread)
        belief = Belief(*(jnp.where(voted, new, old) for new, old in zip(after, ahead, strict=True)))
        return (belief, begun | voted), fit.sum()

    (belief, _), fits = lax.scan(year, (start, jnp.zeros(states, bool)), (observed, seen, moved, partners, attraction))
    return belief, fits


def _predict(belief: Belief, b: alignment.Coefficients, partners: Any, variance: Any) -> Belief:
    home, held = 1.0 - b.persistence, b.persistence - b.attraction
    z = alignment.expected(b, alignment.Terms(centre=belief.c, previous=belief.z, gap=partners - belief.z))
    zz = held**2 * belief.zz + 2.0 * held * home * belief.zc + home**2 * belief.cc + variance
    return Belief(z, belief.c, zz, held * belief.zc + home * belief.cc, belief.cc)


def _observe(b: Belief, y: Any, spread: Any) -> Belief:
    miss = y - b.z
    gain_z, gain_c = b.zz / spread, b.zc / spread
    return Belief(
        b.z + gain_z * miss,
        b.c + gain_c * miss,
        b.zz - gain_z * b.zz,
        b.zc - gain_z * b.zc,
        b.cc - gain_c * b.zc,
    )


def estimate(found: Sample, *, seed: int = 1, run: Run = QUIET, warmup: int = 400, draws: int = 1000) -> Posterior:
    """The posterior of one sample."""
    checks.some(found, "ideal points")
    seen, tied = np.isfinite(found["observed"]), np.isfinite(found["partners"])
    data = {
        "observed": jnp.asarray(np.where(seen, found["observed"], 0.0), jnp.float32),
        "seen": jnp.asarray(seen),
        "democracy": jnp.asarray(found["democracy"], jnp.float32),
        "autocracy": jnp.asarray(found["autocracy"], jnp.float32),
        "partners": jnp.asarray(np.where(tied, found["partners"], 0.0), jnp.float32),
        "tied": jnp.asarray(tied, jnp.float32),
    }
    drawn, diagnostics = sample(
        model, data, seed=seed, warmup=warmup, draws=draws, chains=2, run=run, dense=SITES, target=0.9
    )
    kept = {
        "terms": np.stack([drawn[term] for term in alignment.TERMS], axis=1),
        "noise": drawn["noise"],
        "centre_mean": drawn["centre_mean"],
        "centre_sigma": drawn["centre_sigma"],
    }
    gap = found["partners"][-1] - latest(found["observed"][:-1])
    drawn_to = np.where(np.isfinite(gap), gap, 0.0) * (drawn["attraction"] / (1.0 - drawn["persistence"]))[:, None]
    centre = drawn["centre_raw"] + drawn_to
    spread = np.sqrt((drawn["centre_sd_raw"] ** 2).mean(axis=0) + centre.var(axis=0))
    centres = Units(found["ccode"].astype(np.int64), centre.mean(axis=0), spread)
    return Posterior(
        "alignment",
        kept,
        {"centre": centres},
        record(
            found,
            equation="alignment",
            specification="latent AR(1) with attraction to pact partners and measurement noise",
            formula=FORMULA,
            terms=alignment.TERMS,
            priors=PRIORS,
            diagnostics=diagnostics,
            summary=summarise(kept, {"terms": alignment.TERMS}),
        ),
    )


def fit(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """The posterior of the drift of ideal points."""
    return estimate(samples.sample(years, as_of), seed=seed, run=run)


def latest(observed: NDArray[np.float64]) -> NDArray[np.float64]:
    """The last observed point of each state (N,), NaN where it never voted."""
    row = np.where(np.isfinite(observed), np.arange(len(observed))[:, None], -1).max(axis=0)
    return np.where(row >= 0, observed[row, np.arange(observed.shape[1])], np.nan)
