import pytest

from foedus.assessment.answer import Estimate, OrderLine, ToleranceLine
from foedus.assessment.verdict import judge, kept_share, limit_text, verdict, within
from foedus.world.schema import Tolerance

AT_MOST = Tolerance(outcome="war_on_protege", at_most=0.05, reason="a reason")
AT_LEAST = Tolerance(outcome="pact_in_force", at_least=0.9, reason="a reason")


def estimate(value, low, high):
    return Estimate(value=value, low=low, high=high)


@pytest.mark.parametrize(
    ("tolerance", "value", "kept", "rivals", "state"),
    [
        (AT_MOST, 0.02, 0.95, [], "within"),
        (AT_MOST, 0.08, 0.10, [], "outside"),
        (AT_MOST, 0.045, 0.60, [], "undecided"),
        (AT_MOST, 0.055, 0.40, [], "undecided"),
        (AT_MOST, 0.02, 0.95, [0.07], "undecided"),
        (AT_MOST, 0.02, 0.95, [0.03, None], "within"),
        (AT_LEAST, 0.97, 0.90, [], "within"),
        (AT_LEAST, 0.70, 0.05, [], "outside"),
        (AT_LEAST, 0.91, 0.60, [], "undecided"),
        (AT_MOST, None, None, [], "undecided"),
    ],
)
def test_a_tolerance_is_kept_missed_or_undecided(tolerance, value, kept, rivals, state):
    assert judge(tolerance, estimate(value, value, value), kept, rivals) == state


def test_the_share_that_keeps_a_lower_limit_is_the_share_above_it():
    assert kept_share(AT_MOST, 0.3) == 0.3
    assert kept_share(AT_LEAST, 0.3) == pytest.approx(0.7)
    assert kept_share(AT_LEAST, None) is None


def order(name, *states):
    lines = [
        ToleranceLine(
            outcome="war_on_protege",
            label="war",
            limit=limit_text(AT_MOST),
            estimate=estimate(0.03, 0.02, 0.04),
            kept_share=0.9,
            state=state,
            reason="a reason",
        )
        for state in states
    ]
    return OrderLine(name=name, title=name, text="", outcomes=[], poles=[], tolerances=lines, within=within(lines))


@pytest.mark.parametrize(
    ("orders", "value"),
    [
        ([("measured", "within"), ("bipolar", "within")], "prepared"),
        ([("measured", "within"), ("bipolar", "outside")], "conditionally prepared"),
        ([("measured", "within"), ("bipolar", "undecided")], "conditionally prepared"),
        ([("measured", "within", "outside"), ("bipolar", "within")], "not prepared"),
        ([("measured", "undecided", "outside"), ("bipolar", "within")], "not prepared"),
        ([("measured", "within", "undecided"), ("bipolar", "within")], "cannot tell"),
    ],
)
def test_all_four_verdicts_can_be_reached(orders, value):
    found = verdict([order(*entry) for entry in orders])
    assert found.value == value
    assert found.sentence.lower().startswith(value)


def test_the_sentence_prints_the_numbers_it_rests_on():
    found = verdict([order("measured", "outside"), order("bipolar", "within")])
    assert "3%" in found.sentence
    assert "at most 5%" in found.sentence
    assert "1 of 2 orders" in found.sentence
