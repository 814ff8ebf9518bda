"""The No-U-Turn sampler, run the same way for every equation; a fit that did not converge is refused.

Sources: Hoffman & Gelman (2014), JMLR 15, 1593-1623; Phan, Pradhan & Jankowiak (2019), arXiv:1912.11554 (NumPyro).
Rank-normalised R-hat and bulk effective sample size: Vehtari et al. (2021), doi:10.1214/20-BA1221.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import jax
import numpy as np
from numpy.typing import NDArray
from numpyro.diagnostics import effective_sample_size, split_gelman_rubin
from numpyro.infer import NUTS, init_to_median
from scipy.stats import norm, rankdata

from foedus.errors import ModelError
from foedus.estimate.approximation import approximate
from foedus.estimate.chain import EXTRA, Kept, Sampler, signature
from foedus.estimate.run import QUIET, Run, digest

DRAWS_KEPT = 500
"""Draws kept of every posterior."""

HIGHEST_RHAT = 1.01
HIGHEST_DIVERGENT = 0.001
LOWEST_SIZE = 400
"""Effective draws below which a fit is refused: the mean of a parameter is then unsure by a twentieth of its own spread,
and R-hat itself is too noisy to be read (Vehtari et al. 2021)."""

RAW = "_raw"
"""Sites whose name ends so are intercepts of units: reported apart, because there are thousands."""
HIGHEST_SHARE, HIGHEST_RHAT_UNITS = 0.01, 1.05
"""Of units one, and of the others at most this share, may have an R-hat above HIGHEST_RHAT, and none one above
HIGHEST_RHAT_UNITS. With m half chains that have converged, R-hat^2 - 1 is near chi-squared(m - 1) / effective draws: the
largest of thousands lies above HIGHEST_RHAT by chance, and a bound on it would be one on the number of units."""
AXES = "axes"
"""The site of a sampler's own coordinates (`linear`, `laplace`): not judged, since what they are mapped to is."""

EXACT = {"chains": 0, "draws": DRAWS_KEPT, "max_rhat": 1.0, "divergences": 0.0, "note": "independent draws, no sampler"}
"""Diagnostics of a posterior that needed none."""

Draws = dict[str, NDArray[Any]]


def sample(
    model: Callable[..., None],
    data: Mapping[str, Any],
    *,
    seed: int,
    warmup: int,
    draws: int,
    chains: int,
    run: Run = QUIET,
    dense: Sequence[str] = (),
    target: float = 0.8,
    strict: bool = True,
    labels: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> tuple[Draws, dict[str, Any]]:
    """Sample `model(**data)`: DRAWS_KEPT draws of every site, draw axis first, and the diagnostics.

    warmup, draws   of each chain, unless `run` has its own
    dense    sites that share one dense mass matrix, for correlated coefficients
    target   acceptance the step size is adapted to
    strict   refuse a fit that did not converge
    labels   names of the elements of a site, for messages

    Raises ModelError when an R-hat is above HIGHEST_RHAT (of units: see HIGHEST_SHARE), more than HIGHEST_DIVERGENT of the
    draws diverged, or an effective sample size is below LOWEST_SIZE.
    """
    if run.approximate:
        return approximate(model, data, seed=seed, draws=DRAWS_KEPT, units=RAW)
    warmup, draws = run.warmup or warmup, run.draws or draws
    if chains * draws < DRAWS_KEPT:
        raise ModelError(
            f"{chains} chains of {draws} draws are {chains * draws}; at least {DRAWS_KEPT} are needed: "
            f"draws of {math.ceil(DRAWS_KEPT / chains)} or more"
        )
    options = {"seed": seed, "warmup": warmup, "draws": draws, "dense": tuple(dense), "target": target}
    kept = [
        Kept(run.store, digest(model, data, {**options, "chain": chain}) if run.store else "")
        for chain in range(chains)
    ]
    sampler = _sampler(model, tuple(dense), target, signature(data)).turned_to(data)
    by_chain = _chains(sampler, seed, warmup, draws, kept, run)
    extra = {name: by_chain.pop(name) for name in EXTRA}
    diagnostics = _diagnose(by_chain, float(np.mean(extra["diverging"])), labels)
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


@lru_cache(maxsize=1)
def _sampler(model: Callable[..., None], dense: tuple[str, ...], target: float, signature: str) -> Sampler:
    """The compiled sampler of the last fit, if the next has data of the same shapes."""
    kernel = NUTS(
        model,
        init_strategy=init_to_median(num_samples=5),
        dense_mass=[dense] if dense else False,
        target_accept_prob=target,
    )
    return Sampler(kernel)


def _chains(sampler: Sampler, seed: int, warmup: int, draws: int, kept: Sequence[Kept], run: Run) -> Draws:
    """Draws of every site of every chain, (chain, draw, ...), one chain after another."""
    chains, length = len(kept), warmup + draws
    found = []
    for chain, key in enumerate(jax.random.split(jax.random.PRNGKey(seed), chains)):

        def tell(done: int, chain: int = chain) -> None:
            phase = "warming up" if done < warmup else "sampling"
            run.progress(chain * length + done, chains * length, f"chain {chain + 1} of {chains}, {phase}")

        found.append(sampler.chain(key, warmup, draws, kept[chain], tell))
    return {name: np.stack([each[name] for each in found]) for name in found[0]}


def _thinned(value: NDArray[Any]) -> NDArray[np.float64]:
    """(chain, draw, ...) as DRAWS_KEPT draws, evenly spaced over all chains."""
    flat = value.reshape(-1, *value.shape[2:])
    return np.asarray(flat[np.linspace(0, len(flat) - 1, DRAWS_KEPT).round().astype(int)], dtype=np.float64)


def _diagnose(
    by_chain: Mapping[str, NDArray[Any]], divergent: float, labels: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """The worst R-hat and effective sample size of parameters, with their location, and of intercepts of units."""
    sites = {name: convergence(value, labels.get(name, ())) for name, value in by_chain.items()}
    own = {name: each for name, each in sites.items() if not name.endswith((RAW, AXES))}
    raw = [each for name, each in sites.items() if name.endswith(RAW)]
    highest = max(own, key=lambda name: own[name].rhat)
    lowest = min(own, key=lambda name: own[name].size)
    found = {
        "max_rhat": round(own[highest].rhat, 4),
        "max_rhat_at": highest + own[highest].rhat_at,
        "min_ess_bulk": round(own[lowest].size, 0),
        "min_ess_bulk_at": lowest + own[lowest].size_at,
        "divergences": round(divergent, 5),
    }
    if raw:
        found |= {
            "max_rhat_units": round(max(each.rhat for each in raw), 4),
            "share_rhat_units": round(max(each.share for each in raw), 4),
            "min_ess_bulk_units": round(min(each.size for each in raw), 0),
        }
    return found


class Convergence(NamedTuple):
    """Highest R-hat and lowest effective sample size of one site, and which of its elements has them (' peace')."""

    rhat: float
    size: float
    rhat_at: str = ""
    size_at: str = ""
    share: float = 0.0
    """Share of the elements whose R-hat is above HIGHEST_RHAT."""


def convergence(value: NDArray[Any], names: Sequence[str] = ()) -> Convergence:
    """Rank-normalised split R-hat and bulk effective sample size of one site, (chain, draw, ...), at their worst.

    Elements that never move (terms fixed at zero) are left out.
    """
    flat = value.reshape(*value.shape[:2], -1).astype(np.float64)
    moving = np.flatnonzero(flat.std(axis=(0, 1)) > 0)
    if not len(moving):
        return Convergence(1.0, np.inf)
    single = flat.shape[2] == 1
    flat = flat[:, :, moving]
    folded = np.abs(flat - np.median(flat, axis=(0, 1)))
    ranked = _normal_ranks(flat)
    rhat = np.maximum(split_gelman_rubin(ranked), split_gelman_rubin(_normal_ranks(folded)))
    size = effective_sample_size(ranked)

    def at(place: int) -> str:
        element = int(moving[place])
        return "" if single else f" {names[element]}" if names else f"[{element}]"

    worst, least = int(np.argmax(rhat)), int(np.argmin(size))
    share = max(int(np.sum(rhat > HIGHEST_RHAT)) - 1, 0) / rhat.size
    return Convergence(float(rhat[worst]), float(size[least]), at(worst), at(least), share)


def _normal_ranks(flat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values replaced by the normal scores of their ranks over all chains."""
    chains, draws, size = flat.shape
    ranks = rankdata(flat.reshape(-1, size), axis=0)
    scores: NDArray[np.float64] = norm.ppf((ranks - 0.375) / (chains * draws + 0.25)).reshape(chains, draws, size)
    return scores


def _refuse(diagnostics: Mapping[str, Any]) -> None:
    rhat, divergent, size = (diagnostics[name] for name in ("max_rhat", "divergences", "min_ess_bulk"))
    longer = (
        f"raise --draws (now {diagnostics['draws'] // diagnostics['chains']}) and --warmup ({diagnostics['warmup']})"
    )
    if rhat > HIGHEST_RHAT:
        raise ModelError(
            f"not converged: R-hat of '{diagnostics['max_rhat_at']}' is {rhat:.3f}, allowed {HIGHEST_RHAT}; {longer}"
        )
    share, units = diagnostics.get("share_rhat_units", 0.0), diagnostics.get("max_rhat_units", 1.0)
    if share > HIGHEST_SHARE or units > HIGHEST_RHAT_UNITS:
        raise ModelError(
            f"not converged: R-hat of {share:.1%} of the intercepts of units is above {HIGHEST_RHAT}, allowed "
            f"{HIGHEST_SHARE:.0%}, and the highest is {units:.3f}, allowed {HIGHEST_RHAT_UNITS}; {longer}"
        )
    if divergent > HIGHEST_DIVERGENT:
        raise ModelError(
            f"not converged: {divergent:.1%} of draws diverged, allowed {HIGHEST_DIVERGENT:.1%}; {longer}, "
            "or widen --years"
        )
    if size < LOWEST_SIZE:
        raise ModelError(
            f"too few independent draws: effective sample size of '{diagnostics['min_ess_bulk_at']}' is {size:.0f}, "
            f"at least {LOWEST_SIZE} are needed; {longer}"
        )
