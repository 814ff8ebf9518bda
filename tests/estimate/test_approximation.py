"""The Normal approximation: exact where the posterior is Normal, near a sampler's where it is not, units independent or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

pytest.importorskip("numpyro")

import jax.numpy as jnp
import numpyro
import numpyro.distributions as dist

from foedus.errors import ModelError
from foedus.estimate import checks
from foedus.estimate.run import Run
from foedus.estimate.sampler import Draws, sample
from foedus.estimate.samples.sample import Sample

pytestmark = pytest.mark.fit


def _drawn(model: Callable[..., None], data: dict[str, Any]) -> tuple[Draws, dict[str, Any]]:
    return sample(model, data, seed=1, warmup=0, draws=0, chains=0, run=Run(approximate=True))


def _line(x: Any, y: Any) -> None:
    b = numpyro.sample("b", dist.Normal(0.0, 2.0).expand([2]).to_event(1))
    numpyro.deterministic("double", 2.0 * b)
    numpyro.sample("y", dist.Normal(x @ b, 0.5), obs=y)


def test_a_normal_posterior_is_itself() -> None:
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(40), rng.standard_normal(40)])
    y = x @ [1.0, -2.0] + 0.5 * rng.standard_normal(40)
    drawn, diagnostics = _drawn(_line, {"x": jnp.asarray(x), "y": jnp.asarray(y)})
    precision = x.T @ x / 0.25 + np.eye(2) / 4.0
    mean, covariance = np.linalg.solve(precision, x.T @ y / 0.25), np.linalg.inv(precision)
    sd = np.sqrt(np.diag(covariance))
    assert drawn["b"].mean(axis=0) == pytest.approx(mean, abs=float(4.0 * sd.max() / np.sqrt(500)))
    assert drawn["b"].std(axis=0) == pytest.approx(sd, rel=0.15)
    assert (drawn["double"] == 2.0 * drawn["b"]).all()
    assert diagnostics["chains"] == 0


def _groups(unit: Any, units: int, events: Any, trials: Any) -> None:
    mean = numpyro.sample("mean", dist.Normal(0.0, 2.0))
    sigma = numpyro.sample("sigma", dist.HalfNormal(1.0))
    raw = numpyro.sample("own_raw", dist.Normal(0.0, 1.0).expand([units]).to_event(1))
    odds = numpyro.deterministic("own", mean + sigma * raw)
    numpyro.sample("y", dist.Binomial(trials, logits=odds[unit]).to_event(1), obs=events)


def test_intercepts_of_units_and_their_spread_are_recovered() -> None:
    rng = np.random.default_rng(4)
    own = rng.normal(-1.0, 0.8, 60)
    trials = np.full(60, 40)
    events = rng.binomial(trials, 1.0 / (1.0 + np.exp(-own)))
    data = {"unit": jnp.arange(60), "units": 60, "events": jnp.asarray(events), "trials": jnp.asarray(trials)}
    drawn, _ = _drawn(_groups, data)
    assert abs(drawn["mean"].mean() + 1.0) < 3 * 0.8 / np.sqrt(60)
    assert abs(drawn["sigma"].mean() - 0.8) < 0.25
    assert 0.03 < drawn["sigma"].std() < 0.2
    inside = np.abs(drawn["own"].mean(axis=0) - own) < 2.0 * drawn["own"].std(axis=0)
    assert inside.mean() > 0.85


def _crossed(row: Any, column: Any, y: Any) -> None:
    a = numpyro.sample("a_raw", dist.Normal(0.0, 1.0).expand([6]).to_event(1))
    b = numpyro.sample("b_raw", dist.Normal(0.0, 1.0).expand([5]).to_event(1))
    numpyro.sample("y", dist.Normal(a[row] + b[column], 0.3), obs=y)


def test_crossed_units_are_not_taken_for_independent() -> None:
    row, column = (each.ravel() for each in np.meshgrid(np.arange(6), np.arange(5), indexing="ij"))
    y = np.random.default_rng(5).standard_normal(30)
    drawn, _ = _drawn(_crossed, {"row": jnp.asarray(row), "column": jnp.asarray(column), "y": jnp.asarray(y)})
    design = np.hstack([np.eye(6)[row], np.eye(5)[column]])
    precision = design.T @ design / 0.09 + np.eye(11)
    mean, covariance = np.linalg.solve(precision, design.T @ y / 0.09), np.linalg.inv(precision)
    both = np.hstack([drawn["a_raw"], drawn["b_raw"]])
    assert both.mean(axis=0) == pytest.approx(mean, abs=4.0 * float(np.sqrt(covariance.max() / 500)))
    assert np.corrcoef(both[:, 0], both[:, 6])[0, 1] == pytest.approx(
        covariance[0, 6] / np.sqrt(covariance[0, 0] * covariance[6, 6]), abs=0.15
    )


def test_what_a_sample_leaves_open_is_refused_or_listed() -> None:
    found = Sample({"y": np.zeros(4)}, (1950, 1960), {}, {})
    design = np.column_stack([np.ones(4), np.arange(4.0)])
    with checks.noted() as said:
        checks.logit(found, "ends", design, np.zeros(4), ["constant", "age"])
        checks.logit(found, "ends", design, np.array([0.0, 0.0, 1.0, 1.0]), ["constant", "age"])
    assert said[0] == "of 4 rows of ends in 1950:1960, none is an event"
    assert "'age' separates the 2 events from the rest" in said[1]
    with pytest.raises(ModelError, match="none is an event; widen --years"):
        checks.logit(found, "ends", design, np.zeros(4), ["constant", "age"])
