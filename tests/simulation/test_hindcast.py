"""The same simulator runs whole systems of the past."""

import numpy as np
import pytest

import foedus
from foedus.simulation.block import Sets
from foedus.simulation.engine import Question, batches
from foedus.simulation.outcomes import YEARLY
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting


@pytest.fixture(scope="module")
def panel():
    return foedus.build_panel("directed-dyad-year", (1985, 1990))


@pytest.mark.data
def test_a_system_of_many_states_runs_and_disputes_are_of_the_right_order(panel):
    world = foedus.world_at(panel, 1990, foedus.treaties())
    assert world.states > 150
    parameters = draw_parameters(world).parameters
    runs = list(batches(setting(world), parameters, seed=1, futures=200, horizon=10))
    yearly = np.concatenate([run[3] for run in runs])
    disputes = yearly[:, :, YEARLY.index("disputes")].mean()
    assert 10 < disputes < 80
    assert (yearly[:, :, YEARLY.index("wars")] <= yearly[:, :, YEARLY.index("disputes")]).all()
    assert np.isfinite(yearly[:, :, 0]).all()


@pytest.mark.data
def test_engines_agree_on_a_system_of_many_states(panel):
    world = foedus.world_at(panel, 1990, foedus.treaties())
    sets = Sets(draw_parameters(world, sets=3).parameters)
    one, two = (
        Question(setting(world), sets, 1, 2, engine, width).rows(0, 1)
        for engine, width in (("reference", 1), ("compiled", 0))
    )
    assert all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in zip(one, two, strict=True))
