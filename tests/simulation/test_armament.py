"""How soon a pursuit of nuclear weapons succeeds, by specification and latency."""

from __future__ import annotations

import numpy as np
import pytest
from tests.simulation.begun import begun

from foedus.equations.armament import FITTED_SPEED
from foedus.simulation.common import NUCLEAR, PURSUE
from foedus.simulation.parameters import SETS, draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.steps import armament
from foedus.world.build import from_case
from foedus.world.case import load_case


@pytest.fixture(scope="module")
def world():
    return from_case(load_case("us-rok"))


def test_a_latent_state_has_the_stated_speed_save_in_the_rival(world):
    drawn = draw_parameters(world)
    speed, rival = drawn.parameters.draws.speed, np.array(drawn.specification["armament"]) == FITTED_SPEED
    assert 0 < rival.sum() < SETS
    assert (speed.latent[rival] == speed.plain[rival]).all()
    assert (speed.latent[~rival] != speed.plain[~rival]).all()
    assert np.median(speed.latent[~rival]) == pytest.approx(0.15, abs=0.05)
    assert np.median(speed.plain) == pytest.approx(0.04, abs=0.015)
    stated = draw_parameters(world, specification={"armament": "full"}, frozen=frozenset({"elicited"})).parameters
    assert stated.draws.speed.latent == pytest.approx(np.full(SETS, 0.15), abs=0.001)


@pytest.mark.parametrize("latent", [0.0, 1.0])
def test_those_that_pursue_acquire_at_the_speed_of_their_class(world, latent):
    w, width = setting(world), 400
    p, f = begun(w, draw_parameters(world, sets=20).parameters, width=width)
    w.states[w.protege].latent = latent
    p.draws[0].speed.latent[:], p.draws[0].speed.plain[:] = 1.0, 0.0
    f.states[w.protege].nuclear[:] = PURSUE
    armament.step(w, p, f, 1, 0, w.year + 1)
    assert (f.states[w.protege].nuclear == (NUCLEAR if latent else PURSUE)).all()
