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

from foedus.arrays import Floats
from foedus.estimate.mode import Design, mode


class Axes(NamedTuple):
    """The mode and the matrix C of b = mode + C z."""

    mode: Floats
    matrix: Floats


def axes(design: Floats, events: Floats, trials: Floats, location: Floats, precision: Floats) -> Axes:
    """Mode and scale of the binomial logit with prior Normal(location, precision^-1)."""
    found = mode(Design(design), events, trials, location, precision)
    return Axes(found.b, np.linalg.cholesky(np.linalg.inv(found.hessian)))


def along(name: str, axes: Axes) -> Any:
    """Sample a vector along the axes, with no prior yet: the caller adds it on the vector itself."""
    free = dist.ImproperUniform(dist.constraints.real_vector, (), (len(axes.mode),))
    z = numpyro.sample(name, free)
    return jnp.asarray(axes.mode) + jnp.asarray(axes.matrix) @ z
