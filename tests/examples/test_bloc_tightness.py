"""Forecasts of tightness: the score by hand, what each forecast knows, and the page that prints the table."""

import numpy as np
import pytest


@pytest.fixture(scope="module")
def example(load_example):
    return load_example("bloc_tightness")


def test_the_score_of_a_sample_by_hand(example):
    assert example.crps(np.array([0.3]), 0.5) == pytest.approx(0.2)  # of one number: the absolute error
    assert example.crps(np.array([0.0, 1.0]), 0.5) == pytest.approx(0.5 - 0.25)


def test_a_line_is_found_and_a_constant_series_is_its_own_forecast(example):
    known = 0.4 + 0.2 * 0.5 ** np.arange(12)
    assert example.line(known) == pytest.approx((0.4, 0.5))
    for h in example.HORIZONS:
        found = example.samples(known, h)
        assert found["reverting"] == pytest.approx(0.4 + 0.2 * 0.5 ** (11 + h))
        assert found["persistence"].mean() == pytest.approx(known[-1])
    for sample in example.samples(np.full(12, 0.5), 1).values():
        assert sample == pytest.approx(0.5)


def test_no_forecast_knows_what_came_after_its_origin(example):
    series = np.random.default_rng(1).uniform(0.2, 0.6, 20)
    other = np.where(np.arange(20) < 19, series, 0.75)
    for name, found in example.scores(series, 1).items():
        assert (example.scores(other, 1)[name][:-1] == found[:-1]).all()
        assert example.scores(other, 1)[name][-1] != found[-1]


def test_a_model_has_no_skill_against_itself(example):
    scores = np.random.default_rng(1).uniform(0.1, 0.2, 15)
    assert example.skill(scores, scores, 5) == (0.0, 0.0, 0.0)
    value, low, high = example.skill(scores / 2, scores, 5)
    assert (value, low, high) == pytest.approx((0.5, 0.5, 0.5))


@pytest.mark.data
def test_the_page_prints_what_the_example_finds(example, page):
    text = page("explanation/orders.md")
    printed = list(example.tables())
    assert len(printed) == 2 + 12
    assert [line for line in printed if line not in text] == []
