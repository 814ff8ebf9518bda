import pytest

from foedus.assessment.answer import Estimate, OrderLine, ToleranceLine
from foedus.assessment.verdict import doubts, kept_share, state, too_few, verdict, within
from foedus.world.schema import Tolerance

AT_MOST = Tolerance(outcome="war_outside", at_most=0.05, reason="a reason")
AT_LEAST = Tolerance(outcome="pact_in_force", at_least=0.9, reason="a reason")


def estimate(value, low, high):
    return Estimate(value=value, low=low, high=high)


@pytest.mark.parametrize(
    ("tolerance", "value", "kept", "rivals", "rates", "expected", "why"),
    [
        (AT_MOST, 0.02, 0.95, [], [], "within", []),
        (AT_MOST, 0.08, 0.10, [], [], "outside", []),
        (AT_MOST, 0.045, 0.60, [], [], "undecided", ["parameter-sets"]),
        (AT_MOST, 0.055, 0.40, [], [], "undecided", ["parameter-sets"]),
        (AT_MOST, 0.02, 0.95, [0.07], [], "undecided", ["rivals"]),
        (AT_MOST, 0.02, 0.95, [], [0.07], "undecided", ["base-rates"]),
        (AT_MOST, 0.055, 0.40, [0.03], [0.02], "undecided", ["parameter-sets", "rivals", "base-rates"]),
        (AT_MOST, 0.02, 0.95, [0.03, None], [None], "within", []),
        (AT_LEAST, 0.97, 0.90, [], [], "within", []),
        (AT_LEAST, 0.70, 0.05, [], [], "outside", []),
        (AT_LEAST, 0.91, 0.60, [], [], "undecided", ["parameter-sets"]),
        (AT_MOST, None, None, [], [], "undecided", ["not-estimable"]),
    ],
)
def test_a_tolerance_is_kept_missed_or_undecided_and_says_why(tolerance, value, kept, rivals, rates, expected, why):
    found = estimate(value, value, value)
    doubted = doubts(tolerance, found, kept, rivals, rates)
    assert doubted == why
    assert state(tolerance, found, doubted) == expected


def test_the_share_that_keeps_a_lower_limit_is_the_share_above_it():
    assert kept_share(AT_MOST, 0.3) == 0.3
    assert kept_share(AT_LEAST, 0.3) == pytest.approx(0.7)
    assert kept_share(AT_LEAST, None) is None


def order(name, *states):
    lines = [
        ToleranceLine(
            outcome=f"outcome-{i}",
            at_most=0.05,
            at_least=None,
            years=20,
            estimate=estimate(0.03, 0.02, 0.04),
            kept_share=0.9,
            state=state,
            doubts=["rivals"] if state == "undecided" else [],
            reason="a reason",
        )
        for i, state in enumerate(states)
    ]
    return OrderLine(
        name=name,
        title=name,
        text="",
        outcomes=[],
        states=[],
        lacking=[],
        poles=[],
        tolerances=lines,
        within=within(lines),
    )


@pytest.mark.parametrize(
    ("orders", "value", "deciding"),
    [
        ([("first", "within"), ("other", "within")], "prepared", []),
        ([("first", "within"), ("other", "outside")], "conditionally prepared", [("other", "missed")]),
        ([("first", "within"), ("other", "undecided")], "conditionally prepared", [("other", "undecided")]),
        ([("first", "within", "outside"), ("other", "within")], "not prepared", [("first", "missed")]),
        ([("first", "undecided", "outside"), ("other", "outside")], "not prepared", [("first", "missed")]),
        ([("first", "within", "undecided"), ("other", "outside")], "cannot tell", [("first", "undecided")]),
    ],
)
def test_all_four_verdicts_can_be_reached_and_name_the_lines_they_rest_on(orders, value, deciding):
    made = [order(*entry) for entry in orders]
    found = verdict(made[0].tolerances, made)
    assert (found.value, found.order) == (value, "first")
    assert [(reason.order, reason.code) for reason in found.reasons if reason.decides] == deciding
    open_lines = [(o.name, line.outcome) for o in made for line in o.tolerances if line.state != "within"]
    assert [(reason.order, reason.outcome) for reason in found.reasons] == open_lines


@pytest.mark.parametrize(
    ("futures", "sets", "few"),
    [(1, 200, True), (999, 200, True), (1000, 200, False), (10_000, 99, True), (1000, 100, False)],
)
def test_a_verdict_takes_a_thousand_futures_and_a_hundred_parameter_sets(futures, sets, few):
    assert too_few(futures, sets) == few


def test_too_few_futures_cannot_tell_whatever_they_say():
    made = [order("first", "outside"), order("other", "undecided")]
    found = verdict(made[0].tolerances, made, few=True)
    assert found.value == "cannot tell"
    assert [(reason.code, reason.decides) for reason in found.reasons] == [
        ("too-few-futures", True),
        ("missed", False),
        ("undecided", False),
    ]


def test_without_a_limit_there_is_nothing_to_tell():
    found = verdict([], [order("first")])
    assert (found.value, [reason.code for reason in found.reasons]) == ("cannot tell", ["no-limits"])


def test_the_verdict_rests_on_all_futures_of_the_headline_and_not_on_those_that_are_compared():
    compared, all_futures = order("first", "undecided"), order("first", "within")
    found = verdict(all_futures.tolerances, [compared])
    assert (found.value, found.reasons) == ("prepared", [])
