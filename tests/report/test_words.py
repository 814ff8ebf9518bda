import doctest
import re

from hypothesis import given
from hypothesis import strategies as st

from foedus.assessment.outcome_lines import Estimate
from foedus.report import words


def test_the_examples_in_the_docstring():
    assert doctest.testmod(words).failed == 0


@given(st.floats(0, 1))
def test_every_probability_has_words(p):
    assert words.in_words(p)


@given(st.floats(0.01, 0.99))
def test_words_have_the_range_that_holds_the_number(p):
    low, high = map(int, re.search(r"\((\d+)-(\d+)%\)", words.in_words(p)).groups())
    assert low <= 100 * p <= high + 1e-9


def test_no_estimate_has_none():
    assert words.in_words(None) == ""


def test_an_outcome_that_no_future_had_says_how_many_there_were():
    nothing = Estimate(value=0.0, low=0.0, high=0.21)
    assert words.estimate_in_words(nothing, 10) == "none in 10 futures"
    assert words.estimate_in_words(nothing, 1) == "none in 1 future"
    assert words.estimate_in_words(nothing) == "none in these futures"
    assert words.estimate_in_words(Estimate(value=1.0, low=0.8, high=1.0), 10) == "all of 10 futures"
    assert words.estimate_in_words(Estimate(value=0.0, low=0.0, high=0.00004), 90_000) == "less than 1 in 10,000"
