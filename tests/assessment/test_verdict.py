import pytest

from foedus.assessment.answer import OrderLine
from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.verdict import leaning, mixture_keeps, state, too_few, verdict, within
from foedus.assessment.verdict_lines import AnalystView, ToleranceLine


def view(side, value=0.03):
    return AnalystView(
        analyst="mixture",
        kind="mixture",
        how="headline",
        value=value,
        error=0.001,
        side=side,
        effective=None,
        futures=1000,
    )


@pytest.mark.parametrize(
    ("sides", "measured", "assumed"),
    [
        (["keeps", "keeps"], "met", "met-by-assumption"),
        (["fails", "fails"], "missed", "not-met-by-assumption"),
        (["keeps", "fails"], "undecided", "undecided-by-assumption"),
        (["keeps", "astride"], "undecided", "undecided-by-assumption"),
        (["fails", "astride"], "undecided", "undecided-by-assumption"),
        (["unknown"], "undecided", "undecided-by-assumption"),
    ],
)
def test_a_limit_is_decided_when_all_analysts_stand_clear_of_it_on_one_side(sides, measured, assumed):
    views = [view(side) for side in sides]
    assert state(views, measured=True) == measured
    assert state(views, measured=False) == assumed


def line(state, i=0, value=0.03):
    return ToleranceLine(
        outcome=f"outcome-{i}",
        at_most=0.05,
        at_least=None,
        years=20,
        estimate=Estimate(value=value, low=value, high=value),
        kept_share=0.9,
        state=state,
        keeps=1,
        fails=0,
        views=[view("keeps", value)],
        flip=None,
        settling=[],
        reason="a reason",
    )


def order(name, *states):
    lines = [line(state, i) for i, state in enumerate(states)]
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
        ([("first", "met"), ("other", "met")], "prepared", []),
        ([("first", "met"), ("other", "missed")], "conditionally prepared", [("other", "missed")]),
        ([("first", "met"), ("other", "undecided")], "conditionally prepared", [("other", "undecided")]),
        ([("first", "met-by-assumption"), ("other", "met")], "conditionally prepared", [("first", "assumption")]),
        (
            [("first", "met", "not-met-by-assumption"), ("other", "met")],
            "conditionally prepared",
            [("first", "assumption")],
        ),
        ([("first", "undecided-by-assumption"), ("other", "met")], "conditionally prepared", [("first", "assumption")]),
        ([("first", "met", "missed"), ("other", "met")], "not prepared", [("first", "missed")]),
        ([("first", "undecided", "missed"), ("other", "missed")], "not prepared", [("first", "missed")]),
        ([("first", "met", "undecided"), ("other", "missed")], "cannot tell", [("first", "undecided")]),
        ([("first", "not-met-by-assumption", "undecided")], "cannot tell", [("first", "undecided")]),
    ],
)
def test_all_four_verdicts_can_be_reached_and_name_the_lines_they_rest_on(orders, value, deciding):
    made = [order(*entry) for entry in orders]
    found = verdict(made[0].tolerances, made)
    assert (found.value, found.order) == (value, "first")
    assert [(reason.order, reason.code) for reason in found.reasons if reason.decides] == deciding
    assert (found.leaning is not None) == (value == "cannot tell")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("undecided", 0.04)], "prepared"),
        ([("undecided", 0.06)], "not prepared"),
        ([("undecided", 0.04), ("met-by-assumption", 0.01)], "conditionally prepared"),
        ([("undecided", 0.04), ("not-met-by-assumption", 0.9)], "conditionally prepared"),
    ],
)
def test_a_divided_verdict_leans_to_where_the_mixture_lies(lines, expected):
    assert leaning([line(state, i, value) for i, (state, value) in enumerate(lines)]) == expected


def test_a_lower_limit_is_kept_from_above():
    low = line("undecided").model_copy(update={"at_most": None, "at_least": 0.9})
    assert not mixture_keeps(low)
    assert mixture_keeps(low.model_copy(update={"views": [view("keeps", 0.95)]}))


@pytest.mark.parametrize(
    ("futures", "sets", "few"),
    [(1, 200, True), (999, 200, True), (1000, 200, False), (10_000, 99, True), (1000, 100, False)],
)
def test_a_verdict_takes_a_thousand_futures_and_a_hundred_parameter_sets(futures, sets, few):
    assert too_few(futures, sets) == few


def test_too_few_futures_cannot_tell_whatever_they_say():
    made = [order("first", "missed"), order("other", "undecided")]
    found = verdict(made[0].tolerances, made, few=True)
    assert (found.value, found.leaning) == ("cannot tell", None)
    assert [(reason.code, reason.decides) for reason in found.reasons] == [
        ("too-few-futures", True),
        ("missed", False),
        ("undecided", False),
    ]


def test_without_a_limit_there_is_nothing_to_tell():
    found = verdict([], [order("first")])
    assert (found.value, [reason.code for reason in found.reasons]) == ("cannot tell", ["no-limits"])


def test_the_verdict_rests_on_all_futures_of_the_headline_and_not_on_those_that_are_compared():
    compared, all_futures = order("first", "undecided"), order("first", "met")
    found = verdict(all_futures.tolerances, [compared])
    assert (found.value, found.reasons) == ("prepared", [])
