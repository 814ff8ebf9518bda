"""The wars that load the patron: as the case has them at the start, and as often as fitted afterwards."""

from dataclasses import replace

import numpy as np
import pytest
from tests.simulation.begun import begun

from foedus.equations import load
from foedus.estimate.posterior import load_posterior
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.steps.load import step
from foedus.world.build import from_case
from foedus.world.case import load_case


@pytest.fixture(scope="module")
def world():
    return from_case(load_case("us-rok"))


@pytest.fixture(scope="module")
def parameters(world):
    return draw_parameters(world, sets=4).parameters


@pytest.mark.parametrize("stated", [0.0, 1.0])
def test_the_patron_starts_with_the_load_of_the_case(world, parameters, stated):
    _, f = begun(setting(replace(world, load=stated)), parameters, width=4)
    assert (f.whole[0].load == stated).all()
    assert (f.whole[0].load_before == stated).all()


def test_a_load_that_is_not_known_is_drawn_at_the_usual_rate(world, parameters):
    w = setting(replace(world, load=float("nan")))
    loads = [begun(w, parameters, 40, first)[1].whole[0].load for first in range(0, 400, 40)]
    usual = parameters.draws.load_usual.mean()
    assert 0.2 < usual < 0.8
    assert abs(np.mean(loads) - usual) < 4.0 * np.sqrt(usual * (1.0 - usual) / 400)


def test_switched_off_only_wars_of_this_world_load_the_patron(world, parameters):
    draws = parameters.draws.copy()
    draws["load_elsewhere"] = draws["load_usual"] = 0.0
    w = setting(world)
    p, f = begun(w, parameters._replace(draws=draws.view(np.recarray)), width=4)
    assert (f.whole[0].load == 0.0).all()
    f.whole[0].drawn[1] = 1.0
    step(w, p, f, 1, 0, world.year + 1)
    assert f.whole[0].load.tolist() == [0.0, 1.0, 0.0, 0.0]


def test_over_the_years_the_patron_is_at_war_as_often_as_usual(world, parameters):
    w = setting(world)
    p, f = begun(w, parameters, width=20)
    years = []
    for year in range(world.year + 1, world.year + 301):
        step(w, p, f, 1, 0, year)
        years.append(f.whole[0].load.copy())
    assert np.mean(years[20:]) == pytest.approx(p.draws[0].load_usual.mean(), abs=0.04)


def test_usual_is_the_share_that_a_year_of_the_chain_leaves_as_it_is():
    b = load.Coefficients(-1.3, 2.4)
    share = load.usual(b)
    after = (1.0 - share) * load.probability(b, 0.0) + share * load.probability(b, 1.0)
    assert after == pytest.approx(share, abs=1e-12)


def test_great_powers_at_war_stay_at_war():
    posterior = load_posterior("load")
    assert (posterior.draws["b"][:, 1] > 0.0).all()
    assert posterior.record["years"] == [1947, 2022]


@pytest.mark.data
def test_the_series_of_the_united_states_is_that_of_the_list():
    from foedus.estimate.samples.load import sample

    found = sample()
    own = found["year"][(found["ccode"] == 2) & (found["at_war"] == 1)].tolist()
    assert own == [*range(1950, 1955), 1958, *range(1962, 1974), 1984, 1991, 1999, 2001, *range(2003, 2023)]
