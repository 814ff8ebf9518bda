"""The skill beside a headline names what was scored, at which horizon, and says so where nothing was."""

import re

import pytest

import foedus
from foedus.assessment import evidence
from foedus.equations.effects import BELIEFS, effects
from foedus.evaluate.skill import skill
from foedus.world.outcomes import outcome, outcomes_of, shown
from foedus.world.views import BaseRate


def rate(unit, events=6.0, exposure=2245.0):
    return BaseRate(
        outcome="pact_in_force",
        events=events,
        exposure=exposure,
        unit=unit,
        period="1946-2018",
        source="atop",
        text="Counted.",
    )


US_ROK = foedus.load_case("us-rok")


def of(name, horizon=20, case=US_ROK):
    return evidence.skill(outcome(name), case, horizon)


@pytest.mark.parametrize(
    ("unit", "kind", "expected"),
    [
        ("dyad-years (ends)", "status", (2245 / 2265) ** 6.5),
        ("years", "event", 1 - (2245 / 2265) ** 6.5),
        ("years", "status", 6.5 / 2246),
        ("disputes", "event", None),
        ("years", "total", None),
    ],
)
def test_a_base_rate_says_how_likely_its_outcome_is(unit, kind, expected):
    found = evidence.base_probability(rate(unit), kind, 20)
    assert (found and found.value) == (expected if expected is None else pytest.approx(expected))
    assert found is None or found.low < found.value < found.high


def test_a_base_rate_of_ends_is_told_from_one_of_events_without_a_word_in_its_unit():
    case = foedus.load_case("us-rok")
    ends, years = (evidence.base_rate(rate(unit), "status", 20, case) for unit in ("dyad-years (ends)", "disputes"))
    assert (ends.unit, ends.counted_in, ends.ends) == ("dyad-years", "years", True)
    assert (years.unit, years.counted_in, years.ends, years.probability) == ("disputes", "trials", False, None)


def test_every_kind_scored_has_a_shipped_backtest():
    for one in shown():
        assert not one.scored_as or skill(one.scored_as, 1) is not None


@pytest.mark.parametrize(("horizon", "scored"), [(5, 5), (12, 20), (20, 20)])
def test_the_skill_of_disputes_is_that_of_the_horizon_or_the_next_longer(horizon, scored):
    found = of("disputes_protege", horizon)
    assert found.score.horizon == scored
    assert found.score.over_history is not None
    assert found.verdict == found.score.verdict


def test_nothing_is_claimed_without_events_or_past_the_longest_horizon():
    war = of("war_outside")
    assert (war.verdict, war.score.verdict) == ("no-events", "skill")
    assert of("pact_in_force").verdict == "none-shown"
    assert of("pact_in_force", 21) == evidence.Skill(verdict="not-scored", score=None)
    assert of("integrity_kept").verdict == "not-measured"


@pytest.mark.parametrize("name", ["protege_nuclear", "bloc_pacts"])
def test_rare_decisions_are_scored_one_step_ahead_and_show_no_skill(name):
    found = of(name)
    assert (found.score.horizon, found.verdict) == (1, "none-shown")
    assert not evidence.skilled(outcome(name), US_ROK, 20)


def test_a_case_knows_no_skill_that_was_scored_on_later_years():
    early = US_ROK.model_copy(update={"as_of": US_ROK.as_of.replace(year=2009)})
    assert evidence.skilled(outcome("disputes_protege"), US_ROK, 20)
    assert of("disputes_protege", case=early) == evidence.Skill(verdict="not-scored", score=None)


def test_the_verdict_of_a_score_is_where_its_interval_lies():
    for one in shown():
        found = of(one.name)
        if (score := found.score) is not None:
            above, below = score.value.low > 0, score.value.high < 0
            assert score.verdict == ("skill" if above else "worse" if below else "none-shown")


def test_what_data_moved_is_said_of_any_case():
    """It is printed beside an instrument of whatever alliance, so it names the episode of none."""
    said = " ".join(term.moved_by for beliefs in BELIEFS for term in effects(beliefs))
    assert not re.search(r"2016|THAAD|Korea", said)


def test_equation_record_and_judgements_stand_apart():
    case = foedus.load_case("us-rok")
    fights = next(one for one in outcomes_of(case) if one.name == "patron_fights")
    equation, record, *judged = evidence.views(fights, evidence.Estimate(value=0.3, low=0.1, high=0.5), case)
    assert (equation.kind, equation.value, equation.beliefs) == ("equation", 0.3, None)
    assert (record.kind, record.beliefs, record.events, record.exposure) == ("record", "sceptical", 9, 16)
    assert (record.value, record.low, record.high) == pytest.approx((0.56, 0.36, 0.75), abs=0.006)
    assert [(one.kind, one.beliefs, one.low) for one in judged] == [
        ("judgement", "literature", None),
        ("judgement", "optimist", None),
    ]
    assert all(one.reason for one in (record, *judged))
    war = next(one for one in outcomes_of(case) if one.name == "war_outside")
    assert evidence.views(war, equation_of(0.1), case) == []


def equation_of(value):
    return evidence.Estimate(value=value, low=None, high=None)


def test_an_outside_view_of_a_replaced_outcome_stands_beside_what_replaced_it():
    case = foedus.load_case("us-philippines")
    fights = outcome("patron_fights")
    known = evidence.outside_views(case, fights, 20)
    assert known
    renamed = [
        one.model_copy(update={"outcome": "honoured"}) for one in case.outside_views if one.outcome == fights.name
    ]
    assert evidence.outside_views(case.model_copy(update={"outside_views": tuple(renamed)}), fights, 20) == known
