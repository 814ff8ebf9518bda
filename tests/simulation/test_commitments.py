"""What a dispute means: wars of the protege by opponent and beginner, its dead, and who of a treaty fights."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.simulation.begun import begun

from foedus.simulation.chronicle import blank_chronicle
from foedus.simulation.common import DISPUTE, FATAL, FORCE, WAR, ends
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.state import Record
from foedus.simulation.steps import joining
from foedus.simulation.steps.commitments import register
from foedus.simulation.steps.escalation import ladder
from foedus.world.build import from_case
from foedus.world.case import load_case
from foedus.world.world import KINDS

WORLD = from_case(load_case("us-rok"))
PARAMETERS = draw_parameters(WORLD, sets=2).parameters
W = setting(WORLD)
OWN = [d for d in range(2 * len(W.pairs)) if W.protege in ends(W, d)]
JAPAN, KOREA, AMERICA = (WORLD.names.index(name) for name in ("Japan", "South Korea", "United States"))


@cache
def started():
    """Parameters and the state at the start; made when it is asked for, since it runs compiled code."""
    return begun(W, PARAMETERS)


def dyad(initiator, target):
    return next(d for d in range(2 * len(W.pairs)) if ends(W, d) == (initiator, target))


def registered(w, p, f, d, level, joined=(), year=1):
    """The events and totals of one dispute, by name."""
    events, totals = np.zeros((len(EVENTS), 1), np.uint64), np.zeros((len(TOTALS), 1))
    fate = np.zeros((len(w.instruments), 1), np.int64)
    out = Record(events, totals, np.zeros((1, len(YEARLY), 1)), fate, blank_chronicle(w, 0, 1), -1, 1)
    f.states.joined[:] = 0
    for state, side in joined:
        f.states.joined[state] = side
    register(w, p, f, out, d, level, 1, 0, w.year + year, 0)
    f.states.joined[:] = 0
    return {
        **dict(zip(EVENTS, (events[:, 0] != 0).tolist(), strict=True)),
        **dict(zip(TOTALS, totals[:, 0].tolist(), strict=True)),
    }


@given(st.sampled_from(OWN), st.sampled_from([DISPUTE, FORCE, FATAL, WAR]), st.integers(1, 40))
def test_the_lines_add_up(d, level, year):
    found = registered(W, *started(), d, level, year=year)
    assert found["war_on_protege"] == (level == WAR)
    assert found["war_outside"] + found["war_inside"] == found["war_on_protege"]
    assert found["war_begun_on"] + found["war_begun_by"] == found["war_outside"]
    assert found["protege_deaths"] >= found["war_on_protege"]
    assert not (level < FATAL and found["protege_deaths"])


def test_the_patron_and_its_allies_are_no_outsiders():
    _, f = started()
    assert f.links.strength[W.link[AMERICA, JAPAN]] > 0
    for opponent in (AMERICA, JAPAN):
        assert registered(W, *started(), dyad(opponent, KOREA), WAR)["war_inside"]
    strength = f.links.strength.copy()
    f.links.strength[W.link[AMERICA, JAPAN]] = 0.0
    assert registered(W, *started(), dyad(JAPAN, KOREA), WAR)["war_outside"]
    f.links.strength[:] = strength


@pytest.mark.parametrize(("rate", "by_protege"), [(0.0, 0), (1.0, 50)])
def test_who_began_a_war_errs_at_the_stated_rate(rate, by_protege):
    p, _ = started()
    p.draws.misread[:] = rate
    d = dyad(WORLD.names.index("China"), KOREA)
    assert sum(registered(W, *started(), d, WAR, year=year)["war_begun_by"] for year in range(1, 51)) == by_protege


def test_own_dead_are_those_of_the_side():
    p, _ = started()
    p.draws.deaths.initiator[:], p.draws.deaths.target[:] = 0.0, 1.0
    china = WORLD.names.index("China")
    assert registered(W, *started(), dyad(china, KOREA), FATAL)["protege_deaths"]
    assert not registered(W, *started(), dyad(KOREA, china), FATAL)["protege_deaths"]
    assert registered(W, *started(), dyad(KOREA, china), WAR)["protege_deaths"]


@pytest.mark.parametrize("side", [0, 1, 2])
def test_patron_and_protege_are_counted_apart(side):
    china = WORLD.names.index("China")
    found = registered(W, *started(), dyad(china, KOREA), WAR, [(AMERICA, side)])
    assert (found["protege_attacked"], found["patron_fights"], found["patron_fails"]) == (True, side == 2, side != 2)
    assert not found["patron_attacked"]
    found = registered(W, *started(), dyad(china, AMERICA), WAR, [(KOREA, side)])
    assert (found["patron_attacked"], found["protege_fights"], found["protege_fails"]) == (True, side == 2, side != 2)
    assert not found["protege_attacked"]


def test_an_attack_on_the_patron_counts_in_the_treaty_area_alone():
    iran = WORLD.names.index("Iran")
    found = registered(W, *started(), dyad(iran, AMERICA), WAR)
    assert found["invoked"]
    assert not found["patron_attacked"]


@pytest.mark.parametrize(("fighters", "share"), [((), 0.0), ((AMERICA,), 0.5), ((AMERICA, JAPAN), 1.0)])
def test_of_many_parties_the_share_that_fights(fighters, share):
    party = WORLD.party.copy()
    party[W.pact, JAPAN] = True
    w = setting(replace(WORLD, party=party))
    p, f = begun(w, PARAMETERS)
    found = registered(w, p, f, dyad(WORLD.names.index("China"), KOREA), WAR, [(k, 2) for k in fighters])
    assert found["invoked"]
    assert (found["parties_fighting"], found["parties_called"]) == (2 * share, 2)
    assert (found["any_fights"], found["none_fights"]) == (share > 0, share == 0)
    assert (found["all_fight"], found["violated"]) == (share == 1, share < 1)


def test_a_presence_without_effect_adds_exactly_nothing():
    channel = joining.CHANNEL
    p, f = begun(W, PARAMETERS)
    presence = WORLD.kind == KINDS.index("presence")
    f.instruments.strength[presence] = 0.0
    p.effect[presence, channel] = 0.0
    joining.step(W, p, f, W.year + 1)
    assert (f.links.tripwire == 0.0).all()
    p.effect[presence, channel] = 0.5
    joining.step(W, p, f, W.year + 1)
    n = W.link[AMERICA, KOREA]
    assert f.links.tripwire[n] == pytest.approx(-0.5 * W.instruments.reference[presence & WORLD.own].sum())
    at = (W, p, f, AMERICA, KOREA, WORLD.names.index("China"), 1.0, WAR, W.year + 1, 0)
    fallen, of_host = joining.log_odds(*at), joining.log_odds(*at[:3], KOREA, AMERICA, *at[5:])
    f.links.tripwire[n] = 0.0
    assert joining.log_odds(*at) - fallen == pytest.approx(0.5 * W.instruments.reference[presence & WORLD.own].sum())
    assert joining.log_odds(*at[:3], KOREA, AMERICA, *at[5:]) == of_host


def test_a_patron_in_common_bears_on_war_alone():
    p, f = begun(W, PARAMETERS)
    d = dyad(JAPAN, KOREA)
    chances = []
    for effect in (0.0, -1.0):
        p.draws.common_patron[:] = effect
        ladder(W, p, f, d, W.year + 1)
        chances.append([float(getattr(f.whole, name)[0, 0]) for name in ("force", "war", "fatal")])
    assert f.whole.patron[0, 0] == 1.0
    (force, war, fatal), (same_force, lower, same_fatal) = chances
    assert (same_force, same_fatal) == (force, fatal)
    assert np.log(lower / (1 - lower)) - np.log(war / (1 - war)) == pytest.approx(-(1 - 0.118))
