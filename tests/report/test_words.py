import doctest

from hypothesis import given
from hypothesis import strategies as st

from foedus.report import words


def test_the_examples_in_the_docstring():
    assert doctest.testmod(words).failed == 0


@given(st.floats(0, 1))
def test_every_probability_has_words(p):
    assert words.in_words(p)


def test_no_estimate_has_none():
    assert words.in_words(None) == ""
