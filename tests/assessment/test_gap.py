"""Shares cluster by parameter set, and the part of a gap that comes from parameters is the one that was planted."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.assessment.after import effective
from foedus.assessment.gap import Counted, Sample


def sample(sets, each):
    return Sample.of(np.tile(np.arange(sets), each), 1)


def everywhere(happened):
    return Counted(happened, np.ones(len(happened), bool))


def test_the_error_of_sets_that_are_all_or_nothing_is_that_of_the_sets():
    rng = np.random.default_rng(1)
    by_set = rng.random(400) < 0.3
    found = sample(400, 10).column(everywhere(np.tile(by_set, 10)))
    p = by_set.mean()
    assert found.estimate.value == pytest.approx(p)
    assert found.error == pytest.approx(np.sqrt(p * (1 - p) / 399), rel=1e-9)
    assert found.estimate.high - found.estimate.low == pytest.approx(2 * 1.645 * found.error, rel=0.1)


def test_the_error_of_sets_that_are_alike_is_that_of_the_futures():
    happened = np.random.default_rng(1).random(4000) < 0.3
    found = sample(400, 10).column(everywhere(happened))
    assert found.error == pytest.approx(np.sqrt(0.3 * 0.7 / 4000), rel=0.1)


@pytest.mark.parametrize(("sets", "told"), [(29, False), (30, True)])
def test_under_thirty_sets_nothing_is_told(sets, told):
    happened = np.random.default_rng(1).random(sets * 40) < 0.3
    found = sample(sets, 40)
    column = found.column(everywhere(happened))
    assert column.effective_sets == pytest.approx(sets)
    assert (column.estimate.value is not None, column.error is not None) == (told, told)
    assert (found.gap(everywhere(happened), everywhere(~happened), selected=True) is not None) == told


def test_the_effective_number_counts_sets_that_have_most_of_the_futures():
    assert effective(np.array([5, 5, 5, 0])) == pytest.approx(3.0)
    assert effective(np.array([100, 1, 1])) == pytest.approx(102**2 / 10002)
    assert effective(np.zeros(3, np.int64)) == 0.0


def test_no_outcome_at_all_still_has_an_interval():
    nothing = np.zeros(800, bool)
    column = sample(200, 4).column(everywhere(nothing))
    assert (column.estimate.value, column.estimate.low) == (0.0, 0.0)
    assert 0.0 < column.estimate.high < 0.01
    assert column.error == pytest.approx(np.sqrt(0.5 / 801 / 800), rel=0.01)
    half = np.arange(800) % 2 == 0
    gap = sample(200, 4).gap(everywhere(nothing), everywhere(half), selected=False)
    assert gap.estimate.value == pytest.approx(-0.5)
    assert gap.estimate.low < -0.5 < gap.estimate.high < -0.4


def test_the_same_futures_have_no_gap_at_all():
    happened = np.random.default_rng(1).random(800) < 0.3
    gap = sample(200, 4).gap(everywhere(happened), everywhere(happened), selected=False)
    assert (gap.estimate.value, gap.estimate.low, gap.estimate.high, gap.clear) == (0.0, 0.0, 0.0, False)


def planted(parameters, events, sets=10_000, each=5, seed=1):
    """Futures whose condition and outcome share something of their set, something of the future, or both, on a scale of one."""
    rng = np.random.default_rng(seed)
    group = np.tile(np.arange(sets), each)
    common = parameters * rng.choice([-1.0, 1.0], sets)[group] + events * rng.choice([-1.0, 1.0], sets * each)
    meets, happens = (rng.random((2, sets * each)) < 0.4 + 0.15 * common).tolist()
    return Sample.of(group, seed), np.array(meets), np.array(happens)


@pytest.mark.parametrize(
    ("parameters", "events", "share"), [(1.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 1.0, 0.5), (1.0, 0.5, 0.8)]
)
def test_the_part_of_parameters_is_the_one_that_was_planted(parameters, events, share):
    """The gap is Cov(condition, outcome) / P(condition) = .15^2 (parameters^2 + events^2) / .4."""
    found, meets, happens = planted(parameters, events)
    gap = found.gap(Counted(happens, meets), everywhere(happens), selected=True)
    assert gap.clear
    assert gap.estimate.value == pytest.approx(0.15**2 * (parameters**2 + events**2) / 0.4, abs=0.012)
    assert gap.share.value == pytest.approx(share, abs=0.15)
    assert gap.share.low - 0.05 < share < gap.share.high + 0.05
    assert gap.parameters.value == pytest.approx(0.15**2 * parameters**2 / 0.4, abs=0.01)


def test_a_future_is_not_compared_with_itself():
    """With two futures a set, half of what goes with the condition in a future would be counted for the parameters."""
    found, meets, happens = planted(0.0, 1.0, sets=20_000, each=2)
    gap = found.gap(Counted(happens, meets), everywhere(happens), selected=True)
    shares = found.sums(happens) / 2
    alone = (shares[found.group][meets]).mean() - happens.mean()
    assert alone / gap.estimate.value == pytest.approx(0.5, abs=0.1)
    assert abs(gap.share.value) < 0.1


def test_a_gap_that_is_not_clear_has_no_share():
    found, meets, happens = planted(0.0, 0.0, sets=200)
    gap = found.gap(Counted(happens, meets), everywhere(happens), selected=True)
    assert (gap.clear, gap.share) == (False, None)
    assert gap.parameters is not None


def test_an_independent_condition_has_a_clear_gap_one_time_in_ten():
    clear = []
    for seed in range(120):
        found, meets, happens = planted(0.0, 0.0, sets=200, each=4, seed=seed)
        clear.append(found.gap(Counted(happens, meets), everywhere(happens), selected=True).clear)
    assert 0.04 < np.mean(clear) < 0.18
