"""What a series says: alarms, records, silence, lateness."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from foedus.arrays import Floats
from foedus.assessment.outcome_lines import Estimate
from foedus.errors import InputError
from foedus.watch.alarm import Watched, lateness, record_since, watched
from foedus.watch.level import watching
from foedus.watch.price import Price
from foedus.watch.series import Series

NONE = Estimate(value=None, low=None, high=None)


def series(counts: Floats, first: str = "2010-01") -> Series:
    months = np.datetime64(first) + np.arange(len(counts))
    through = months[-1] if len(months) else None
    return Series("launches", "launch-day", "cns", months, np.asarray(counts, float), through, None, None)


def at(threshold: float) -> Price:
    share = Estimate(value=0.05, low=0.02, high=0.1)
    return Price(threshold, share, share, 6.0, share, 9.0, 0.01, 2.0, 100)


@pytest.fixture(scope="module")
def planted() -> Series:
    random = np.random.default_rng(4)
    return series(random.poisson(np.where(np.arange(120) < 80, 1.0, 6.0)))


@pytest.fixture(scope="module")
def told(planted: Series) -> Watched:
    return watched(planted, prices=[at(0.5), at(0.8)], threshold=0.8, as_of=date(2020, 1, 5))


def test_a_planted_rise_is_one_alarm_with_its_months_levels_and_price(planted: Series, told: Watched) -> None:
    [alarm] = told.alarms
    change = planted.months[80]
    assert change <= alarm.month <= change + 6
    assert abs(alarm.since - change) <= np.timedelta64(2, "M")
    assert (alarm.direction, alarm.threshold, alarm.price.threshold) == ("up", 0.8, 0.8)
    assert alarm.probability >= 0.8
    assert alarm.level_before == pytest.approx(1.0, abs=0.5)
    assert alarm.level_after > 2.5 * alarm.level_before
    assert told.price == at(0.8)


def test_the_threshold_is_chosen_from_the_price_of_the_baseline_before_the_change(planted: Series) -> None:
    cut = 88
    found = watched(series(planted.counts[:cut]), runs=40)
    assert found.online.probability[-1] > 0.3
    assert found.price.false_alarms_8y.value <= 0.1
    assert found.threshold in [each.threshold for each in found.prices]
    assert watched(series(planted.counts[:cut]), threshold=0.77, runs=2).threshold == 0.77


def test_a_record_says_since_when(planted: Series) -> None:
    counts = np.ones(40)
    counts[[5, 39]] = 7.0
    found = record_since(series(counts), 39)
    assert found is not None
    assert (found.count, found.since, found.first) == (7.0, np.datetime64("2010-06"), np.datetime64("2010-01"))
    counts[5] = 6.0
    assert record_since(series(counts), 39).since is None


@pytest.mark.parametrize(
    ("place", "value", "floor"), [(38, 1.0, 3.0), (39, np.nan, 3.0), (39, 7.0, 8.0), (8, 7.0, 3.0)]
)
def test_there_is_no_record_of_few_units_an_unknown_month_or_under_a_year(
    place: int, value: float, floor: float
) -> None:
    counts = np.ones(40)
    counts[place] = value
    assert record_since(series(counts), place, floor) is None


def test_silence_has_its_chance_and_a_late_source_is_late() -> None:
    counts = np.append(np.random.default_rng(1).poisson(3.0, 60), np.zeros(4)).astype(float)
    one = series(counts)
    online = watching(one.counts, one.months[0])
    found = lateness(one, online, date(2015, 6, 3))
    assert (found.months, found.late, found.quiet) == (1, False, 4)
    assert found.chance < 0.01
    assert lateness(one, online, date(2015, 9, 3)).late
    counts[-1] = np.nan
    assert lateness(series(counts), online, date(2015, 6, 3)).quiet == 3
    counts[-1] = 2.0
    assert (
        lateness(series(counts), online, date(2015, 6, 3)).chance,
        lateness(one, online, date(2015, 5, 3)).months,
    ) == (
        None,
        0,
    )


def test_a_series_without_a_past_has_no_baseline() -> None:
    with pytest.raises(InputError, match="0 months are known"):
        watched(series(np.array([])))
