r"""A logit with levels of years and intercepts of units, sampled on the axes of its own posterior.

    logit p_n = x_n . b + y_[t(n)] + u_[k(n)],   y_t = rho y_(t-1) + N(0, tau),   u_k ~ N(0, sigma)

A sampler is slow where the scale of one parameter depends on another: y on tau and rho, u on sigma, b on y and on u. Let
theta = (b, y), m and v its mode and that of u at a middling tau, rho and sigma (`foedus.estimate.mode`), I_k the information of
the rows of unit k on u_k, B_k that on (u_k, theta), and C C' the inverse of the Hessian in theta with u eliminated. Then

    theta = m + C (s + L'^-1 z),   L L' = 1 + C_y' (Q - Q_0) C_y,   s = -(L L')^-1 C_y' (Q - Q_0) m_y
    u_k   = (I_k v_k + v_k / sigma_0^2 - B_k (theta - m)) / h_k + r_k / sqrt(h_k),   h_k = I_k + 1 / sigma^2

with Q(rho, tau) the precision of the levels, Q_0 the one at the mode, C_y the rows of C that belong to the levels: mean and
spread of theta given (rho, tau) and of u given (theta, sigma) if the likelihood were Normal. It is not, so z and r are only
near N(0, 1) and near independence of tau, rho and sigma. Priors are set on b, y and u and the determinants of the map are
counted: the posterior is unchanged.

Sources: Rue, Martino & Chopin (2009), doi:10.1111/j.1467-9868.2008.00700.x (the Normal approximation); Papaspiliopoulos,
Roberts & Skold (2007), doi:10.1214/088342307000000014 (centring as much as the data inform).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.scipy.linalg import cho_solve, solve_triangular
from scipy.special import expit

from foedus.arrays import Floats, Ints
from foedus.estimate.mode import (
    LEVEL_PERSISTENCE,
    LEVEL_SCALE,
    Design,
    level_precision,
    mode,
    mode_of_units,
)

LEAST = 0.02
"""The map follows tau down to about here: Q of a smaller one cannot be factored in single precision."""


class Axes(NamedTuple):
    """The map. `precision` is that of the levels at the mode; those after it are of the units, empty where there are none.

    pull    I v + v / sigma_0^2
    sigma   sigma_0, 0 without units
    """

    mode: Any
    matrix: Any
    precision: Any
    information: Any
    pull: Any
    cross: Any
    sigma: Any


def axes(
    design: Design, events: Floats, trials: Floats, location: Floats, width: Floats, unit: Ints, units: int
) -> Axes:
    """The map for coefficients with prior Normal(location, width), levels of `design`, and units."""
    k, size = len(location), len(location) + design.levels
    own = np.asarray(level_precision(design.levels, LEVEL_PERSISTENCE, LEVEL_SCALE), np.float64)
    prior = np.zeros((size, size))
    prior[:k, :k], prior[k:, k:] = np.diag(width**-2), own
    centre = np.concatenate([location, np.zeros(design.levels)])
    if not units:
        found = mode(design, events, trials, centre, prior)
        parts = [found.b, _root(found.hessian), own, np.empty(0), np.empty(0), np.empty((0, size)), np.zeros(())]
        return Axes(*(jnp.asarray(part, jnp.float32) for part in parts))
    found = mode_of_units(design, events, trials, centre, prior, unit, units)
    p = expit(design.odds(found.b) + found.u[unit])
    weight = trials * p * (1.0 - p)
    information: Floats = np.asarray(np.bincount(unit, weight, units), np.float64)
    pull = found.u * (information + found.sigma**-2)
    cross = design.by_unit(unit, weight, units)
    parts = [found.b, _root(found.hessian), own, information, pull, cross, np.asarray(found.sigma)]
    return Axes(*(jnp.asarray(part, jnp.float32) for part in parts))


def at_mode(axes: Axes, seed: int, draws: int) -> dict[str, Floats]:
    """Draws of theta, rho, tau, sigma and r (`dyad_raw`) were the posterior Normal on its axes; rho, tau, sigma at the mode."""
    rng = np.random.default_rng(seed)
    size = axes.matrix.shape[0]
    theta = np.asarray(axes.mode) + rng.standard_normal((draws, size)) @ np.asarray(axes.matrix, np.float64).T
    return {
        "theta": theta,
        "year_persistence": np.full(draws, LEVEL_PERSISTENCE),
        "year_scale": np.full(draws, LEVEL_SCALE),
        "sigma": np.full(draws, float(axes.sigma)),
        "dyad_raw": rng.standard_normal((draws, axes.information.shape[0])),
    }


def _root(hessian: Floats) -> Floats:
    return np.asarray(np.linalg.cholesky(np.linalg.inv(hessian)), np.float64)


def along(name: str, axes: Axes, persistence: Any, scale: Any) -> Any:
    """theta, sampled as z under `name`, with no prior yet: the caller adds it on b and the levels."""
    levels = axes.precision.shape[0]
    size = axes.matrix.shape[0]
    own, mean = axes.matrix[size - levels :], axes.mode[size - levels :]
    extra = level_precision(levels, persistence, jnp.sqrt(scale**2 + LEAST**2)) - axes.precision
    root = jnp.linalg.cholesky(jnp.eye(size) + own.T @ (extra @ own))
    numpyro.factor(f"{name}_volume", -jnp.log(jnp.diag(root)).sum())
    z = _free(name, size)
    shift = cho_solve((root, True), -own.T @ (extra @ mean))
    return axes.mode + axes.matrix @ (shift + solve_triangular(root.T, z, lower=False))


def intercepts(name: str, axes: Axes, theta: Any, sigma: Any) -> Any:
    """u ~ N(0, sigma), prior included, sampled as r under `name`."""
    raw = _free(name, axes.information.shape[0])
    u = of_units(axes, theta, sigma, raw)
    volume = -0.5 * jnp.log(axes.information + sigma**-2).sum()
    numpyro.factor(f"{name}_prior", dist.Normal(0.0, sigma).log_prob(u).sum() + volume)
    return u


def of_units(axes: Axes, theta: Any, sigma: Any, raw: Any) -> Any:
    """u of r; theta (..., size), sigma (...,) and r (..., units) may have draws before."""
    h = axes.information + jnp.asarray(sigma)[..., None] ** -2.0
    return (axes.pull - (theta - axes.mode) @ axes.cross.T) / h + raw / jnp.sqrt(h)


def _free(name: str, size: int) -> Any:
    return numpyro.sample(name, dist.ImproperUniform(dist.constraints.real_vector, (), (size,)))
