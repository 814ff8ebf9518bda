"""Reversion: the rate that made the data is found, the expected number stays, and one step ahead nothing moves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from foedus.equations import initiation
from foedus.evaluate import scoring
from foedus.evaluate.forecasts import of_events
from foedus.evaluate.reversion import Reversion, centre, longest, reverted

NAMES = ["one", "two"]


def made(rate, seed=1, origins=(1960, 1970, 1980, 1990), units=1500, horizons=(1, 5, 20)):
    """Forecasts that are right at the origin, and of outcomes whose log-odds revert at a rate."""
    rng = np.random.default_rng(seed)
    found = []
    for origin in origins:
        odds = rng.normal(-3.0, 1.5, units)
        for horizon in horizons:
            years = 1 if horizon == 1 else horizon
            year = np.repeat(np.arange(1, years + 1), units)
            x = np.tile(odds, years)
            y = (rng.random(len(x)) < expit(-2.0 + (1.0 - rate * np.log(year)) * (x + 2.0))).astype(float)
            p = {"one": expit(x), "two": expit(x + 0.3)}
            rows = {"year": origin + year}
            found.append(of_events(origin, horizon, p, y, np.tile(np.arange(units), years), 0.05, rows=rows))
    return found


@pytest.mark.parametrize("rate", [0.0, 0.12])
def test_the_rate_that_made_the_outcomes_is_found(rate):
    found = scoring.reversion(made(rate), NAMES)
    assert found.rate == pytest.approx(rate, abs=0.03)


def test_the_middle_leaves_the_expected_number_about_as_it_is():
    forecasts = made(0.02)
    whole = longest(forecasts)
    assert {each.horizon for each in whole} == {20}
    moved = [reverted(each, Reversion(0.1, centre(whole, NAMES, 0.1))) for each in whole]
    before, after = (sum(each.forecast["one"].sum() for each in some) for some in (whole, moved))
    assert after == pytest.approx(before, rel=0.08)


def test_one_step_ahead_nothing_moves():
    one = next(each for each in made(0.02) if each.horizon == 1)
    moved = reverted(one, Reversion(0.05, -2.0))
    assert moved.forecast["one"] == pytest.approx(one.forecast["one"])


@settings(max_examples=50)
@given(odds=st.floats(-12, 6), middle=st.floats(-6, 0), rate=st.floats(0, 0.15), years=st.integers(1, 60))
def test_the_equation_is_the_forecast_that_was_scored_and_lies_between_odds_and_middle(odds, middle, rate, years):
    share = initiation.lost(rate, years)
    found = initiation.reverted(odds, middle, share)
    assert min(odds, middle) - 1e-9 <= found <= max(odds, middle) + 1e-9
    p = np.array([expit(odds)])
    rows = {"year": np.array([2000 + years])}
    scored = reverted(of_events(2000, 60, {"one": p}, np.ones(1), np.zeros(1), 0.1, rows=rows), Reversion(rate, middle))
    assert logit(scored.forecast["one"][0]) == pytest.approx(found, abs=1e-6)
    assert initiation.reverted(odds, middle, initiation.lost(0.0, years)) == odds
