"""Disputes last, in the simulator as in the sample."""

import numpy as np
import pytest
from tests.simulation.begun import begun

from foedus.equations.duration import TERMS
from foedus.errors import InputError
from foedus.estimate.posterior import load_posterior
from foedus.estimate.samples import duration
from foedus.simulation.common import DISPUTE, FATAL, FORCE, WAR
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.steps.duration import lasting
from foedus.world.build import from_case
from foedus.world.case import load_case


@pytest.fixture(scope="module")
def drawn():
    world = from_case(load_case("us-rok"))
    return setting(world), draw_parameters(world, sets=2).parameters


@pytest.mark.parametrize(
    ("level", "luck", "stays"),
    [
        (0, 0.0, 0),
        (DISPUTE, 0.09, DISPUTE),
        (DISPUTE, 0.11, 0),
        (FORCE, 0.39, FORCE),
        (FATAL, 0.39, FATAL),
        (FATAL, 0.41, 0),
        (WAR, 0.69, WAR),
        (WAR, 0.71, 0),
    ],
)
def test_a_dispute_lasts_by_its_level(drawn, level, luck, stays):
    p, f = begun(*drawn, width=2)
    for name, lasts in zip(TERMS, (0.1, 0.4, 0.7), strict=True):
        p.draws[0].duration[name][1] = lasts
    f.pairs[0].level[1], f.pairs[0].luck_duration[1] = level, luck
    assert lasting(p, f, 0, 1) == stays


def test_wars_last_longer_than_uses_of_force_and_these_than_threats():
    terms = load_posterior("duration").draws["terms"]
    assert terms.shape == (500, len(TERMS))
    assert (np.diff(terms, axis=1) > 0).all()


def test_years_outside_the_record_are_refused():
    with pytest.raises(InputError, match="1947:2015 are not within 1947:2014"):
        duration.sample((1947, 2015))


@pytest.mark.data
def test_the_sample_is_of_dyads_in_dispute_without_a_new_one():
    found = duration.sample((1970, 1980))
    assert found.notes["events"] == found["lasted"].sum()
    assert set(found["stage"].tolist()) == {0, 1, 2}
    whole = duration.sample()
    assert whole.rows == 1789
    assert whole.notes["events"] == 687
