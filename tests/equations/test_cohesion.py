"""Renewal, cohesion, troops and readiness: signs, sizes, zeros, and the records that their numbers name."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, polygamma, psi

from foedus.data.library import Shelf
from foedus.equations import cohesion, readiness, renewal, troops
from foedus.equations.effects import priors

share = st.floats(0.0, 1.0)
point = st.floats(-5.0, 5.0)


def test_the_chance_of_a_year_without_an_agreement_is_that_of_the_record():
    events, renewals = 1, 10
    a, b = events + 0.5, renewals - events + 0.5
    prior = priors()["renewal.lapse"]
    assert prior.mean == pytest.approx(psi(a) - psi(b), abs=5e-3)
    assert prior.sd == pytest.approx(math.sqrt(polygamma(1, a) + polygamma(1, b)), abs=5e-3)
    coefficients = renewal.Coefficients(lapse=prior.mean, strain=2.0)
    assert 0.05 < renewal.fails(coefficients, 0.0) < a / (a + b)
    assert renewal.fails(coefficients, 0.3) > renewal.fails(coefficients, 0.0)


def test_demands_and_lacks_are_centred_on_the_record_and_nothing_where_agreements_have_no_end():
    assert renewal.demand(0.0, 0.0) == renewal.lack(0.0, 0.0) == 0.0
    years, negotiated, without = 32, 10, 1
    demands = negotiated * renewal.demand(1.0, 1.0) + (years - negotiated) * renewal.demand(1.0, 0.0)
    lacks = without * renewal.lack(1.0, 1.0) + (years - without) * renewal.lack(1.0, 0.0)
    assert demands == pytest.approx(0.0)
    assert lacks == pytest.approx(0.0)


@given(point, point, point)
def test_policy_distance_is_a_distance_from_the_coercer(patron: float, protege: float, coercer: float) -> None:
    found = cohesion.policy_distance(patron, protege, coercer)
    assert found == cohesion.policy_distance(protege, patron, coercer)
    assert 0.0 <= found <= abs(patron - protege) + 1e-12
    assert cohesion.policy_distance(patron, 2.0 * coercer - patron, coercer) == pytest.approx(0.0, abs=1e-12)


def test_tension_is_linear_and_zero_without_its_parts():
    b = cohesion.Coefficients(demand=0.05, lapse=0.1, distance=0.2, leverage=0.1)
    assert cohesion.tension(b, cohesion.Terms(0.0, 0.0, 0.0)) == 0.0
    assert cohesion.tension(b, cohesion.Terms(1.0, 1.0, 0.5)) == pytest.approx(0.25)


def test_leverage_has_no_sign_before_data_and_is_nothing_at_the_usual_load():
    """What the priors imply for the chance that a renewal fails, busy less free, in points."""
    prior = priors()["cohesion.leverage"]
    assert prior.mean == 0.0
    assert cohesion.leverage(prior.sd, 0.0) == 0.0
    rng = np.random.default_rng(1)
    c, b, h = (
        rng.normal(one.mean, one.sd, 100_000) for one in (priors()["renewal.lapse"], priors()["renewal.strain"], prior)
    )
    busy, free = (expit(c + b * cohesion.leverage(h, load - 0.5)) for load in (1.0, 0.0))
    low, middle, high = 100.0 * np.quantile(busy - free, [0.05, 0.5, 0.95])
    assert (round(low), round(middle), round(high)) == (-5, 0, 5)


@given(st.floats(0.7, 4.0), st.floats(-2.0, 2.0))
def test_a_presence_grows_with_its_troops(weight: float, change: float) -> None:
    thousands = math.expm1(weight)
    assert troops.reinforced(weight, change) == pytest.approx(math.log1p(thousands * math.exp(change)) - weight)


@given(share, st.floats(-1.0, 3.0), share)
def test_readiness_stays_a_share_and_halves_in_a_half_life(
    before: float, log_halflife: float, exercised: float
) -> None:
    taken = float(readiness.unlearned(np.array(log_halflife)))
    assert 0.0 <= readiness.following(before, taken, exercised) <= 1.0
    years = math.exp(log_halflife)
    assert (1.0 - taken) ** years == pytest.approx(0.5)


def test_the_half_life_is_three_years_one_to_eight():
    prior = priors()["readiness.halflife"]
    low, middle, high = (math.exp(prior.mean + z * prior.sd) for z in (-1.645, 0.0, 1.645))
    assert (round(low), round(middle), round(high)) == (1, 3, 8)


@pytest.mark.data
def test_the_size_of_troop_moves_is_that_of_the_record():
    korea = Shelf().read("us-troops").filter(pl.col("ccode") == 732, pl.col("year").is_between(1970, 2022))
    changes = np.diff(np.log(korea.sort("year")["us_troops"].to_numpy()))
    assert len(changes) == 52
    assert changes.std(ddof=1) == pytest.approx(priors()["troops.scale"].mean, abs=5e-4)
    assert changes[-3] == pytest.approx(-0.005, abs=1e-3)
