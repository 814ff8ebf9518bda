"""Bands and coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.simulation.hindcast.compare import bands, coverage, inside

DRAWS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60).map(np.array)
FLAGS = st.lists(st.sampled_from([True, False, None]), max_size=30)


def test_bands_of_a_hundred_and_one():
    found = bands(np.arange(101.0))
    assert (found.low90, found.low50, found.median, found.high50, found.high90) == (5, 25, 50, 75, 95)
    assert inside(found, 25.0, 50)
    assert not inside(found, 24.9, 50)
    assert inside(found, 95.0, 90)
    assert not inside(found, 95.1, 90)


@given(DRAWS, st.randoms(use_true_random=False))
def test_bands_are_nested_hold_their_share_and_do_not_depend_on_order(draws, random):
    found = bands(draws)
    assert found.low90 <= found.low50 <= found.median <= found.high50 <= found.high90
    for share in (50, 90):
        assert np.mean([inside(found, draw, share) for draw in draws]) >= share / 100 - 1e-9
    order = list(draws)
    random.shuffle(order)
    assert bands(np.array(order)) == found


@given(FLAGS)
def test_coverage_is_a_share_of_what_is_known(flags):
    share, known = coverage(flags)
    assert known == sum(flag is not None for flag in flags)
    assert share is None if not known else 0.0 <= share <= 1.0
    assert coverage(reversed(flags)) == (share, known)


@given(DRAWS, st.floats(-1e6, 1e6))
def test_what_is_in_the_narrow_band_is_in_the_wide_one(draws, value):
    found = bands(draws)
    assert inside(found, value, 90) or not inside(found, value, 50)


def test_what_few_futures_define_has_no_bands():
    assert bands(np.array([1.0, np.nan, np.nan])) is None
    assert bands(np.array([1.0, np.nan])).median == pytest.approx(1.0)
    assert inside(None, 1.0, 90) is None
    assert inside(bands(np.array([1.0])), None, 90) is None
