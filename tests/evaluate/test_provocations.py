"""Forecasts of yearly counts: the score is the closed form, and nothing after the origin enters."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import poisson

from foedus.errors import InputError
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.tasks import provocations
from foedus.evaluate.tasks.provocations import MODELS, forecasts


def sample(count: np.ndarray) -> Sample:
    year = np.arange(1980, 1980 + len(count))
    arrays = {"year": year, "count": count.astype(float), "exposure": np.ones(len(count))}
    return Sample(arrays, (1980, 1980 + len(count) - 1), {}, {})


COUNT = np.random.default_rng(1).poisson(6.0, 30)


def test_years_after_the_origin_do_not_enter_a_forecast() -> None:
    later = COUNT.copy()
    later[25:] += 40
    (one,), (other,) = (list(forecasts("made-up", sample(each), [2000], [1])) for each in (COUNT, later))
    assert list(one.amounts) == list(MODELS)
    for name in MODELS:
        assert one.amounts[name] == other.amounts[name]


def test_a_window_that_ends_after_the_record_is_left_out() -> None:
    found = list(forecasts("made-up", sample(COUNT), [2000, 2007], [1, 5]))
    assert [(each.origin, each.horizon) for each in found] == [(2000, 1), (2007, 1), (2000, 5)]
    with pytest.raises(InputError, match="origin 1982 is outside 1984 to 2008"):
        list(forecasts("made-up", sample(COUNT), [1982], [1]))


def test_scores_are_those_of_the_law() -> None:
    rng = np.random.default_rng(2)
    found = provocations._scores(np.full(200_000, 6.0), np.full(200_000, 1e6), 9.0, rng)
    k = np.arange(60)
    law = poisson(6.0)
    assert found["crps"][0] == pytest.approx(((law.cdf(k) - (k >= 9)) ** 2).sum(), abs=0.02)
    assert found["log_score"][0] == pytest.approx(law.logpmf(9), abs=0.01)
    assert found["below"][0] == pytest.approx(law.cdf(8) + law.pmf(9) / 2, abs=0.005)
    assert found["width_90"][0] == law.ppf(0.95) - law.ppf(0.05)
    assert found["coverage_90"][0] == 1.0
    assert found["coverage_50"][0] == 0.0
