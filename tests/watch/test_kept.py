"""Prices are simulated once for a rounded baseline: a month more of the same finds them kept."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.watch.made import priced

from foedus.watch import alarm
from foedus.watch.kept import kept
from foedus.watch.series import Series

AS_OF = date(2013, 1, 5)


def series(level: float, months: int) -> Series:
    when = np.datetime64("2003-01") + np.arange(months)
    return Series("one", "event", "list", when, np.full(months, level), when[-1], None, None)


@pytest.fixture
def simulated(monkeypatch, tmp_path):
    """The baselines and thresholds that were simulated, with a cache of its own."""
    made = []

    def price(baseline, thresholds, *, seed, **_):
        made.append((baseline, thresholds, seed))
        return tuple(map(priced, thresholds))

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("FOEDUS_CACHE_MB", "1")
    monkeypatch.setattr(alarm, "known_price", price)
    return made


def test_a_month_more_of_the_same_is_not_simulated_again(simulated):
    first = kept(series(4.0, 96), None, 1, as_of=AS_OF)
    later = kept(series(4.0, 97), None, 1, as_of=AS_OF)
    assert (len(simulated), later.prices) == (1, first.prices)
    assert len(later.online.level) == 97


def test_another_level_threshold_or_seed_is(simulated):
    asked = ((4.0, None, 1), (9.0, None, 1), (4.0, 0.55, 1), (4.0, None, 2))
    for level, threshold, seed in asked * 2:
        kept(series(level, 96), threshold, seed, as_of=AS_OF)
    assert len(set(simulated)) == len(simulated) == len(asked)
    assert [0.55 in thresholds for _, thresholds, _ in simulated] == [False, False, True, False]


def test_prices_that_are_handed_in_are_neither_kept_nor_simulated(simulated):
    given = (priced(0.5),)
    assert kept(series(4.0, 96), None, 1, as_of=AS_OF, prices=given).prices == given
    kept(series(4.0, 96), None, 1, as_of=AS_OF)
    assert len(simulated) == 1


def test_where_nothing_is_to_be_kept_prices_are_made_each_time(simulated, monkeypatch):
    monkeypatch.setenv("FOEDUS_CACHE_MB", "0")
    for _ in range(2):
        kept(series(4.0, 96), None, 1, as_of=AS_OF)
    assert len(simulated) == 2
