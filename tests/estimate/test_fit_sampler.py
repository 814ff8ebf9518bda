"""The sampler recovers what made the data, keeps what it promises and refuses what did not converge."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from foedus.errors import ModelError

pytest.importorskip("numpyro")

import numpyro
import numpyro.distributions as dist

from foedus.estimate import linear
from foedus.estimate.sampler import DRAWS_KEPT, convergence, sample

pytestmark = pytest.mark.fit


def line(x: Any, y: Any) -> None:
    b = numpyro.sample("b", dist.Normal(0.0, 2.0).expand([2]).to_event(1))
    numpyro.sample("y", dist.Normal(b[0] + b[1] * x, 1.0), obs=y)


def test_recovers_a_line_and_keeps_500_draws() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=2000)
    y = 1.0 + 2.0 * x + rng.normal(size=2000)
    draws, diagnostics = sample(line, {"x": x, "y": y}, seed=1, warmup=300, draws=500, chains=2)
    assert draws["b"].shape == (DRAWS_KEPT, 2)
    assert draws["b"].mean(axis=0) == pytest.approx([1.0, 2.0], abs=0.1)
    assert diagnostics["max_rhat"] < 1.02
    assert diagnostics["divergences"] == 0.0


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(ModelError, match="at least 500"):
        sample(line, {}, seed=1, warmup=10, draws=10, chains=2)


def test_convergence_sees_chains_that_disagree() -> None:
    rng = np.random.default_rng(0)
    good = rng.normal(size=(2, 500, 3))
    assert convergence(good)[0] < 1.01
    assert convergence(good)[1] > 700
    assert convergence(good + np.array([0.0, 2.0])[:, None, None])[0] > 1.2
    assert convergence(np.zeros((2, 500, 1)))[:2] == (1.0, np.inf)


def test_a_fit_that_did_not_converge_is_refused_by_name() -> None:
    def wide() -> None:
        numpyro.sample("far", dist.Normal(0.0, 1e6))

    with pytest.raises(ModelError, match="R-hat of 'far'"):
        sample(wide, {}, seed=1, warmup=1, draws=250, chains=2)


def test_axes_are_the_mode_and_curvature_of_a_logit() -> None:
    rng = np.random.default_rng(2)
    x = np.stack([np.ones(4000), rng.normal(size=4000)], axis=1)
    y = (rng.random(4000) < 1.0 / (1.0 + np.exp(-(x @ np.array([-1.0, 0.7]))))).astype(float)
    axes = linear.axes(x, y, np.ones(4000), np.zeros(2), np.eye(2) / 9.0)
    assert axes.mode == pytest.approx([-1.0, 0.7], abs=0.15)
    p = 1.0 / (1.0 + np.exp(-x @ axes.mode))
    assert x.T @ (y - p) == pytest.approx(axes.mode / 9.0, abs=1e-4)
    hessian = (x * (p * (1 - p))[:, None]).T @ x + np.eye(2) / 9.0
    assert axes.matrix @ axes.matrix.T @ hessian == pytest.approx(np.eye(2), abs=1e-5)
