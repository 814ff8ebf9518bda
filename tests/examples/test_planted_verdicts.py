"""On a thousand planted records the verdict is seldom wrong, and says each of its four values."""

import re
from collections import Counter

import pytest


@pytest.fixture(scope="module")
def records(load_example):
    return load_example("planted_verdicts").planted()


def test_at_most_one_in_twenty_is_decided_against_the_truth(records):
    assert len(records) == 1000
    assert sum(one.wrong for one in records) <= 50


def test_a_truth_far_from_its_limit_is_found_more_often_than_not(records):
    far = [one for one in records if one.beside == 4.0]
    assert sum(one.state == "missed" for one in far) > len(far) / 2
    rare = [one for one in records if one.beside == 0.25 and one.process == "war"]
    assert sum(one.state == "met" for one in rare) > len(rare) / 2


def test_each_value_is_reached(records):
    assert set(Counter(one.verdict for one in records)) == {
        "prepared",
        "conditionally prepared",
        "not prepared",
        "cannot tell",
    }


def test_the_page_says_what_comes_out(records, page):
    text = " ".join(page("explanation/the-answer.md").split())
    wrong, needless = sum(one.wrong for one in records), sum(one.needless for one in records)
    said = re.search(
        r"wrongly decided in (\d+) of 1,000, and decided in (\d+) where the truth lay on the limit itself", text
    )
    assert said, "the page does not say it"
    assert (int(said[1]), int(said[2])) == (wrong, needless)
