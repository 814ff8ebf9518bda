import pytest

from foedus.report import reading
from foedus.report.reading import Limit


@pytest.mark.parametrize(
    ("text", "limit"),
    [("at most 5%", Limit(True, 0.05)), ("at least 97.5%", Limit(False, 0.975)), ("not too often", None)],
)
def test_a_limit_is_read_from_its_text(answer, text, limit):
    line = answer.orders[0].tolerances[0].model_copy(update={"limit": text})
    assert reading.limit(line) == limit


def test_a_tolerance_of_another_horizon_is_not_set_against_the_outcome(answer, make):
    war = answer.outcomes[0]
    assert reading.tolerance_of(answer, war) == answer.orders[0].tolerances[0]
    other = make(orders=answer.orders[1:], order="multipolar")
    assert reading.tolerance_of(other, war) is None


def test_footnotes_share_a_letter_for_the_same_text():
    assert reading.footnotes(["x", "y", "", "x"]) == {"x": "a", "y": "b"}


def test_the_sentence_does_not_repeat_the_verdict(answer):
    assert reading.sentence(answer) == "War 11% (limit at most 5%)."


def test_the_setting_names_what_was_taken_away(answer, make):
    assert "without" not in " ".join(reading.setting(answer))
    assert reading.setting(make(without=["treaty"]))[-1] == "without treaty"
