"""An order moves what it names, a channel contributes exactly nothing where it is off, and pacts can be asked for by pair."""

from __future__ import annotations

import re

import pytest
from tests.assessment.one_candidate import ASKED

import foedus
from foedus.assessment.imposed import agreed, imposed, passing
from foedus.assessment.orders import moves_of, orders
from foedus.assessment.pacts import Pair, pairs_asked
from foedus.errors import InputError
from foedus.report.order_sentences import order as said
from foedus.report.orders import orders_text
from foedus.simulation.mechanisms import NONE, Switches, channels
from foedus.world.build import from_case
from foedus.world.case import case_names, load_case
from foedus.world.order import load_order, order_names

IMPOSING = [name for name in order_names() if name != "as-measured"]
SHOWN = ["unipolar-recovery", "hostile-bloc"]
FUTURES = 200


@pytest.fixture(scope="module")
def case():
    return load_case("us-rok")


@pytest.fixture(scope="module")
def found(case):
    return orders(case, SHOWN, futures=40, horizon=4)


def last(case, order):
    run = foedus.simulate(case, futures=FUTURES, order=order)
    return run.yearly.isel(year=-1)


@pytest.mark.parametrize("name", [name for name in case_names() if load_case(name).as_of.year >= 2023])
def test_every_order_moves_the_indices_that_it_names_in_nine_futures_of_ten(name):
    """The orders that ship are of today's world; that of 1959 had two poles already."""
    case = load_case(name)
    measured = last(case, "as-measured")
    bloc = [state.code for state in case.states if state.abbreviation in case.bloc]
    for order in IMPOSING:
        moved = last(case, order) - measured
        for index, direction in moves_of(load_order(order), bloc).items():
            change = moved.sel(column=index.replace("-", "_")).values * (1 if direction == "rises" else -1)
            assert (change > 0).mean() >= 0.9, (name, order, index)


@pytest.mark.parametrize(
    ("bloc", "meant"),
    [([365, 710, 731], True), ([710, 731], True), ([710], False), ([2, 732, 740], False), ([], False)],
)
def test_an_order_speaks_of_the_tightness_of_a_bloc_that_it_ties(bloc, meant):
    assert ("bloc-tightness" in moves_of(load_order("hostile-bloc"), bloc)) == meant
    assert moves_of(load_order("multipolar"), bloc).keys() == {move.index for move in load_order("multipolar").moves}


def test_every_order_that_ships_names_an_index():
    assert all(load_order(name).moves for name in IMPOSING)


def test_effects_add_up_from_what_is_printed(found, case):
    assert [line.name for line in found.orders] == SHOWN
    for line in found.orders:
        assert [one.channel for one in line.channels] == [one.name for one in channels()]
        assert len(line.effects) == len(line.reach) == len(found.labels)
        for reach in line.reach:
            low, high = (end.difference.estimate.value for end in (reach.lowest, reach.highest))
            assert low <= high
        resting = {one.channel for one in line.channels if one.default == "off"}
        assert not resting & set(line.through)
        assert set(line.unexplained) <= {one.difference.outcome for one in line.effects if one.difference.clear}


def test_the_tight_bloc_is_tighter_and_what_the_case_lacks_is_said(found):
    hostile = next(line for line in found.orders if line.name == "hostile-bloc")
    tight = next(one for one in hostile.indices if one.index == "bloc-tightness")
    assert tight.holds
    assert tight.order > tight.measured
    assert {one.what for one in hostile.imposed} == {"milex", "ideal", "pacts", "transfers"}
    lacking = orders(load_case("us-philippines"), ["multipolar"], futures=4, horizon=1).orders[0]
    assert {one.channel for one in lacking.channels if not one.there} == {
        "concentration",
        "credibility",
        "policy-distance",
        "reactions",
        "wedge",
    }
    assert all(not one.contributions for one in lacking.channels if not one.there)


def test_every_effect_stands_beside_the_outcome_as_measured(found):
    [headline] = foedus.assess("us-rok", futures=40, horizon=4, orders="as-measured").orders
    same = {one.outcome: one.estimate for one in headline.outcomes}
    told = {one.outcome: one.estimate for one in found.measured}
    assert [one.outcome for one in found.measured] == [one.difference.outcome for one in found.orders[0].effects]
    assert {name: told[name] for name in same if name in told} == {name: same[name] for name in told if name in same}


def test_the_text_has_every_order_outcome_and_channel(found):
    text = " ".join(orders_text(found).split())
    for line in found.orders:
        assert line.title in text
    for label in found.labels.values():
        assert label in text
    for word in ("as measured", "± ", "lowest", "highest", "matters"):
        assert word in text


def test_an_order_that_imposes_nothing_is_refused(case):
    with pytest.raises(InputError, match="order 'as-measured' imposes nothing on the case us-rok; leave it out"):
        orders(case, ["as-measured"], futures=1)
    with pytest.raises(InputError, match="unknown order 'multipola'; did you mean 'multipolar'"):
        orders(case, ["multipola"], futures=1)


def test_the_sentence_on_each_order_is_its_own(case):
    answer = foedus.assess(case, futures=20, horizon=1, specification=ASKED)
    texts = {line.name: said(line) for line in answer.orders}
    assert len(set(texts.values())) == len(texts)
    assert "matters only through" not in texts["as-measured"]
    only = {re.search(r"The order matters only through [^.]+\.", texts[name]).group() for name in IMPOSING}
    assert len(only) == len(IMPOSING)
    assert "military spending up: Russia, China, North Korea (nothing)" in texts["hostile-bloc"]
    assert "which party of a treaty is the strongest" in texts["multipolar"]
    assert "who counts as an ally" in texts["hostile-bloc"]
    assert "concentration" in texts["multipolar"].partition("Off, and able to add to it: ")[2]
    assert "transfers" in texts["hostile-bloc"].partition("Off, and able to add to it: ")[2]


def test_what_passes_on_an_order_follows_the_switches(case):
    world = from_case(case)
    what = imposed(load_order("unipolar-recovery"), world)
    on, off = passing(what, NONE.silent, world)
    assert "concentration" in off
    on, off = passing(what, Switches(on=("concentration",), off=("capability-in-disputes",)).silent, world)
    assert "concentration" in on
    assert "capability-in-disputes" in off


def apart(one, other):
    """Futures that differ in what no switchless part of an order decides: disputes, deaths, coercion and own weapons."""
    kept = {"event": ["protege_deaths", "coercion", "protege_nuclear", "patron_at_war"]}
    kept |= {"column": ["disputes", "wars"], "total": ["disputes_protege", "coercion_cost"]}
    parts = (("event", "events"), ("column", "yearly"), ("total", "totals"))
    return {table for by, table in parts if not one[table].sel({by: kept[by]}).equals(other[table].sel({by: kept[by]}))}


@pytest.mark.parametrize("name", IMPOSING)
@pytest.mark.parametrize("called", ["us-rok", "us-japan"])
def test_an_order_matters_only_through_what_is_said_to_read_it(called, name):
    of = load_case(called)
    world = from_case(of)
    named, _ = passing(imposed(load_order(name), world), NONE.silent, world)
    asked = {"futures": 400, "horizon": 20}
    usual, moved = (foedus.simulate(of, **asked, order=order) for order in ("as-measured", name))
    assert apart(usual, moved)
    off = [f"{channel}=off" for channel in named]
    usual, moved = (foedus.simulate(of, **asked, mechanisms=off, order=order) for order in ("as-measured", name))
    assert not apart(usual, moved)


@pytest.mark.parametrize(
    "channel", ["initiator-cover", "opportunism", "concentration", "transfers", "wedge", "order-load"]
)
def test_a_channel_that_is_off_contributes_exactly_nothing_and_one_that_is_on_moves_futures(case, channel):
    asked = {
        "futures": 200,
        "horizon": 10,
        "order": "hostile-bloc" if channel in ("transfers", "wedge") else "unipolar-recovery",
    }
    plain, off, on = (foedus.simulate(case, **asked, mechanisms=m) for m in ((), [f"{channel}=off"], [f"{channel}=on"]))
    assert off.identical(plain)
    assert not on.yearly.equals(plain.yearly) or not on.totals.equals(plain.totals)


@pytest.fixture(scope="module")
def asked(case):
    pairs = ["RUS-PRK", "usa-rok"]
    return foedus.assess(case, futures=64, orders=["as-measured", "hostile-bloc"], pacts=pairs, specification=ASKED)


def test_a_pact_is_asked_for_by_pair(asked):
    russia, america = asked.pacts
    assert (russia.pair, russia.now, america.pair, america.now) == ("RUS-PRK", False, "USA-ROK", True)
    assert russia.in_force.value <= russia.ever.value < 0.5
    treaty = next(line for line in asked.outcomes if line.name == "pact_in_force")
    assert america.in_force.value == pytest.approx(treaty.estimate.value, abs=0.01)
    assert america.ever.value == 1.0
    assert 0.0 < russia.class_rate.low < russia.class_rate.value < russia.class_rate.high < 0.1
    assert russia.skill.score is not None


def test_a_pact_that_an_order_imposes_is_certain(case):
    few = {"futures": 20, "horizon": 2, "specification": ASKED}
    answer = foedus.assess(case, **few, orders=["hostile-bloc"], pacts=["PRK-RUS"])
    assert answer.pacts[0].in_force.value == 1.0


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("RUS", "pact 'RUS' is not A-B, two states of the case, for example USA-"),
        ("RUS-PRC", "pact 'RUS-PRC': unknown state 'PRC'; did you mean 'PRK'"),
        ("RUS-RUS", "pact 'RUS-RUS' names one state twice; give two"),
        ("TAW-PRK", "pact 'TAW-PRK' is not simulated: the case has no relation of the two; TAW can have one with "),
    ],
)
def test_a_pair_that_has_no_pact_to_ask_for_is_refused_in_one_line(case, entry, message):
    with pytest.raises(InputError) as refused:
        foedus.assess(case, futures=1, horizon=1, pacts=[entry])
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_pairs_are_asked_for_once(case):
    assert pairs_asked(case, ["RUS-PRK", "usa-rok", "PRK-RUS"]) == [Pair("RUS", "PRK"), Pair("USA", "ROK")]
    assert pairs_asked(case, []) == []


def treaty(order, **more):
    """Whether the treaty under assessment is in force in the last year of each future."""
    run = foedus.simulate("us-rok", futures=1000, order=order, **more)
    return run.events.sel(event="pact_in_force").isel(year=-1).values


def test_several_poles_lower_the_treaty_through_the_intercepts_of_patrons_alone():
    assert (treaty("as-measured") & ~treaty("multipolar")).sum() >= 3
    for more in ({"mechanisms": ["patrons-in-ends=off"]}, {"specification": "treaty-end=split"}):
        assert (treaty("as-measured", **more) == treaty("multipolar", **more)).all(), more


@pytest.mark.parametrize("name", case_names())
def test_every_case_and_order_give_a_state_the_same_code(name):
    assert all(agreed(load_order(order), load_case(name)) for order in order_names())


def test_a_state_of_another_code_is_refused_rather_than_left_out_of_the_order(case):
    states = [one.model_copy(update={"code": 20}) if one.abbreviation == "USA" else one for one in case.states]
    with pytest.raises(InputError, match=r"USA has the code 20 in case 'us-rok' and 2 in order 'bipolar-rivalry'"):
        agreed(load_order("bipolar-rivalry"), case.model_copy(update={"states": states}))
