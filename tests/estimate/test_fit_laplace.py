"""The map of `laplace` changes where a sampler walks, not the posterior."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.fit

ROWS, LEVELS, UNITS, TERMS = 400, 5, 12, 2


@pytest.fixture(scope="module")
def laplace() -> ModuleType:
    pytest.importorskip("numpyro")
    from foedus.estimate import laplace

    return laplace


@pytest.fixture(scope="module")
def axes(laplace: ModuleType) -> Any:
    rng = np.random.default_rng(4)
    x = np.column_stack([np.ones(ROWS), rng.standard_normal(ROWS)])
    unit, level = rng.integers(UNITS, size=ROWS), rng.integers(LEVELS, size=ROWS)
    odds = x @ np.array([-1.0, 0.5]) + rng.standard_normal(UNITS)[unit]
    events = (rng.random(ROWS) < 1.0 / (1.0 + np.exp(-odds))).astype(np.float64)
    design = laplace.Design(x, level, LEVELS)
    return laplace.axes(design, events, np.ones(ROWS), np.zeros(TERMS), np.ones(TERMS), unit, UNITS)


@pytest.mark.parametrize(("rho", "scale", "sigma"), [(0.6, 0.25, 1.0), (0.1, 0.6, 0.4), (0.9, 0.1, 2.0)])
def test_its_determinant_is_counted(laplace: ModuleType, axes: Any, rho: float, scale: float, sigma: float) -> None:
    import jax
    import jax.numpy as jnp
    import numpyro.distributions as dist
    from numpyro import handlers

    size = TERMS + LEVELS
    at = jnp.asarray(np.random.default_rng(5).standard_normal(size + UNITS), jnp.float32)

    def mapped(z: Any) -> Any:
        with handlers.seed(rng_seed=0), handlers.substitute(data={"axes": z[:size], "dyad_raw": z[size:]}):
            theta = laplace.along("axes", axes, rho, scale)
            return jnp.concatenate([theta, laplace.intercepts("dyad_raw", axes, theta, sigma)])

    def factors() -> float:
        def draw() -> None:
            laplace.intercepts("dyad_raw", axes, laplace.along("axes", axes, rho, scale), sigma)

        data = {"axes": at[:size], "dyad_raw": at[size:]}
        sites = handlers.trace(handlers.substitute(handlers.seed(draw, 0), data=data)).get_trace()
        return float(sum(sites[name]["fn"].log_factor for name in ("axes_volume", "dyad_raw_prior")))

    volume = float(jnp.linalg.slogdet(jax.jacfwd(mapped)(at))[1])
    fixed = float(jnp.linalg.slogdet(axes.matrix)[1])
    prior = float(dist.Normal(0.0, sigma).log_prob(mapped(at)[size:]).sum())
    assert factors() == pytest.approx(volume - fixed + prior, abs=2e-3)


def test_levels_and_units_are_normal_ones_where_nothing_is_seen(laplace: ModuleType) -> None:
    x, level, unit = np.ones((1, 1)), np.zeros(1, np.int64), np.zeros(1, np.int64)
    design = laplace.Design(x, level, LEVELS)
    axes = laplace.axes(design, np.zeros(1), np.full(1, 1e-9), np.zeros(1), np.ones(1), unit, 1)
    theta = np.asarray(axes.mode)
    assert laplace.of_units(axes, theta, 0.7, np.array([1.0])) == pytest.approx([0.7], abs=1e-4)
    np.testing.assert_allclose(axes.matrix[1:, 1:] @ axes.matrix[1:, 1:].T @ axes.precision, np.eye(LEVELS), atol=1e-4)
