"""The level and its changes: against the posterior by brute force, and against what was planted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import ruptures
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.watch.brute import exact

from foedus.arrays import Floats
from foedus.errors import InputError
from foedus.watch import level
from foedus.watch.grid import CELLS, STEP, grid_of
from foedus.watch.level import USUAL, Followed, follow, follow_each, watching

JANUARY = np.datetime64("2000-01")
EVEN = replace(USUAL, season=1e12)
"""Beliefs without a season."""


@pytest.mark.parametrize(
    "counts",
    [[1, 0, 2, 1, 9, 12, 8], [7, 9, 6, 0, 1, 0, 0], [0, 0, np.nan, 3, np.nan, 4, 5], [2, 2, 2, 2, 2, 2, 2]],
    ids=["rise", "fall", "unknown months", "even"],
)
@pytest.mark.parametrize("window", [3, 24])
def test_it_is_the_posterior_that_brute_force_finds(
    counts: list[float], window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(level, "LEAST_KNOWN", 1)
    beliefs = replace(EVEN, hazard=0.08, window=window, dispersions=(1.0, 6.0))
    asked = np.array([counts], float)
    found, true = follow(asked, 0, beliefs), exact(asked[0], grid_of(asked)[0], beliefs)
    told = (found.up[0, -1], found.down[0, -1], found.levels[0, -1] @ found.grid[0])
    assert told == pytest.approx(true, rel=1e-9)
    assert found.levels[0, -1].sum() == pytest.approx(1.0)


@pytest.fixture(scope="module")
def drawn() -> tuple[Floats, Floats, Followed]:
    """Series drawn as the module has it: level by month, counts, and what was followed."""
    random, months, size = np.random.default_rng(7), 144, 192
    path = np.empty((size, months))
    path[:, 0] = random.uniform(np.log(0.3), np.log(20.0), size)
    for t in range(1, months):
        changes = random.random(size) < USUAL.hazard
        path[:, t] = path[:, t - 1] + changes * random.normal(0.0, USUAL.jump, size)
    k = random.choice(USUAL.dispersions, (size, 1))
    counts = random.poisson(random.gamma(k, np.exp(path) / k)).astype(float)
    counts[:, 60:63] = np.nan
    return np.exp(path), counts, follow(counts, 0)


def happened(path: Floats, way: int, t: int) -> Floats:
    """Whether the last change within the window went that way, by the ratio or more."""
    steps = np.diff(np.log(path[:, max(t - USUAL.window, 0) : t + 1]), axis=1)
    last = steps.shape[1] - 1 - np.argmax(steps[:, ::-1] != 0.0, axis=1)
    return way * steps[np.arange(len(steps)), last] >= np.log(USUAL.ratio)


def test_of_months_said_p_a_share_p_has_a_change(drawn: tuple[Floats, Floats, Followed]) -> None:
    path, _, found = drawn
    months = range(48, 144, 24)
    said = np.concatenate([side[:, t] for side in (found.up, found.down) for t in months])
    came = np.concatenate([happened(path, way, t) for way in (1, -1) for t in months])
    for low, high in ((0.0, 0.1), (0.1, 0.3), (0.3, 0.7), (0.7, 0.9), (0.9, 1.0)):
        there = (said >= low) & (said < high)
        error = np.sqrt(np.mean(said[there] * (1.0 - said[there])) / there.sum())
        assert abs(said[there].mean() - came[there].mean()) < 3.0 * error + 0.01


def test_its_intervals_hold_the_level_as_often_as_they_say(drawn: tuple[Floats, Floats, Followed]) -> None:
    path, _, found = drawn
    below = found.levels[:, -1].cumsum(axis=1)
    for low, high in ((0.05, 0.95), (0.25, 0.75)):
        ends = [found.grid[np.arange(len(path)), (below < end).sum(axis=1)] for end in (low, high)]
        edge = np.exp(0.5 * STEP)
        inside = np.mean((path[:, -1] >= ends[0] / edge) & (path[:, -1] <= ends[1] * edge))
        assert high - low - 0.08 < inside < high - low + 0.16


def test_it_dates_a_change_as_ruptures_does_that_looks_back() -> None:
    random, change = np.random.default_rng(8), 70
    mean = np.where(np.arange(84) < change, 2.0, 8.0)
    ours, theirs = [], []
    for _ in range(25):
        counts = random.poisson(random.gamma(5.0, mean / 5.0)).astype(float)
        ours.append(int(watching(counts, JANUARY).since[-1]))
        theirs.append(ruptures.KernelCPD(kernel="linear").fit(np.sqrt(counts)[:, None]).predict(n_bkps=1)[0])
    assert np.median(np.abs(np.subtract(ours, theirs))) <= 1.0
    assert np.mean(np.abs(np.subtract(ours, change))) <= np.mean(np.abs(np.subtract(theirs, change))) + 0.5


def test_months_that_are_not_known_are_not_zero() -> None:
    counts = np.full(72, 6.0)
    silent, unknown = counts.copy(), counts.copy()
    silent[-8:], unknown[-8:] = 0.0, np.nan
    assert watching(silent, JANUARY).down[-1] > 0.95
    assert watching(unknown, JANUARY).down[-1] < 0.15
    assert watching(unknown, JANUARY).level[-1] == pytest.approx(6.0, rel=0.2)


def test_a_season_that_comes_every_year_is_learned_and_is_no_change() -> None:
    random = np.random.default_rng(3)
    season = np.where(np.arange(240) % 12 < 6, 1.7, 0.3)
    counts = random.poisson(8.0 * season).astype(float)
    found, flat = watching(counts, JANUARY), watching(counts, JANUARY, EVEN)
    assert found.season == pytest.approx(np.where(np.arange(12) < 6, 1.7, 0.3), abs=0.3)
    assert flat.season == pytest.approx(np.ones(12), abs=1e-6)
    k = np.array(USUAL.dispersions)
    assert k @ found.dispersion > 2.0 * (k @ flat.dispersion)
    assert np.nanmean(found.probability) < 0.15


def test_salvoes_counted_by_missile_are_a_small_dispersion() -> None:
    random = np.random.default_rng(5)
    days = random.poisson(1.5, 180)
    missiles = np.array([random.geometric(0.3, n).sum() for n in days], float)
    counted = watching(missiles, JANUARY).dispersion
    by_day = watching(days.astype(float), JANUARY).dispersion
    k = np.array(USUAL.dispersions)
    assert k @ counted < 0.5 * (k @ by_day)


@given(st.lists(st.one_of(st.integers(0, 30), st.just(float("nan"))), min_size=40, max_size=40), st.integers(25, 39))
@settings(max_examples=15)
def test_what_is_told_of_a_month_rests_on_no_later_one(counts: list[float], cut: int) -> None:
    whole = np.array([counts], float)
    assert_same = np.testing.assert_allclose
    early, later = follow(whole[:, :cut], 4), follow(whole, 4)
    if np.isfinite(whole[0, :cut]).sum() < level.LEAST_KNOWN:
        return
    assert_same(early.up, later.up[:, :cut])
    assert_same(early.levels, later.levels[:, :cut])


def test_one_past_with_two_futures_is_followed_as_each_is_whole() -> None:
    random = np.random.default_rng(9)
    past = random.poisson(random.choice([0.2, 3.0, 60.0], (40, 1)), (40, 31)).astype(float)
    past[3, :5] = np.nan
    futures = [random.poisson(mean, (40, months)).astype(float) for mean, months in ((9.0, 30), (0.1, 4))]
    futures[0][5, 3:9] = np.nan
    for future, found in zip(futures, follow_each(past, futures, 5), strict=True):
        for one, whole in zip(found, follow(np.concatenate([past, future], axis=1), 5), strict=True):
            np.testing.assert_array_equal(one, whole)
    with pytest.raises(ValueError, match="a past of 8 months that are known; 24 or more"):
        follow_each(past[:, :13], futures, 5)


@given(st.lists(st.integers(0, 5000), min_size=30, max_size=60))
@settings(max_examples=15)
def test_probabilities_are_probabilities(counts: list[int]) -> None:
    found = follow(np.array([counts], float), 0)
    assert found.levels.shape == (1, len(counts), CELLS)
    assert found.levels.sum(axis=2) == pytest.approx(1.0)
    told = found.up[0, level.LEAST_KNOWN - 1 :], found.down[0, level.LEAST_KNOWN - 1 :]
    assert all(((each >= 0.0) & (each <= 1.0)).all() for each in told)
    assert found.season.mean(axis=1) == pytest.approx(1.0)


def test_too_little_of_the_past_and_counts_below_zero_are_refused() -> None:
    with pytest.raises(InputError, match="23 months are known, and a baseline needs 24"):
        watching(np.append(np.ones(23), np.nan), JANUARY)
    with pytest.raises(InputError, match="a count of -1 is not allowed"):
        watching(np.append(np.ones(30), -1.0), JANUARY)
