"""Third states that bring two together: partners and opponents in common."""

import pytest

from foedus.equations.opponents import OPPONENT_YEARS
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.state import blank
from foedus.simulation.steps.treaty_formation import opposed, third_states
from foedus.simulation.year import begin
from foedus.world.build import from_case
from foedus.world.case import load_case


@pytest.fixture
def start():
    world = from_case(load_case("us-rok"))
    w, f = setting(world), blank(setting(world), len(world.provocations))
    begin(w, draw_parameters(world).parameters, 0, f, 1, 0)
    place = {name: world.names.index(name) for name in ("United States", "China", "Russia", "Japan")}
    f.alliance[:] = 0.0
    f.pairs.peace[:] = OPPONENT_YEARS
    return w, f, place


def test_opponents_are_those_of_ten_years(start):
    w, f, place = start
    i, j = place["China"], place["United States"]
    assert not opposed(w, f, i, j)
    f.pairs[w.pair[i, j]].peace = OPPONENT_YEARS - 1
    assert opposed(w, f, i, j)
    assert opposed(w, f, j, i)
    assert not opposed(w, f, i, i)


def test_only_those_of_both_count(start):
    w, f, place = start
    china, russia = place["China"], place["Russia"]
    assert third_states(w, f, china, russia) == (0, 0)
    for k, name in enumerate(("United States", "Japan"), 1):
        f.pairs[w.pair[china, place[name]]].peace = 0
        assert third_states(w, f, china, russia) == (0, k - 1)
        f.pairs[w.pair[russia, place[name]]].peace = 0
        assert third_states(w, f, china, russia) == (0, k)
    f.alliance[china, place["Japan"]] = 1.0
    assert third_states(w, f, china, russia) == (0, 2)
    f.alliance[russia, place["Japan"]] = 1.0
    assert third_states(w, f, china, russia) == (1, 2)
