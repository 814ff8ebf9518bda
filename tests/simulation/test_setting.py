import numpy as np
import pytest

from foedus.errors import InputError
from foedus.simulation.setting import Policy, setting, with_dependants
from foedus.simulation.study import Study
from foedus.world.build import from_case
from foedus.world.case import case_names, load_case
from foedus.world.world import KINDS


@pytest.fixture(scope="module")
def world():
    return from_case(load_case("us-rok"))


def test_what_rests_on_an_instrument_goes_with_it(world):
    gone = with_dependants(world, ["mutual-defense-treaty"])
    assert {"combined-forces-command", "extended-deterrence", "us-forces-korea", "thaad", "cost-sharing"} <= set(gone)
    assert with_dependants(world, ["thaad"]) == ("thaad",)


def test_an_unknown_instrument_is_refused_with_the_nearest(world):
    with pytest.raises(InputError, match=r"unknown instrument 'thad'; did you mean 'thaad'\?"):
        setting(world, policy=Policy(("thad",)))


@pytest.mark.parametrize("adherence", [-1.1, 2.0, float("nan")])
def test_adherence_has_a_range(world, adherence):
    with pytest.raises(InputError, match="adherence"):
        setting(world, policy=Policy((), adherence))


def test_the_reference_strength_stays_that_of_the_whole_case(world):
    whole, less = setting(world), setting(world, policy=Policy(("thaad",)))
    assert (whole.instruments.reference == less.instruments.reference).all()
    assert whole.instruments.present.sum() == less.instruments.present.sum() + 1


@pytest.mark.parametrize("case", case_names())
def test_every_two_states_that_can_have_a_pact_have_a_link_and_no_others(case):
    world = from_case(load_case(case))
    w = setting(world)
    assert (w.link == w.link.T).all()
    assert (w.link.diagonal() == 0).all()
    able = world.party.T.astype(int) @ world.party.astype(int) > 0
    able[world.pairs[:, 0], world.pairs[:, 1]] = able[world.pairs[:, 1], world.pairs[:, 0]] = True
    np.fill_diagonal(able, False)
    assert ((w.link > 0) == able).all()
    assert sorted(w.link[np.triu(able)].tolist()) == list(range(1, len(w.links)))
    assert (w.links.first[0], w.links.second[0]) == (-1, -1)
    assert all(w.link[w.links[n].first, w.links[n].second] == n for n in range(1, len(w.links)))
    assert (w.pairs.link == w.link[w.pairs.first, w.pairs.second]).all()


@pytest.mark.parametrize("case", case_names())
def test_links_of_a_state_and_of_an_instrument_are_those_of_its_neighbours_and_of_its_parties(case):
    world = from_case(load_case(case))
    w = setting(world)
    for i, state in enumerate(w.states):
        found = w.links_of[state.link_start : state.link_end]
        assert sorted(found.tolist()) == sorted(w.link[i][w.link[i] > 0].tolist())
    for k, instrument in enumerate(w.instruments):
        found = w.linked[instrument.link_start : instrument.link_end]
        parties = np.flatnonzero(world.party[k])
        assert sorted(found.tolist()) == sorted(w.link[i, j] for i in parties for j in parties if i < j)
        if world.kind[k] == KINDS.index("defence-pact"):
            assert (found > 0).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"horizon": 0}, "horizon 0 is not allowed: a whole number from 1 to 60 years"),
        ({"horizon": 61}, "horizon 61"),
        ({"seed": -1}, "seed -1"),
        ({"threads": 0}, "threads 0"),
    ],
)
def test_a_study_refuses_absurd_numbers(options, message):
    with pytest.raises(InputError, match=message):
        Study(load_case("us-rok"), **options)
