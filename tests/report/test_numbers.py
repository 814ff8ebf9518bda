import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.assessment.outcome_lines import Estimate
from foedus.report.numbers import (
    amount,
    change,
    change_interval,
    difference,
    interval,
    points,
    probability,
    value,
)

INSIDE = st.floats(0.0, 1.0, exclude_min=True, exclude_max=True)
SIZES = st.floats(1e-12, 1.0)


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0, "0%"),
        (1e-21, "<0.1%"),
        (0.00099, "<0.1%"),
        (0.001, "0.10%"),
        (0.0686, "6.9%"),
        (0.0999, "10%"),
        (0.5491, "55%"),
        (0.9849, "98%"),
        (0.9955, "99.6%"),
        (0.99995, ">99.9%"),
        (1.0, "100%"),
        (None, "unknown"),
    ],
)
def test_probabilities_have_two_digits_and_open_ends(p, text):
    assert probability(p) == text


@given(INSIDE)
def test_an_uncertain_probability_is_never_written_as_certain(p):
    assert probability(p) not in ("0%", "100%", "0.0%", "100.0%")


@given(INSIDE)
def test_a_probability_is_read_back_within_its_rounding(p):
    text = probability(p)
    if text == "<0.1%":
        assert p < 0.001
    elif text == ">99.9%":
        assert p > 0.999
    else:
        read = float(text.removesuffix("%")) / 100
        assert math.isclose(read, p, rel_tol=0.051, abs_tol=0.0)
        assert abs(read - p) <= 0.00501


@given(INSIDE, INSIDE)
def test_a_larger_probability_never_reads_as_smaller(p, q):
    def read(text):
        return {"<0.1%": 0.0, ">99.9%": 100.0}.get(text) or float(text.strip("<>%"))

    low, high = sorted((p, q))
    if probability(low) != "<0.1%":
        assert read(probability(low)) <= read(probability(high))


@given(SIZES)
def test_points_carry_their_sign_and_are_never_zero_unless_nothing_changed(x):
    if 100 * x < 0.01:
        assert points(x) == points(-x) == "about 0"
    else:
        assert points(x)[0] == "+"
        assert points(-x) == "-" + points(x)[1:]
        assert math.isclose(float(points(x)), 100 * x, rel_tol=0.51)
        assert abs(float(points(x)) - 100 * x) <= 0.501


@given(st.floats(1e-9, 1e9))
def test_amounts_are_never_zero_unless_they_are(x):
    assert amount(-x) == "-" + amount(x)
    read = float(amount(x).strip("<").replace(",", ""))
    assert read > 0.0
    assert x < 0.001 or math.isclose(read, x, rel_tol=0.051)


def test_a_difference_reads_as_a_sentence_would_have_it():
    assert difference(Estimate(value=0.012, low=0.003, high=0.021)) == "+1.2 points (0.3 to 2.1)"
    assert difference(Estimate(value=-0.5, low=-0.6, high=0.0004)) == "-50 points (-60 to 0.04)"
    assert difference(Estimate(value=2.0, low=-1.0, high=5.0), "florins") == "+2.0 florins (-1.0 to 5.0)"
    assert difference(Estimate(value=None, low=None, high=None)) == "unknown"


def test_no_change_is_said_only_where_no_future_changed():
    same = Estimate(value=0.0, low=0.0, high=0.0)
    balanced = Estimate(value=0.0, low=-0.01, high=0.01)
    assert difference(same) == change(same, "florins") == "no change"
    assert change_interval(same, "probability") == ""
    assert difference(balanced) == "0 points (-1.0 to 1.0)"


def test_a_change_too_small_to_matter_is_about_zero_and_not_none():
    tiny = Estimate(value=-1e-6, low=-2e-5, high=3e-5)
    assert difference(tiny) == difference(tiny, "florins") == "about 0"
    assert change_interval(tiny, "probability") == ""
    assert difference(Estimate(value=1e-6, low=-0.01, high=0.02)) == "about 0 points (-1.0 to 2.0)"


def test_values_and_intervals_follow_the_unit():
    found = Estimate(value=0.5, low=0.25, high=0.75)
    assert (value(found, "probability"), interval(found, "probability")) == ("50%", "25% to 75%")
    assert (value(found, "florins"), interval(found, "florins")) == ("0.50", "0.25 to 0.75")
    assert interval(Estimate(value=0.5, low=None, high=None), "probability") == "unknown"
