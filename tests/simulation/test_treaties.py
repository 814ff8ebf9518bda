"""Third states that bring two together: partners and opponents in common."""

import pytest
from tests.simulation.begun import begun

from foedus.equations.opponents import OPPONENT_YEARS
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.steps.treaty_formation import opposed, third_states
from foedus.world.build import from_case
from foedus.world.case import load_case


@pytest.fixture
def start():
    world = from_case(load_case("us-rok"))
    w = setting(world)
    _, f = begun(w, draw_parameters(world, sets=2).parameters, width=2)
    place = {name: world.names.index(name) for name in ("United States", "China", "Russia", "Japan")}
    f.links.strength[:] = 0.0
    f.pairs.peace[:] = OPPONENT_YEARS
    return w, f, place


def test_opponents_are_those_of_ten_years(start):
    w, f, place = start
    i, j = place["China"], place["United States"]
    assert not opposed(w, f, i, j, 1)
    f.pairs[w.pair[i, j]].peace[1] = OPPONENT_YEARS - 1
    assert opposed(w, f, i, j, 1)
    assert opposed(w, f, j, i, 1)
    assert not opposed(w, f, i, i, 1)
    assert not opposed(w, f, i, j, 0)


def test_only_those_of_both_count(start):
    w, f, place = start
    china, russia = place["China"], place["Russia"]
    q = w.pair[china, russia]
    assert third_states(w, f, q, china, russia, 1) == (0, 0)
    for k, name in enumerate(("United States", "Japan"), 1):
        f.pairs[w.pair[china, place[name]]].peace[1] = 0
        assert third_states(w, f, q, china, russia, 1) == (0, k - 1)
        f.pairs[w.pair[russia, place[name]]].peace[1] = 0
        assert third_states(w, f, q, china, russia, 1) == (0, k)
    f.links[w.link[china, place["Japan"]]].strength[1] = 1.0
    assert third_states(w, f, q, china, russia, 1) == (0, 2)
    f.links[w.link[russia, place["Japan"]]].strength[1] = 1.0
    assert third_states(w, f, q, china, russia, 1) == (1, 2)
    assert third_states(w, f, q, china, russia, 0) == (0, 0)
