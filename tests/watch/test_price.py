"""Prices of alarms: what a threshold costs and brings, from simulation."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.watch.level import USUAL, follow, watching
from foedus.watch.onset import onsets
from foedus.watch.price import HISTORY, Baseline, Price, baseline_of, chosen, price, simulated

STEADY = Baseline(3.0, USUAL.dispersions, (0.0, 0.5, 0.5, 0.0))


@pytest.fixture(scope="module")
def prices() -> tuple[Price, ...]:
    return price(STEADY, (0.3, 0.5, 0.7, 0.9), runs=80)


def test_a_higher_threshold_costs_less_and_finds_less(prices: tuple[Price, ...]) -> None:
    for cheaper in ("false_alarms_8y", "found_24m", "found_fall_24m"):
        values = [getattr(each, cheaper).value for each in prices]
        assert values == sorted(values, reverse=True)
    assert prices[0].false_alarms_8y.value > 0.4 > 0.15 > prices[-1].false_alarms_8y.value
    assert all(each.chance_24m < each.found_24m.value for each in prices)


def test_intervals_hold_their_shares(prices: tuple[Price, ...]) -> None:
    for each in (share for one in prices for share in (one.false_alarms_8y, one.found_24m, one.found_fall_24m)):
        assert 0.0 <= each.low <= each.value <= each.high <= 1.0


def test_prices_are_those_that_are_counted_one_by_one(prices: tuple[Price, ...]) -> None:
    found = follow(simulated(STEADY, 1.0, 96, 80, np.random.default_rng(1)), 0)
    for each in prices:
        up, down = (onsets(side, each.threshold)[:, HISTORY:].any(axis=1) for side in (found.up, found.down))
        assert each.false_alarms_8y.value == pytest.approx(np.mean(up | down))


def test_changes_are_found_as_often_as_after_histories_of_their_own(prices: tuple[Price, ...]) -> None:
    for times, name in ((2.0, "found_24m"), (0.5, "found_fall_24m")):
        found = follow(simulated(STEADY, times, 24, 80, np.random.default_rng(4)), 0)
        for each in prices:
            begins = onsets(found.up if times > 1.0 else found.down, each.threshold)[:, HISTORY:]
            assert getattr(each, name).value == pytest.approx(begins.any(axis=1).mean(), abs=0.2)


def test_a_larger_change_is_found_more_often_and_sooner(prices: tuple[Price, ...]) -> None:
    [large] = price(STEADY, (0.7,), runs=80, factor=6.0)
    usual = prices[2]
    assert (large.factor, usual.factor) == (6.0, 2.0)
    assert large.found_24m.value > usual.found_24m.value
    assert large.median_delay < usual.median_delay


def test_the_threshold_chosen_is_the_lowest_that_is_cheap_enough(prices: tuple[Price, ...]) -> None:
    free, dear = chosen(prices, most=1.0), chosen(prices, most=-1.0)
    assert (free.threshold, dear.threshold) == (0.3, 0.9)
    shares = [each.false_alarms_8y.value for each in prices]
    assert chosen(prices, most=shares[2]).threshold == 0.7


def test_a_baseline_is_what_was_learned() -> None:
    counts = np.random.default_rng(2).poisson(5.0, 120).astype(float)
    found = baseline_of(watching(counts, np.datetime64("2010-07")), 6)
    assert found.level == pytest.approx(5.0, rel=0.15)
    assert (sum(found.weights), np.mean(found.season), found.month) == (pytest.approx(1.0), pytest.approx(1.0), 6)


def test_simulations_have_the_mean_the_variance_and_the_season_they_are_asked_for() -> None:
    season = tuple(0.5 + np.arange(12) / 11.0)
    asked = Baseline(4.0, (2.0, 9.0), (1.0, 0.0), season, month=3)
    counts = simulated(asked, 3.0, 24, 20_000, np.random.default_rng(1))
    place = np.array(season)[(3 + np.arange(84)) % 12]
    mean = 4.0 * place * np.where(np.arange(84) < 60, 1.0, 3.0)
    assert counts.mean(axis=0) == pytest.approx(mean, rel=0.04)
    assert counts.var(axis=0) == pytest.approx(mean + mean**2 / 2.0, rel=0.12)


def test_an_alarm_that_wavers_is_one_alarm() -> None:
    said = np.array([[np.nan, 0.8, 0.6, 0.8, 0.39, 0.7, 0.9], [0.9, 0.9, 0.1, 0.9, 0.41, 0.8, 0.0]])
    assert onsets(said, 0.8).tolist() == [
        [False, True, False, False, False, False, True],
        [True, False, False, True, False, False, False],
    ]
