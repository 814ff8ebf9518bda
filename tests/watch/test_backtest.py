"""The watch as of each month of the past: on series whose changes, and targets whose months, are planted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foedus.arrays import Floats
from foedus.errors import InputError
from foedus.watch.backtest import backtest
from foedus.watch.backtest_lines import Backtest
from foedus.watch.before import Target, area, episodes, followed, shifted
from foedus.watch.onset import onsets
from foedus.watch.price import HISTORY, QUIET, Baseline, simulated
from foedus.watch.rule import RULES, statistic, thresholds
from foedus.watch.series import Series

MONTHS = np.datetime64("1995-01") + np.arange(28 * 12)
SPAN = np.arange(np.datetime64("2003-01"), np.datetime64("2023-01"))


def series(counts: Floats) -> Series:
    return Series("launches", "launch-day", "cns", MONTHS, np.asarray(counts, float), MONTHS[-1], None, None)


def target(months: np.ndarray, last: str = "2022-12") -> Target:
    return Target("force", "uses of force", "mie", tuple(months), np.datetime64("1995-01"), np.datetime64(last))


@pytest.fixture(scope="module")
def planted() -> Series:
    """One unit a month; six from 2012 to 2014, and from 2022."""
    years = MONTHS.astype("datetime64[Y]").astype(int) + 1970
    high = ((years >= 2012) & (years < 2015)) | (years == 2022)
    return series(np.random.default_rng(3).poisson(np.where(high, 6.0, 1.0)))


@pytest.fixture(scope="module")
def told(planted: Series) -> Backtest:
    after = np.array([f"{year}-0{month}" for year in (2004, 2007, 2010, 2013, 2016, 2019) for month in (3, 4)], "M8[M]")
    few = target(after[:2])._replace(name="few")
    return backtest([planted], [target(after), few], runs=40)


def test_alarms_come_soon_after_the_planted_rises_and_hold(told: Backtest) -> None:
    level = told.indicators[0].rules[0]
    assert level.near["2012"] is not None
    assert level.near["2022"] is not None
    assert all("2012" <= each < "2013" or each >= "2022" for each in level.alarms)
    assert level.held.value == 1.0
    assert len(level.thresholds) == 4


def test_a_target_that_nothing_tells_of_shows_no_skill_and_few_episodes_say_nothing(told: Backtest) -> None:
    line, few = told.indicators[0].targets
    assert (len(line.episodes), line.skill) == (6, "none")
    assert line.p > 0.05
    assert all(each.auc.low <= each.auc.value <= each.auc.high for each in line.rules)
    assert (few.skill, few.p, few.rules[0].auc.value) == ("too-few", None, None)
    assert (few.episodes, few.rules[0].preceded.value) == (["2004-03"], 0.0)


def test_what_is_told_of_a_month_rests_on_no_later_one(planted: Series, told: Backtest) -> None:
    counts = planted.counts.copy()
    counts[np.datetime64("2013-12") < MONTHS] = 40.0
    changed = backtest([replace(planted, counts=counts)], [], runs=40, last="2013-12")
    before, now = told.indicators[0].rules, changed.indicators[0].rules
    for one, other in zip(before, now, strict=True):
        assert [each for each in one.alarms if each <= "2013-12"] == other.alarms
        assert one.thresholds[:3] == other.thresholds


def test_a_statistic_that_foretells_is_seen_and_noise_is_seen_as_noise() -> None:
    random = np.random.default_rng(5)
    months = np.sort(random.choice(SPAN[24:], 14, replace=False))
    one = target(months)
    after, known = followed(one, SPAN)
    oracle = after + 0.5 * random.random(len(SPAN))
    noise = [np.convolve(random.normal(size=len(SPAN) + 11), np.ones(12), "valid") for _ in range(4)]
    ps = shifted(one, SPAN, [oracle, *noise])
    assert ps[0] < 0.02
    assert min(ps[1:]) > 0.05
    areas = area([oracle, noise[0], noise[1]], one, SPAN, seed=1)
    assert areas.rules[0].value == pytest.approx(1.0)
    assert areas.above_tempo.low > 0.0
    assert not known[-12:].any()
    assert known[:-12].all()


def test_an_episode_begins_after_a_year_of_none() -> None:
    days = np.array(["2001-05", "2002-06", "2003-02", "2004-03", "2005-03"], "M8[M]")
    assert [str(each) for each in episodes(target(days), SPAN)] == ["2004-03", "2005-03"]


def test_three_rules_have_one_price() -> None:
    baseline = Baseline(2.0, (5.0,), (1.0,))
    found = thresholds(baseline, seed=1, runs=60)
    counts = simulated(baseline, 1.0, QUIET, 60, np.random.default_rng(1))
    for rule in RULES:
        alarms = onsets(statistic(rule, counts, 0), found[rule])[:, HISTORY:].any(axis=1)
        assert alarms.mean() <= 0.1


def test_tempo_is_the_last_year_over_the_five_before() -> None:
    counts = np.append(np.full(60, 2.0), np.full(12, 6.0))[None]
    assert statistic("tempo", counts, 0)[0, -1] == pytest.approx(6.0 / (120.5 / 60.0))
    assert statistic("last-month", counts, 0)[0, 60] == pytest.approx(6.0 / (120.5 / 60.0))
    assert np.isnan(statistic("tempo", counts, 0)[0, :34]).all()
    counts[0, 65] = np.nan
    assert statistic("tempo", counts, 0)[0, -1] == pytest.approx(6.0 / (120.5 / 60.0))


def test_an_indicator_without_a_past_is_refused(planted: Series) -> None:
    with pytest.raises(InputError, match="'launches' has 12 known months before 1996-01, and a backtest needs 24"):
        backtest([planted], [], first="1996-01")
