"""A level that walks: known levels and steps are found again, and the filter agrees with an integral by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom, norm

from foedus.equations.provocation import COUNT_MEAN
from foedus.estimate import walk
from foedus.estimate.walk import Walked, ahead, bounds, drawn


def counts(rng: np.random.Generator, years: int, step: float, k: float) -> tuple[np.ndarray, np.ndarray]:
    """Counts of a level that starts at 10 a year, and its logarithm."""
    x = np.log(10.0) + np.concatenate([[0.0], np.cumsum(step * rng.standard_normal(years - 1))])
    return rng.poisson(rng.gamma(k, np.exp(x) / k)).astype(float), x


def test_the_level_and_the_step_that_made_the_counts_are_found() -> None:
    rng = np.random.default_rng(3)
    inside = steps = 0
    for _ in range(20):
        count, x = counts(rng, 60, 0.4, 5.0)
        found = drawn(count, np.ones(60), rng, 400)
        low, high = np.quantile(found.level, [0.05, 0.95])
        inside += bool(low <= x[-1] <= high)
        low, high = np.quantile(found.step, [0.05, 0.95])
        steps += bool(low <= 0.4 <= high)
    assert inside >= 14  # of 20 at 90%: fewer than 14 in 1 of 500
    assert steps >= 14


def test_a_level_that_stood_still_has_a_smaller_step_than_one_that_moved() -> None:
    rng = np.random.default_rng(4)
    still, moved = (drawn(counts(rng, 80, step, 50.0)[0], np.ones(80), rng, 400).step.mean() for step in (0.0, 0.7))
    assert still < 0.3 < 0.5 < moved


def test_one_year_is_the_prior_times_the_likelihood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "SPREADS", 1)
    count, part = np.array([7.0]), np.array([0.5])
    found = drawn(count, part, np.random.default_rng(5), 20_000)
    k = float(walk._spread(np.array([0.5]))[0] ** -2)
    x = np.linspace(*bounds(count, part), 4001)
    density = norm.pdf(x, *COUNT_MEAN) * nbinom.pmf(7, k, k / (k + 0.5 * np.exp(x)))
    mean = float((x * density).sum() / density.sum())
    assert found.level.mean() == pytest.approx(mean, abs=0.03)


def test_what_the_walk_passes_on_adds_up_and_stays_within_bounds() -> None:
    edges = np.linspace(-3.0, 2.0, 51)
    moves = walk._moves((edges[:-1] + edges[1:]) / 2.0, edges, 0.4)
    assert moves.sum(axis=1) == pytest.approx(np.ones(50))
    assert moves[-1, -1] > 0.5  # what would go beyond the ceiling is set to it
    found = Walked(np.zeros(1000), np.full(1000, 0.8), np.ones(1000), -1.0, 0.5)
    later = ahead(found, 30, np.random.default_rng(6))
    assert (later.min(), later.max()) == (-1.0, 0.5)


def test_bounds_are_those_of_the_record() -> None:
    low, high = bounds(np.array([0.0, 3.0]), np.array([1.0, 0.5]))
    assert np.exp([low, high]) == pytest.approx([0.5 / 1.5, 6.0])
    assert np.exp(bounds(np.zeros(4), np.ones(4))[1]) == pytest.approx(2.0)
