"""A case about another alliance is answered about that one: what does not apply to it is absent, and it owns its words."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.assessment.one_candidate import ASKED

import foedus
from foedus.errors import InputError
from foedus.report.page import as_html
from foedus.report.text import as_text
from foedus.world import outcomes

CASE = Path(__file__).parent / "ruritania.yaml"
ABSENT = {
    "any_fights",
    "all_fight",
    "parties_fight",
    "protege_nuclear",
    "trilateral_meeting",
    "bloc_pacts",
    "coercion",
    "coercion_cost",
}
FOREIGN = "Korea|Kim|THAAD|North|Japan|China|Russia|trilateral|ROK|DPRK|Seoul|Camp David|coercion"


@pytest.fixture(scope="module")
def answer():
    return foedus.assess(foedus.load_case(CASE), futures=200, horizon=10)


def test_outcomes_that_do_not_apply_are_absent_from_every_table(answer):
    named = {line.name for line in answer.outcomes}
    assert not named & ABSENT
    assert {"war_outside", "pact_in_force", "integrity_kept"} <= named
    tables = [order.outcomes for order in answer.orders]
    tables += [line.differences for line in (*answer.counterfactuals, *answer.thesis)]
    assert not any(line.outcome in ABSENT for table in tables for line in table)


@pytest.mark.parametrize("written", [as_text, as_html])
def test_no_word_of_another_alliance_is_said(answer, written):
    body = re.sub(r"<style>.*?</style>", "", written(answer), flags=re.DOTALL)
    assert re.findall(rf"\b(?:{FOREIGN})\b.*", body) == []


def test_the_words_of_the_case_are_said(answer):
    text = " ".join(as_text(answer).split())
    assert "The last was over a crown." in text
    assert "RUR: Ruritania, a kingdom." in text
    assert [line.of for line in answer.cannot_say if "RUR" in line.text] == ["case"]


def test_a_limit_on_an_outcome_of_before_is_judged_on_what_replaced_it(answer):
    line = next(line for line in answer.tolerances if line.replaces)
    assert (line.replaces, line.outcome, line.at_most) == ("war_on_protege", "war_outside", 0.05)
    outside = next(one for one in answer.outcomes if one.name == "war_outside")
    assert [rate.events for rate in outside.base_rates] == [1]
    before = next(one for one in answer.replaced if one.name == "war_on_protege")
    assert before.replaced_by == "war_outside"
    assert before.estimate.value >= outside.estimate.value - 0.05
    said = "The case sets this limit on 'war_on_protege', which 'war_outside' has replaced; it is judged on that."
    assert said in " ".join(as_text(answer).split())
    assert said in as_html(answer).replace("&#39;", "'")


def test_orders_that_touch_no_state_are_left_out_and_named(answer):
    assert [order.name for order in answer.orders] == ["as-measured"]
    assert {order.name for order in answer.absent_orders} == {*foedus.order_names()} - {"as-measured"}
    assert {order.reason for order in answer.absent_orders} == {"touches-no-state"}
    assert "no state of the case is touched: Bipolar rivalry, Hostile bloc" in as_text(answer)


def test_such_an_order_is_refused_when_it_is_asked_for(answer):
    with pytest.raises(InputError, match="order 'multipolar' touches no state of the case ruritania; leave it out"):
        foedus.assess(foedus.load_case(CASE), futures=200, horizon=10, orders=["as-measured", "multipolar"])
    alone = foedus.assess(foedus.load_case(CASE), futures=200, horizon=10, orders=["as-measured"])
    assert alone.outcomes == answer.outcomes
    assert alone.absent_orders == []


def test_no_table_mixes_sizes():
    """What stands beside other orders and beside rivals is the headline's first futures, of the same run."""
    case, asked = foedus.load_case(CASE), {"horizon": 10, "specification": ASKED[1:]}  # candidates of initiation alone
    most, some, few = (foedus.assess(case, futures=n, **asked) for n in (3000, 2000, 1000))
    assert all(len(line.by_specification) > 3 for line in most.outcomes)
    assert (most.futures, most.compared_futures, most.paired_futures) == (3000, 2000, 1000)
    assert most.orders == some.orders
    assert [line.estimate for line in most.orders[0].outcomes] == [
        line.estimate for line in some.outcomes if line.unit == "probability"
    ]
    assert [line.paired_estimate for line in most.outcomes] == [line.estimate for line in few.outcomes]
    assert [line.by_specification for line in most.outcomes] == [line.by_specification for line in few.outcomes]
    assert [line.estimate for line in most.tolerances] != [line.estimate for line in most.orders[0].tolerances]


def test_a_horizon_shorter_than_every_limit_leaves_nothing_to_judge():
    short = foedus.assess(foedus.load_case(CASE), futures=1000, horizon=5, specification=ASKED)
    assert short.tolerances == short.orders[0].tolerances == []
    assert short.verdict.value == "cannot tell"
    assert [(reason.code, reason.decides) for reason in short.verdict.reasons] == [("no-limits", True)]
    said = "The case sets no limit on any outcome within the horizon"
    assert said in as_text(short)
    assert said in as_html(short)


@pytest.mark.parametrize("futures", [1, 999])
def test_few_futures_are_run_and_said_to_be_too_few(futures):
    few = foedus.assess(foedus.load_case(CASE), futures=futures, horizon=10, specification=ASKED)
    assert few.verdict.value == "cannot tell"
    assert few.verdict.reasons[0].code == "too-few-futures"
    said = {1: "1 future over 1 parameter set is too few", 999: "999 futures over 200 parameter sets are too few"}[
        futures
    ]
    assert said in " ".join(as_text(few).split())
    assert "of the headline, too few for a verdict." in as_html(few)
    wide = [line.estimate for line in few.outcomes if line.unit == "probability" and line.estimate.value is not None]
    assert all(found.low < found.high for found in wide)


def test_a_row_is_all_it_takes_to_show_what_is_marked(monkeypatch):
    """One more outcome: what the simulator marks already is shown, judged and written by its row alone."""
    row = {"kind": "event", "place": 22, "unit": "probability", "label": "{patron} at war", "applies": "always"}
    said = {"definition": "{patron} fights a war.", "meaning": "the patron fights", "tolerance": True, "paired": True}
    table = tuple(replace(one, **row, **said) if one.name == "patron_at_war" else one for one in outcomes.outcomes())
    monkeypatch.setattr(outcomes, "outcomes", lambda: table)
    outcomes.shown.cache_clear()
    try:
        made = foedus.assess(foedus.load_case(CASE), futures=200, horizon=10)
    finally:
        outcomes.shown.cache_clear()
    line = made.outcomes[-1]
    assert (line.name, line.label, line.skill.verdict) == ("patron_at_war", "Bohemia at war", "not-scored")
    assert 0.0 <= line.estimate.value <= 1.0
    assert made.orders[0].outcomes[-1].outcome == made.thesis[0].differences[-1].outcome == "patron_at_war"
    assert "Bohemia at war" in as_text(made)
