"""Margins: how far a limit is kept, and what takes an outcome over it."""

import pytest

import foedus
from foedus.assessment.contribution import MechanismLine, Mechanisms
from foedus.assessment.margins import Margins, _margin, change
from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.assessment.verdict_lines import AnalystView, ToleranceLine
from foedus.errors import InputError
from foedus.report.figures.margins import figure
from foedus.report.margins import margins_text, told


def view(analyst, kind, value, error=0.001):
    return AnalystView(
        analyst=analyst, kind=kind, how="headline", value=value, error=error, side="keeps", effective=None, futures=None
    )


def limit(views, *, at_most=None, at_least=None, years=20):
    none = Estimate(value=None, low=None, high=None)
    return ToleranceLine(
        outcome="war_outside",
        at_most=at_most,
        at_least=at_least,
        years=years,
        estimate=none,
        kept_share=None,
        state="met",
        keeps=1,
        fails=0,
        views=views,
        flip=None,
        settling=[],
        reason="",
    )


def mechanism(name, change, default="on", error=0.002):
    difference = Difference(outcome="war_outside", estimate=Estimate(value=change, low=change, high=change), clear=True)
    return MechanismLine(
        name=name,
        enters="",
        meaning="",
        provenance="elicited",
        mean=None,
        sd=None,
        status="",
        source="",
        parameters=[],
        on=True,
        default=default,
        changed=1,
        differences=[difference],
        errors=[error],
    )


def moved(*lines):
    labels = {"war_outside": "war"}
    return Mechanisms(case="planted", horizon=20, futures=100, seed=1, labels=labels, mechanisms=list(lines))


VIEWS = [
    view("mixture", "mixture", 0.04),
    view("integrity.strain +1 sd", "prior", 0.045),
    view("integrity.strain -1 sd", "prior", 0.052),
    view("history", "specification", 0.2),
]


def test_what_is_off_adds_its_change_and_what_is_off_by_default_takes_it_away():
    found = _margin(limit(VIEWS, at_most=0.05), moved(mechanism("on", 0.03), mechanism("off", 0.03, "off")))
    moves = {one.name: one for one in found.moves}
    assert moves["on"].lowest == pytest.approx(0.07)
    assert (moves["on"].switched, moves["off"].switched) == ("off", "on")
    assert moves["off"].lowest == pytest.approx(0.01)
    assert found.moves[0].kind == "mechanism"
    assert (moves["integrity.strain"].lowest, moves["integrity.strain"].highest) == (0.045, 0.052)
    assert "history" not in moves


@pytest.mark.parametrize(
    ("change", "error", "over"), [(0.02, 0.002, True), (0.011, 0.002, False), (0.005, 0.0, False), (-0.02, 0.0, False)]
)
def test_the_limit_is_crossed_by_more_than_two_errors(change, error, over):
    found = _margin(limit(VIEWS, at_most=0.05), moved(mechanism("one", change, error=error)))
    assert next(one for one in found.moves if one.name == "one").crosses == over


def test_a_limit_from_below_is_crossed_downwards():
    found = _margin(limit(VIEWS, at_least=0.03), moved(mechanism("up", 0.02), mechanism("down", -0.02)))
    assert {one.name: one.crosses for one in found.moves if one.switched} == {"up": False, "down": True}


def test_a_limit_for_fewer_years_has_priors_alone():
    found = _margin(limit(VIEWS, at_most=0.05, years=10), moved(mechanism("one", 0.2)))
    assert [one.kind for one in found.moves] == ["prior"]


def test_of_mechanisms_that_do_the_same_one_is_told():
    same = moved(mechanism("whole", 0.03), mechanism("part", 0.03), mechanism("idle", 0.0))
    found = _margin(limit(VIEWS, at_most=0.05), same)
    assert [one.name for one in told(found)] == ["whole", "integrity.strain"]
    assert change(found, found.moves[0]) == pytest.approx(0.03)


def test_what_is_within_two_errors_is_not_told():
    found = _margin(limit(VIEWS[:1], at_most=0.05), moved(mechanism("a", 0.03, error=0.02), mechanism("b", 0.02)))
    assert [one.name for one in told(found)] == ["b"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("strainn", "unknown mechanism 'strainn'"),
        ((), "the case us-philippines sets no limit within 1 year, so nothing has a margin; ask for a longer horizon"),
    ],
)
def test_a_misspelt_name_and_then_a_missing_limit_are_refused_before_any_run(names, said):
    case = foedus.load_case("us-philippines").model_copy(update={"tolerances": ()})
    with pytest.raises(InputError, match=said):
        foedus.margins(case, names, futures=1, paired=1, horizon=1, progress=lambda *told: pytest.fail("it ran"))


def test_text_and_picture_have_the_same_moves():
    found = _margin(limit(VIEWS, at_most=0.05), moved(mechanism("whole", 0.03)))
    answer = Margins(
        case="planted", horizon=20, futures=1000, paired=100, seed=1, labels={"war_outside": "war"}, margins=[found]
    )
    text = margins_text(answer)
    assert "war, at most 5%: 4.0%, margin +1" in text
    assert "crosses the limit" in text
    bars = figure(answer)["concat"][0]["layer"][0]["data"]["values"]
    assert [bar["crosses"] for bar in bars] == [True, False]
    assert bars[0]["to"] == pytest.approx(0.07)
