"""exp, log and the cosine of a turn against arithmetic of more digits, at their ends, and compiled."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.elementary import LEAST, MOST, cosine_of_turns, exp, log

LONG = np.longdouble
LEAST_NORMAL, MOST_NORMAL = np.finfo(float).tiny, np.finfo(float).max
wider = pytest.mark.skipif(np.finfo(LONG).nmant < 63, reason="no extended precision on this processor")


def units(found, exact):
    """Distance in units in the last place of the result."""
    exact = np.asarray(exact, LONG)
    return np.abs(LONG(found) - exact) / np.spacing(np.abs(exact.astype(float)))


def in_range(least, most, size=60_000):
    """Values spread over a range, the same in every run."""
    return np.random.default_rng(1).uniform(least, most, size)


@wider
@pytest.mark.parametrize(("least", "most"), [(LEAST, MOST), (-40.0, 1.0), (-1.0, 1.0), (-1e-6, 1e-6)])
def test_exp_is_within_one_unit_in_the_last_place(least, most):
    x = in_range(least, most)
    found = np.array([exp(float(each)) for each in x])
    assert units(found, np.exp(LONG(x))).max() <= 1.0


@wider
@pytest.mark.parametrize(
    ("least", "most"), [(-307.0, 308.0), (-10.0, 0.0), (-0.31, 0.31), (-1e-3, 1e-3), (-1e-9, 1e-9)]
)
def test_log_is_within_one_unit_in_the_last_place(least, most):
    x = 10.0 ** in_range(least, most)
    found = np.array([log(float(each)) for each in x])
    assert units(found, np.log(LONG(x))).max() <= 1.0


@wider
def test_the_cosine_of_a_turn_is_within_6e_16():
    v = np.concatenate([in_range(0.0, 1.0), np.linspace(0.0, 1.0, 4001), in_range(0.2499, 0.2501, 10_000)])
    found = np.array([cosine_of_turns(float(each)) for each in v])
    turn = 2.0 * LONG("3.14159265358979323846264338327950288")
    assert np.abs(LONG(found) - np.cos(turn * LONG(v))).max() <= 6e-16


@wider
@given(st.floats(LEAST, MOST))
def test_exp_of_any_number(x):
    assert units(exp(x), np.exp(LONG(x))) <= 1.0


@wider
@given(st.floats(LEAST_NORMAL, MOST_NORMAL))
def test_log_of_any_positive_normal_number(x):
    assert log(x) == 0.0 if x == 1.0 else units(log(x), np.log(LONG(x))) <= 1.0


@given(st.floats(-600, 600), st.floats(0.0, 100.0))
def test_exp_grows(x, more):
    assert exp(x) <= exp(x + more)


def test_ends():
    assert exp(0.0) == 1.0
    assert exp(-math.inf) == exp(-1e300) == exp(LEAST) > 0.0
    assert exp(math.inf) == exp(1e300) == exp(MOST) < math.inf
    assert log(1.0) == 0.0
    assert log(LEAST_NORMAL) == pytest.approx(math.log(LEAST_NORMAL), rel=1e-15)
    assert log(MOST_NORMAL) == pytest.approx(math.log(MOST_NORMAL), rel=1e-15)
    assert cosine_of_turns(0.0) == cosine_of_turns(1.0) == pytest.approx(1.0, abs=6e-16)
    assert cosine_of_turns(0.5) == pytest.approx(-1.0, abs=6e-16)
    assert cosine_of_turns(0.25) == cosine_of_turns(0.75) == 0.0


def test_nothing_comes_of_what_is_not_a_number():
    assert all(math.isnan(function(math.nan)) for function in (exp, log, cosine_of_turns))


def over(function):
    """The function over an array, compiled as the kernel is: many numbers at once."""
    from numba import njit

    from foedus.compiler import OPTIONS, Whole
    from foedus.jitable import register_all

    def every(x, found):
        for r in range(len(x)):
            found[r] = function(x[r])

    register_all()
    return njit(pipeline_class=Whole, **OPTIONS)(every)


@pytest.mark.parametrize(
    ("function", "values"),
    [
        (exp, np.concatenate([in_range(-800.0, 800.0, 20_000), [math.nan, math.inf, -math.inf, 0.0, -0.0]])),
        (log, np.concatenate([10.0 ** in_range(-307.0, 308.0, 20_000), [math.nan, 1.0, LEAST_NORMAL, MOST_NORMAL]])),
        (cosine_of_turns, np.concatenate([in_range(0.0, 1.0, 20_000), [math.nan, 0.0, 0.25, 0.5, 1.0]])),
    ],
    ids=["exp", "log", "cosine_of_turns"],
)
def test_compiled_and_interpreted_are_equal_to_the_last_bit(function, values):
    found = np.empty_like(values)
    over(function)(values, found)
    assert np.array_equal(found, [function(float(each)) for each in values], equal_nan=True)
