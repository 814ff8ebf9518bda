"""The record counted as the simulator counts, on a made-up world with known answers."""

from dataclasses import fields, replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.errors import InputError
from foedus.simulation.hindcast.record import (
    check_origins,
    inside_share,
    major_powers,
    observed,
    observed_poles,
    remaining,
)

from .worlds import record, start


def test_disputes_of_the_world_by_year_level_and_pair():
    span = observed(record(), start(), 4)
    assert span.levels[0].sum(axis=0).tolist() == [1, 0, 0, 1, 1]
    assert span.levels[0].sum(axis=1).tolist() == [2, 1, 0, 0]
    assert span.pairs.tolist() == [[2, 1]]


def test_rates_count_the_dyads_of_each_year():
    span = observed(record(), start(), 4)
    assert span.relevant.tolist() == [[2, 1, 1, 0]]
    assert span.dyads.tolist() == [2, 3, 3, 3]
    assert inside_share(record(), start(), 4) == pytest.approx(3 / 4)


def test_allies_join_by_level_and_alliances_are_null_past_their_coding():
    assert observed(record(), start(), 4).allies.tolist() == [[[1, 0], [2, 1]]]
    assert np.isnan(observed(record(), start(), 4).alliances).all()
    assert observed(record(), start(), 3).alliances.tolist() == [[2, 1]]


def test_a_pact_is_kept_while_it_is_there_every_year():
    span = observed(record(), start(), 4)
    assert span.tied.tolist() == [1, 1]
    assert span.kept.tolist() == [[1, 0]]
    assert observed(record(), start(), 3).kept.tolist() == [[1, 1]]


def test_poles_are_those_of_the_powers_of_the_start_and_unknown_if_one_is():
    states = record().states
    alone = replace(start(), majors=(1,))
    assert observed(record(), alone, 4).poles.tolist() == [[1, 1, 1]]
    assert major_powers(states, 2004) == [1, 2]
    assert np.isnan(observed_poles(states, 2004, (1, 5))).all()  # 5 is not in the system
    cinc, gdp, milex = observed_poles(states, 2004, (1, 2))
    assert cinc == pytest.approx(2.0)
    assert gdp == pytest.approx(1 / (0.75**2 + 0.25**2))
    assert np.isnan(milex)


def test_dyads_that_lose_a_state_are_not_followed():
    whole = record()
    gone = replace(whole, states=whole.states.filter(~((pl.col("ccode") == 3) & (pl.col("year") == 2004))))
    assert remaining(whole, start(), 2004).rows() == [(1, 2, True), (2, 3, False)]
    assert remaining(gone, start(), 2004).rows() == [(1, 2, True)]
    span = observed(gone, start(), 4)
    assert (span.tied.tolist(), span.kept.tolist()) == ([1, 0], [[1, 0]])


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(seed):
    whole = record()
    tables = {f.name: getattr(whole, f.name) for f in fields(whole) if isinstance(getattr(whole, f.name), pl.DataFrame)}
    shuffled = replace(
        whole, **{name: table.sample(fraction=1, shuffle=True, seed=seed) for name, table in tables.items()}
    )
    one, two = observed(whole, start(), 4), observed(shuffled, start(), 4)
    assert all(np.array_equal(getattr(one, f.name), getattr(two, f.name), equal_nan=True) for f in fields(one))


def test_unknown_deaths_do_not_hide_a_death():
    more = pl.DataFrame({"ccode1": [3], "ccode2": [1], "year": [2002], "hostlev": [4], "fatality": [1]})
    whole = record()
    span = observed(replace(whole, disputes=pl.concat([more, whole.disputes])), start(), 4)
    assert span.levels[0].sum(axis=0).tolist() == [1, 0, 1, 1, 0]


@pytest.mark.parametrize(
    ("origins", "horizon", "said"),
    [
        ((1800,), 10, "origin 1800 has no coded disputes: they are coded 1816 to 2014"),
        ((2005,), 20, "origin 2005 has 9 years to the end .* at least 10 are compared: take an origin up to 2004"),
        ((2012,), 3, "at least 3 are compared: take an origin up to 2011"),
        ((1950,), 1, "horizon 1 is not allowed: 2 to 60 years"),
        ((), 10, "no origin is given"),
    ],
)
def test_origins_and_horizons_the_record_does_not_reach(origins, horizon, said):
    with pytest.raises(InputError, match=said):
        check_origins(origins, horizon)
