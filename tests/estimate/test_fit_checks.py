"""What no sampler can make up for is refused by name; chains are those of NumPyro's own driver."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.errors import DataError, ModelError

pytest.importorskip("numpyro")

import jax
import numpyro
import numpyro.distributions as dist
from numpyro.infer import MCMC, NUTS, init_to_median

from foedus.estimate import checks, registry, sampler
from foedus.estimate.equations import equations
from foedus.estimate.posterior import posterior_names
from foedus.estimate.run import Store, digest
from foedus.estimate.samples.sample import Sample

pytestmark = pytest.mark.fit

TERMS = ("constant", "defended", "ratio")


def found(rows: int) -> Sample:
    return Sample({"year": np.zeros(rows)}, (1946, 1950), {}, {})


def drawn(seed: int, rows: int = 400) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(rows), rng.integers(0, 2, rows), rng.normal(size=rows)])
    y = (rng.random(rows) < 1.0 / (1.0 + np.exp(-(x @ np.array([-1.0, 0.5, 0.8]))))).astype(float)
    return x, y


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_a_sample_with_a_maximum_passes_and_a_separated_one_names_its_term(seed: int) -> None:
    x, y = drawn(seed)
    checks.logit(found(400), "wars", x, y, TERMS)
    apart = y.copy()
    apart[x[:, 1] == 0] = 0.0
    with pytest.raises(ModelError, match=r"wars in 1946:1950: 'defended' separates the \d+ events"):
        checks.logit(found(400), "wars", x, apart, TERMS)
    with pytest.raises(ModelError, match="'ratio' separates"):
        checks.logit(found(400), "wars", x, (x[:, 2] > 0.3).astype(float), TERMS)


def test_a_flag_of_what_nobody_knows_may_be_separated() -> None:
    x, y = drawn(1)
    y[x[:, 1] == 0] = 0.0
    checks.logit(found(400), "pacts", x, y, ("constant", "regime_unknown", "ratio"))


def test_a_term_that_never_varies_is_left_to_its_prior() -> None:
    x, y = drawn(2)
    x[:, 1] = 1.0
    checks.logit(found(400), "wars", x, y, TERMS)


def test_no_event_and_no_row_are_refused_with_the_years() -> None:
    x, _ = drawn(3)
    with pytest.raises(ModelError, match="of 400 rows of wars in 1946:1950, none is an event; widen --years"):
        checks.logit(found(400), "wars", x, np.zeros(400), TERMS)
    with pytest.raises(ModelError, match="every one is an event"):
        checks.logit(found(400), "wars", x, np.ones(400), TERMS)
    with pytest.raises(ModelError, match="the sample of wars has no row in 1946:1950"):
        checks.logit(found(0), "wars", x[:0], np.zeros(0), TERMS)


def test_a_column_that_is_lacking_is_named() -> None:
    with pytest.raises(DataError, match=r"no column 'starts', which the equation needs \(it has: year\)"):
        found(3)["starts"]


def line(x: Any, y: Any) -> None:
    b = numpyro.sample("b", dist.Normal(0.0, 2.0).expand([2]).to_event(1))
    scale = numpyro.sample("scale", dist.HalfNormal(1.0))
    numpyro.deterministic("twice", 2.0 * b)
    numpyro.sample("y", dist.Normal(b[0] + b[1] * x, scale), obs=y)


def test_chunks_make_the_draws_of_numpyros_own_driver(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    data = {"x": rng.normal(size=200), "y": rng.normal(size=200)}
    kernel = NUTS(line, init_strategy=init_to_median(num_samples=5), dense_mass=[("b", "scale")])
    other = MCMC(kernel, num_warmup=110, num_samples=260, num_chains=2, chain_method="sequential", progress_bar=False)
    other.run(jax.random.PRNGKey(5), **data)
    draws, _ = sampler.sample(line, data, seed=5, warmup=110, draws=260, chains=2, dense=("b", "scale"), strict=False)
    for name, value in other.get_samples().items():
        every = np.linspace(0, 519, sampler.DRAWS_KEPT).round().astype(int)
        assert draws[name] == pytest.approx(np.asarray(value)[every], rel=1e-3, abs=1e-4), name


def test_a_damaged_checkpoint_counts_as_none(tmp_path: Path) -> None:
    store = Store(tmp_path, "line")
    store.save("ab", {"done": np.array(3)})
    assert store.load("ab") == {"done": 3}
    store.path("ab").write_bytes(store.path("ab").read_bytes()[:40])
    assert store.load("ab") is None
    assert store.load("cd") is None
    Store(tmp_path, "line").clear()
    assert len(list(tmp_path.iterdir())) == 1, "another fit's is left alone"
    store.clear()
    assert list(tmp_path.iterdir()) == []


def test_the_digest_sees_data_options_and_model() -> None:
    data = {"x": np.arange(3.0), "prior": dist.Normal(np.zeros(2), np.ones(2)).to_event(1), "name": "force"}
    first = digest(line, data, {"seed": 1})
    assert first == digest(line, {**data, "x": np.arange(3.0)}, {"seed": 1})
    others = [
        digest(line, {**data, "x": np.arange(3.0) + 1e-9}, {"seed": 1}),
        digest(line, {**data, "prior": dist.Normal(np.zeros(2), 2 * np.ones(2)).to_event(1)}, {"seed": 1}),
        digest(line, {**data, "name": "war"}, {"seed": 1}),
        digest(line, data, {"seed": 2}),
        digest(drawn, data, {"seed": 1}),
    ]
    assert len({first, *others}) == 6


GOOD = {
    "max_rhat": 1.001, "max_rhat_at": "b peace", "divergences": 0.0, "min_ess_bulk": 400.0,
    "min_ess_bulk_at": "sigma", "draws": 1000, "chains": 2, "warmup": 300,
}  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"max_rhat": 1.05}, r"R-hat of 'b peace' is 1.050, allowed 1.01; raise --draws \(now 500\)"),
        (
            {"max_rhat_units": 1.06, "share_rhat_units": 0.004},
            r"0.4% of the intercepts .* highest is 1.060, allowed 1.05",
        ),
        ({"max_rhat_units": 1.02, "share_rhat_units": 0.03}, r"3.0% of the intercepts .* above 1.01, allowed 1%"),
        ({"divergences": 0.02}, r"2.0% of draws diverged, allowed 0.1%"),
        ({"min_ess_bulk": 40.0}, r"effective sample size of 'sigma' is 40, at least 400 are needed"),
    ],
)
def test_bad_diagnostics_are_refused_by_name(bad: dict[str, Any], message: str) -> None:
    sampler._refuse(GOOD)
    sampler._refuse({**GOOD, "max_rhat_units": 1.02, "share_rhat_units": 0.01})
    with pytest.raises(ModelError, match=message):
        sampler._refuse({**GOOD, **bad})


def test_the_worst_element_is_named() -> None:
    rng = np.random.default_rng(0)
    value = rng.normal(size=(2, 500, 3))
    value[1, :, 2] += 3.0
    assert sampler.convergence(value, TERMS).rhat_at == " ratio"
    assert sampler.convergence(value).rhat_at == "[2]"
    assert sampler.convergence(value[:, :, 0]).rhat_at == ""


def test_every_fit_has_a_row_and_every_row_a_fit() -> None:
    assert set(equations()) == set(registry.names()) == set(posterior_names())
    for each in equations().values():
        assert each.mathematics
        assert each.years[0] < each.years[1]
