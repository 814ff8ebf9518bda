"""Few events weigh specifications equally unless later years tell them apart."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.evaluate import apart
from foedus.evaluate.forecasts import Forecasts, of_events

NAMES = ("one", "two")
"""Those that are weighed; `blind` is not."""
WEIGHTS = {"1": {"one": 0.9, "two": 0.1}, "5": {"one": 0.7, "two": 0.3}}


def forecasts(*sure: float) -> list[Forecasts]:
    """Forecasts from two origins five years apart at two horizons; `one` gives each event the odds of `two` times e^sure."""
    events = len(sure)
    happened = np.zeros(400)
    happened[:events] = 1.0
    plain = np.full(400, 0.02)
    better = 1.0 / (
        1.0 + np.exp(-(np.log(plain / (1 - plain)) + np.concatenate([sure, np.resize([0.01, -0.01], 400 - events)])))
    )
    given = {"one": better, "two": plain, "blind": 1.0 - better}
    return [
        of_events(origin, horizon, given, happened, np.arange(400), 0.02)
        for origin in (1980, 1985)
        for horizon in (1, 5)
    ]


def test_what_later_years_tell_apart_keeps_its_weights() -> None:
    assert apart.shrunk(WEIGHTS, forecasts(*[2.0] * 40), NAMES, 1) == WEIGHTS


def test_what_they_do_not_tell_apart_weighs_the_same_and_what_takes_no_weight_takes_none() -> None:
    equal = {"one": 0.5, "two": 0.5}
    assert apart.shrunk(WEIGHTS, forecasts(2.0, -2.0, 1.0, -0.8, 0.5, -0.6), NAMES, 1) == {"1": equal, "5": equal}
    assert apart.shrunk(WEIGHTS, forecasts(*[0.0] * 40), NAMES, 1) == {"1": equal, "5": equal}


def test_the_rule_looks_at_rows_that_are_forecast_once() -> None:
    assert {each.horizon for each in apart._once(forecasts(0.0))} == {5}


@pytest.mark.parametrize(("equation", "expected"), [("armament", True), ("joining", False), ("growth-gdp", False)])
def test_few_events_are_declared_by_the_equation(equation: str, expected: bool) -> None:
    assert apart.few(equation) is expected
