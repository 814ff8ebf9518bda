r"""Coefficients of a logit, sampled on the axes of their own posterior.

A cubic of peace years and a constant are so correlated that a sampler moves through them in thousands of tiny steps.
With m the mode of the logit without intercepts of units and C C' the inverse of the negative Hessian there,

    b = m + C z

turns the target into one near N(0, 1) in z. The prior is set on b and the map is linear: the posterior is unchanged.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpy.typing import NDArray

from foedus.models.design import columns as columns

Floats = NDArray[np.float64]


class Axes(NamedTuple):
    """The mode and the matrix C of b = mode + C z."""

    mode: Floats
    matrix: Floats


def axes(design: Floats, events: Floats, trials: Floats, location: Floats, precision: Floats) -> Axes:
    """Mode and scale of the binomial logit with prior Normal(location, precision^-1), by Newton's method."""
    b = location.astype(np.float64)
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-design @ b))
        gradient = design.T @ (events - trials * p) - precision @ (b - location)
        hessian = (design * (trials * p * (1.0 - p))[:, None]).T @ design + precision
        step = np.linalg.solve(hessian, gradient)
        b = b + step * min(1.0, 3.0 / max(np.abs(step).max(), 1e-12))
        if np.abs(step).max() < 1e-6:
            break
    return Axes(b, np.linalg.cholesky(np.linalg.inv(hessian)))


def along(name: str, axes: Axes) -> Any:
    """Sample a vector along the axes, with no prior yet: the caller adds it on the vector itself."""
    free = dist.ImproperUniform(dist.constraints.real_vector, (), (len(axes.mode),))
    z = numpyro.sample(name, free)
    return jnp.asarray(axes.mode) + jnp.asarray(axes.matrix) @ z
