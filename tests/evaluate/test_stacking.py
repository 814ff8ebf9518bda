"""Stacking weights: the best there are, wherever they lie on the simplex."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.evaluate.stacking import mean_stack, stack

SEEDS = st.integers(0, 2**32 - 1)


def _probabilities(seed: int, models: int, rows: int) -> dict[str, np.ndarray]:
    """Models of unlike worth; the last two differ by little, so that one of them may stand for the other."""
    rng = np.random.default_rng(seed)
    truth = rng.beta(0.5, 3.0, rows)
    happened = rng.random(rows) < truth
    noise = rng.uniform(0.0, 1.5, models)[:, None] * rng.normal(size=(models, rows))
    noise[-1] = noise[-2] + rng.normal(0.0, 0.05, rows)
    p = 1.0 / (1.0 + np.exp(-(np.log(truth + 1e-9) - np.log1p(1e-9 - truth) + noise)))
    return {f"m{k}": np.where(happened, each, 1.0 - each) for k, each in enumerate(np.clip(p, 1e-9, 1 - 1e-9))}


@given(SEEDS, st.integers(2, 7), st.integers(5, 300))
def test_no_model_would_gain_by_more_weight(seed: int, models: int, rows: int) -> None:
    given_ = _probabilities(seed, models, rows)
    weights = np.array(list(stack(given_).values()))
    happened = np.stack(list(given_.values()), axis=1)
    gain = (happened / (happened @ weights)[:, None]).mean(axis=0)
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0, abs=1e-3)
    assert gain.max() < 1.0 + 2e-3  # weights are rounded to four digits


@given(SEEDS)
def test_means_over_draws_do_not_depend_on_the_order_of_models(seed: int) -> None:
    given_ = _probabilities(seed, 4, 120)
    cluster = np.arange(120) // 3
    one = mean_stack(given_, cluster, 5)
    other = mean_stack(dict(reversed(given_.items())), cluster, 5)
    assert one == pytest.approx({name: other[name] for name in one}, abs=2e-3)
