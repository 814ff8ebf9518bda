"""Years that are not coded: what is known of them holds in every future, the rest is drawn without deaths."""

from dataclasses import replace

import numpy as np
import pytest
from tests.simulation.begun import begun

from foedus.equations.initiation import YEARLY_RETENTION
from foedus.simulation.common import DISPUTE, FATAL, FORCE, WAR
from foedus.simulation.draws import logistic
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.steps import level, record_gap
from foedus.simulation.steps.escalation import chances
from foedus.simulation.steps.initiation import initiate
from foedus.world.build import from_case
from foedus.world.case import load_case

FUTURES = 6


@pytest.fixture(scope="module")
def world():
    return from_case(load_case("us-rok"))


@pytest.fixture(scope="module")
def parameters(world):
    return draw_parameters(world, sets=4).parameters


@pytest.fixture(scope="module")
def start(world, parameters):
    return begun(setting(world), parameters, width=FUTURES)[1]


def pair(world, *codes):
    return next(q for q, row in enumerate(world.codes[world.pairs].tolist()) if row == sorted(codes))


def test_a_war_under_way_is_a_war_at_the_start(world, start):
    at_war = start.pairs[pair(world, 365, 369)]
    assert (at_war.level == WAR).all()
    assert (at_war.peace == 0).all()


def test_what_is_known_of_the_last_year_holds_in_every_future(world, start):
    last = {q: level for q, year, level, _ in world.known.tolist() if year == world.year}
    assert len(last) > 4
    for q, known in last.items():
        assert (start.pairs[q].level == known).all()
        assert (start.pairs[q].peace == 0).all()


def test_nobody_dies_in_a_dispute_that_is_not_known(world, start):
    last = {q for q, year, _, _ in world.known.tolist() if year == world.year}
    levels = np.array([start.pairs[q].level for q in range(len(world.pairs)) if q not in last])
    assert set(np.unique(levels)) <= {0, DISPUTE, FORCE}
    assert (levels > 0).any()


def test_peace_is_never_longer_than_since_a_known_dispute(world, start):
    for q, year, _, _ in world.known.tolist():
        assert (start.pairs[q].peace <= world.year - year).all()


def test_a_war_of_which_nothing_is_known_a_year_later_is_no_war(world, parameters):
    q = pair(world, 365, 369)
    ended = world.known[~((world.known[:, 0] == q) & (world.known[:, 1] == world.year))]
    _, f = begun(setting(replace(world, known=ended)), parameters, width=FUTURES)
    assert (f.pairs[q].level <= FORCE).all()


@pytest.mark.parametrize(("known", "begins"), [(DISPUTE, 1.0), (FATAL, 0.0)])
def test_a_known_dispute_sets_level_peace_and_memory(world, parameters, known, begins):
    _, f = begun(setting(replace(world, year=world.coded_to)), parameters, width=2)
    before = f.pairs[0].memory.copy()
    record_gap.hold(f, 0, known, begins)
    assert (f.pairs[0].level == known).all()
    assert (f.pairs[0].peace == 0).all()
    assert f.pairs[0].memory == pytest.approx(before * YEARLY_RETENTION + begins)


@pytest.mark.parametrize("width", [2])
def test_the_start_is_the_same_in_a_block_of_any_width(world, parameters, start, width):
    for first in range(0, FUTURES - width + 1, width):
        _, f = begun(setting(world), parameters, width, first)
        for name in ("level", "peace", "memory"):
            for q in range(len(world.pairs)):
                assert f.pairs[q][name].tolist() == start.pairs[q][name][first : first + width].tolist()


def one_year(world, q):
    """The world of us-rok, coded to the year before its start but for pair q, of which nothing is known."""
    coded = np.full(len(world.pairs), world.year)
    coded[q] -= 1
    return replace(world, coded=coded, known=np.empty((0, 4), np.int64), level=np.zeros_like(world.level))


@pytest.mark.parametrize("codes", [(731, 732), (2, 710)])
def test_as_many_disputes_are_drawn_as_the_equations_expect(world, codes):
    q = pair(world, *codes)
    gap = one_year(world, q)
    before = setting(replace(gap, year=gap.year - 1, coded=gap.coded.clip(max=gap.year - 1)))
    parameters = draw_parameters(gap, sets=20).parameters
    drawn, expected, spread = 0.0, 0.0, 0.0
    for first in range(0, 600, 60):
        p, f = begun(before, parameters, 60, first)
        level.step(before, p, f, 1, first, gap.year)
        for d in (2 * q, 2 * q + 1):
            for r in range(60):
                if d % 2 == 0:
                    initiate(p, f, q, before.pairs[q].first, before.pairs[q].second, r)
                force, war, fatal = chances(before, p, f, d, gap.year, r)
                chance = logistic(f.pairs[q].odds[d % 2, r]) * (1.0 - force * (war + (1.0 - war) * fatal))
                expected += chance
                spread += chance * (1.0 - chance)
        _, after = begun(setting(gap), parameters, 60, first)
        drawn += (after.pairs[q].memory - world.memory[q] * YEARLY_RETENTION).round(6).sum()
    assert expected > 10.0
    assert abs(drawn - expected) < 4.0 * np.sqrt(spread)


def test_a_world_that_is_coded_to_its_start_starts_as_coded(world, parameters):
    coded = replace(world, coded=np.full(len(world.pairs), world.year), known=np.empty((0, 4), np.int64))
    _, f = begun(setting(coded), parameters, width=2)
    for q in range(len(world.pairs)):
        assert (f.pairs[q].peace == world.peace[q]).all()
        assert (f.pairs[q].level == world.level[q]).all()
        assert (f.pairs[q].memory == world.memory[q]).all()
