from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from numpy.lib.recfunctions import structured_to_unstructured

from foedus.equations import escalation, initiation
from foedus.equations.effects import BELIEFS, CHANNELS, effects
from foedus.equations.registry import CHOICES, RIVALS
from foedus.errors import InputError
from foedus.estimate.posterior import Posterior
from foedus.simulation.parameters import SETS, draw_parameters
from foedus.simulation.steps.level import level_at
from foedus.world.build import from_case
from foedus.world.case import load_case
from foedus.world.world import INDICES, KINDS


def plain(table):
    """Records as an array with one more axis; any other array as it is."""
    return structured_to_unstructured(np.asarray(table)) if table.dtype.names else table


@pytest.fixture(scope="module")
def world():
    return from_case(load_case("us-rok"))


@pytest.fixture(scope="module")
def drawn(world):
    return draw_parameters(world)


def test_sets_share_out_the_specifications_by_weight(drawn):
    assert set(drawn.weights) == set(CHOICES)
    for equation, weights in drawn.weights.items():
        assert sum(weights.values()) == pytest.approx(1)
        for name, weight in weights.items():
            assert abs(drawn.specification[equation].count(name) / SETS - weight) <= 1 / SETS


def test_the_rivals_of_two_equations_are_drawn_apart(world):
    together = Counter(
        zip(*(draw_parameters(world).specification[name] for name in ("initiation", "treaty-end")), strict=True)
    )
    assert len(together) > 4


def test_a_specification_by_name_uses_no_other(world):
    drawn = draw_parameters(world, specification={"initiation": "history", "growth-gdp": "no-change"}, sets=50)
    assert set(drawn.specification["initiation"]) == {"history"}
    assert drawn.weights["growth-gdp"] == {"no-change": 1.0}
    assert len(set(drawn.specification["treaty-end"])) > 1
    assert not drawn.parameters.growth_mean[:, INDICES.index("gdp")].any()


def test_an_unknown_specification_is_refused(world):
    with pytest.raises(InputError, match="unknown specification of initiation 'histry'; did you mean 'history'"):
        draw_parameters(world, specification={"initiation": "histry"})


def test_a_rival_that_needs_what_the_case_does_not_state_takes_no_part(world):
    bare = replace(world, memory=np.full(len(world.pairs), np.nan))
    weights = draw_parameters(bare, sets=50).weights["initiation"]
    assert "rich" not in weights
    assert sum(weights.values()) == pytest.approx(1)
    with pytest.raises(InputError, match="'rich' of initiation needs the memory of every pair"):
        draw_parameters(bare, specification={"initiation": "rich"})


def test_skill_does_not_decide_what_a_treaty_does(drawn):
    assert all("defended" in RIVALS["escalation"][name].terms for name in drawn.specification["escalation-war"])


def test_each_stage_of_escalation_has_the_terms_of_its_own_specification(drawn):
    for stage in escalation.STAGES:
        b = plain(drawn.parameters.draws.escalation[stage])
        for g, name in enumerate(drawn.specification[f"escalation-{stage}"]):
            estimated = RIVALS["escalation"][name].active(escalation.TERMS)
            assert set(np.flatnonzero(b[g])) <= set(estimated)


def test_drawing_twice_gives_the_same(world, drawn):
    again = draw_parameters(world)
    assert all(np.array_equal(a, b) for a, b in zip(drawn.parameters, again.parameters, strict=True))


def test_elicited_parameters_stand_still_when_frozen(world):
    drawn = draw_parameters(
        world, specification={"escalation-war": "alliances"}, frozen=frozenset({"elicited", "literature"})
    )
    held = drawn.parameters
    assert held.effect.std(axis=0).max() < 1e-12
    assert plain(held.draws.integrity).std(axis=0).max() < 1e-12
    assert plain(held.draws.escalation).std(axis=0).max() > 0


@pytest.mark.parametrize("beliefs", BELIEFS)
def test_effects_have_their_prior_moments_and_own_instruments_alone(world, beliefs):
    drawn = draw_parameters(world, beliefs=beliefs, on=("armistice",))
    for effect in effects(beliefs):
        for k in np.flatnonzero(world.own & (world.kind == KINDS.index(effect.kind))):
            column = drawn.parameters.effect[:, k, CHANNELS.index(effect.channel)]
            assert column.mean() == pytest.approx(effect.mean, abs=4 * effect.sd / np.sqrt(SETS))
            assert column.std() == pytest.approx(effect.sd, rel=0.2)
    assert not drawn.parameters.effect[:, ~world.own].any()


def test_beliefs_shift_the_effects_and_touch_nothing_else(world, drawn):
    other = draw_parameters(world, beliefs="sceptical").parameters
    for name, ours, theirs in zip(other._fields, drawn.parameters, other, strict=True):
        if name != "effect":
            assert np.array_equal(ours, theirs)
    assert (other.effect - drawn.parameters.effect).std(axis=0).max() < 1e-12


@pytest.mark.parametrize("name", ["liberal", "steps-to-war"])
@pytest.mark.parametrize("q", [0, 3, 11, 17])
def test_the_simulator_and_the_equation_agree_on_the_log_odds(world, name, q):
    """Baseline and moving part against the sum over all terms in the order of TERMS."""
    drawn = draw_parameters(world, specification={"initiation": name}, sets=20)
    g = 7
    b = plain(drawn.parameters.draws.initiation)[g]
    i, j = world.pairs[q]
    low, high = sorted((world.polyarchy[i], world.polyarchy[j]))
    gap = abs(np.subtract(*drawn.parameters.ideal[g, [i, j]]))
    spell = min(world.peace[q], initiation.LONGEST_PEACE) / 10
    ratio = np.log(world.capability[0, i] / world.capability[0, j])
    memory, late = np.log1p(world.memory[q]), float(world.year >= 1992)
    party = world.party[world.kind == KINDS.index("defence-pact")]
    ally = {(a, b) for row in party for a in np.flatnonzero(row) for b in np.flatnonzero(row) if a != b}

    def defended(target, against):
        return any((target, k) in ally and (against, k) not in ally and k != against for k in range(world.states))

    pacts = [float((i, j) in ally), float(defended(j, i)), float(defended(i, j))]
    terms = [1, world.contiguous[q], np.log1p(world.distance[q]), world.major[i], world.major[j], low, high, 0, 0]
    terms += [gap, ratio, spell, spell**2, spell**3, memory, world.rivalry[q], *pacts, *(late * pact for pact in pacts)]
    moving = initiation.moving(initiation.Coefficients(*b), initiation.Moving(spell, ratio, gap, memory))
    assert drawn.parameters.initiation_baseline[g, 2 * q] + moving == pytest.approx(np.dot(b, terms))
    assert [initiation.TERMS[k] for k in np.flatnonzero(b)] == [initiation.TERMS[k] for k in initiation.active(name)]


def test_shapes_are_those_of_the_terms(drawn):
    assert drawn.parameters.draws.initiation.shape == (SETS,)
    assert drawn.parameters.draws.initiation.dtype.names == initiation.TERMS
    assert all(np.isfinite(plain(array)).all() for array in drawn.parameters)


@pytest.mark.parametrize(
    ("year", "mean", "sd"),
    [
        (1999, 0.0, 0.3 / np.sqrt(0.75)),  # before the fit: the equation's own distribution
        (2000, 0.1, 0.0),
        (2001, 0.2, 0.0),
        (2002, 0.4, 0.0),
        (2003, 0.2, 0.3),  # after it: on from the last level
        (2004, 0.1, 0.3 * np.sqrt(1.25)),
    ],
)
def test_the_common_level_starts_where_the_fit_says_it_stood(year, mean, sd):
    draws = {
        "year_persistence": np.full(3, 0.5),
        "year_scale": np.full(3, 0.3),
        "year_level": np.tile([0.1, 0.2, 0.4], (3, 1)),
    }
    fit = Posterior("initiation-history", draws, {}, {"years": [2000, 2002]})
    assert level_at(fit, np.arange(2), year) == pytest.approx(np.array([[mean, sd]] * 2))
