"""The No-U-Turn sampler, run the same way for every equation, with a refusal where it did not converge.

Sources: Hoffman & Gelman (2014), JMLR 15, 1593-1623; Phan, Pradhan & Jankowiak (2019), arXiv:1912.11554 (NumPyro).
Rank-normalised R-hat and bulk effective sample size: Vehtari et al. (2021), doi:10.1214/20-BA1221.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jax
import numpy as np
from numpy.typing import NDArray
from numpyro.diagnostics import effective_sample_size, split_gelman_rubin
from numpyro.infer import MCMC, NUTS, init_to_median
from scipy.stats import norm, rankdata

from foedus.errors import ModelError

KEPT = 500
"""Draws kept of every posterior."""

HIGHEST_RHAT = 1.02
HIGHEST_DIVERGENT = 0.005
RAW = "_raw"
"""Sites whose name ends so are standardised intercepts of units: reported apart, because there are thousands."""

Draws = dict[str, NDArray[Any]]


def sample(
    model: Callable[..., None],
    data: Mapping[str, Any],
    *,
    seed: int,
    warmup: int,
    draws: int,
    chains: int,
    progress: bool = True,
    dense: Sequence[str] = (),
    target: float = 0.8,
    strict: bool = True,
) -> tuple[Draws, dict[str, Any]]:
    """Sample `model(**data)`: KEPT draws of every site, draw axis first, and the diagnostics.

    dense    sites that share one dense mass matrix, for correlated coefficients
    target   acceptance the step size is adapted to
    strict   refuse a fit that did not converge

    Raises ModelError when an R-hat is above HIGHEST_RHAT or more than HIGHEST_DIVERGENT of the draws diverged.
    """
    if chains * draws < KEPT:
        raise ModelError(f"chains x draws is {chains * draws}; at least {KEPT} are needed: raise draws")
    kernel = NUTS(
        model,
        init_strategy=init_to_median(num_samples=5),
        dense_mass=[tuple(dense)] if dense else False,
        target_accept_prob=target,
    )
    mcmc = MCMC(
        kernel,
        num_warmup=warmup,
        num_samples=draws,
        num_chains=chains,
        chain_method="sequential",
        progress_bar=progress,
    )
    mcmc.run(jax.random.PRNGKey(seed), extra_fields=("diverging", "num_steps"), **data)
    by_chain = {name: np.asarray(value) for name, value in mcmc.get_samples(group_by_chain=True).items()}
    extra = mcmc.get_extra_fields()
    diagnostics = _diagnose(by_chain, float(np.mean(extra["diverging"])))
    diagnostics |= {
        "chains": chains,
        "draws": chains * draws,
        "warmup": warmup,
        "seed": seed,
        "mean_steps": round(float(np.mean(extra["num_steps"])), 1),
    }
    if strict:
        _refuse(diagnostics)
    return {name: _thinned(value) for name, value in by_chain.items()}, diagnostics


def _thinned(value: NDArray[Any]) -> NDArray[np.float64]:
    """(chain, draw, ...) as KEPT draws, evenly spaced over all chains."""
    flat = value.reshape(-1, *value.shape[2:])
    return np.asarray(flat[np.linspace(0, len(flat) - 1, KEPT).round().astype(int)], dtype=np.float64)


def _diagnose(by_chain: Mapping[str, NDArray[Any]], divergent: float) -> dict[str, Any]:
    worst = {True: ("", 1.0, np.inf), False: ("", 1.0, np.inf)}
    for name, value in by_chain.items():
        raw = name.endswith(RAW)
        rhat, ess = convergence(value)
        where, highest, lowest = worst[raw]
        worst[raw] = (name if rhat > highest else where, max(highest, rhat), min(lowest, ess))
    where, rhat, ess = worst[False]
    found = {
        "max_rhat": round(rhat, 4),
        "max_rhat_at": where,
        "min_ess_bulk": round(ess, 0),
        "divergences": round(divergent, 5),
    }
    if np.isfinite(worst[True][2]):
        found |= {"max_rhat_units": round(worst[True][1], 4), "min_ess_bulk_units": round(worst[True][2], 0)}
    return found


def convergence(value: NDArray[Any]) -> tuple[float, float]:
    """Highest rank-normalised split R-hat and lowest bulk effective sample size of one site, (chain, draw, ...).

    Elements that never move (terms fixed at zero) are left out.
    """
    flat = value.reshape(*value.shape[:2], -1).astype(np.float64)
    flat = flat[:, :, flat.std(axis=(0, 1)) > 0]
    if flat.shape[2] == 0:
        return 1.0, np.inf
    folded = np.abs(flat - np.median(flat, axis=(0, 1)))
    ranked = _normal_ranks(flat)
    rhat = np.maximum(split_gelman_rubin(ranked), split_gelman_rubin(_normal_ranks(folded)))
    return float(np.max(rhat)), float(np.min(effective_sample_size(ranked)))


def _normal_ranks(flat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values replaced by the normal scores of their ranks over all chains."""
    chains, draws, size = flat.shape
    ranks = rankdata(flat.reshape(-1, size), axis=0)
    scores: NDArray[np.float64] = norm.ppf((ranks - 0.375) / (chains * draws + 0.25)).reshape(chains, draws, size)
    return scores


def _refuse(diagnostics: Mapping[str, Any]) -> None:
    rhat, divergent = diagnostics["max_rhat"], diagnostics["divergences"]
    if rhat > HIGHEST_RHAT:
        raise ModelError(
            f"not converged: R-hat of '{diagnostics['max_rhat_at']}' is {rhat:.3f}, allowed {HIGHEST_RHAT}; "
            "raise warmup and draws"
        )
    if divergent > HIGHEST_DIVERGENT:
        raise ModelError(
            f"not converged: {divergent:.1%} of draws diverged, allowed {HIGHEST_DIVERGENT:.1%}; raise target"
        )
