import doctest
import re
from pathlib import Path

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


NOUNS = "futures|years|orders|runs|sets|origins|analysts|pairs|draws|rounds|rows|searches|states|candidates|thresholds|policies"
NUMBERED = re.compile(rf"\}} (?:[a-z-]+ )?(?:{NOUNS})\\b")
SEVERAL = re.compile(r"== 1 |> 1 |FEWEST|amount\(|>>>|\.size\} draws|subsets|pairs were|analysts agree|least_effective")
"""Lines that tell one apart themselves, or whose number is never one."""


def test_no_sentence_says_one_futures():
    """A number before a noun in the plural goes through `counted`."""
    folder = Path(words.__file__).parent
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if NUMBERED.search(line)
    ]
    assert [line for line in found if not SEVERAL.search(line)] == []
