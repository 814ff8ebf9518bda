"""Figures that are not known are drawn: from the class of the state, at its own address, and they move war by little."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from foedus.estimate.unknown import CLASSES, FIGURES, LEVELS, known, quantile
from foedus.simulation.engine import batches
from foedus.simulation.imputed import partners
from foedus.simulation.outcomes import YEARLY
from foedus.simulation.parameters import Drawn, draw_parameters
from foedus.simulation.setting import setting
from foedus.world.build import from_case
from foedus.world.case import load_case
from foedus.world.world import World

WORLD = from_case(load_case("us-rok"))
USA, CHINA, DPRK, ROK, TAIWAN = (WORLD.codes.tolist().index(code) for code in (2, 710, 731, 732, 713))


def without(**states: int) -> World:
    """The world with a figure of a state unknown, for each field."""
    changed: dict[str, Any] = {}
    for name, state in states.items():
        changed[name] = getattr(WORLD, name).copy()
        changed[name][..., state] = np.nan
    return replace(WORLD, **changed)


def drawn(world: World) -> Drawn:
    return draw_parameters(world)


BASE = drawn(WORLD)


def test_the_table_is_whole_and_ordered() -> None:
    assert set(known()) == {(figure, kind) for figure in FIGURES for kind in CLASSES}
    for one in known().values():
        assert len(one.quantiles) == len(LEVELS)
        assert (np.diff(one.quantiles) >= 0).all()
        assert one.rows > 1000
        assert 1946 <= one.years[0] < one.years[1] <= 2022
        assert "cow-states:" in one.sources
    assert known()["polyarchy", "other"].quantiles[-1] < 0.5 <= known()["polyarchy", "democracy"].quantiles[0]
    assert quantile("polyarchy", "democracy", np.array([0.0, 1.0])).tolist() == [
        known()["polyarchy", "democracy"].quantiles[0],
        known()["polyarchy", "democracy"].quantiles[-1],
    ]


@pytest.mark.data
def test_the_table_is_what_the_files_give() -> None:
    from foedus.estimate.samples.unknown import computed

    for key, one in computed().items():
        assert one.quantiles == pytest.approx(known()[key].quantiles, rel=1e-4, abs=1e-5)
        assert (one.rows, one.years) == (known()[key].rows, known()[key].years)


def test_what_is_known_is_the_same_in_every_set_and_what_is_not_is_finite_and_spread() -> None:
    for array, values in (
        (BASE.parameters.polyarchy, WORLD.polyarchy),
        (BASE.parameters.ideal, WORLD.ideal),
        (BASE.parameters.capability, np.log(WORLD.capability)),
    ):
        sure = ~np.isnan(values)
        assert (array[:, sure] == values[sure]).all()
        assert np.isfinite(array).all()
        assert (array[:, ~sure].std(axis=0) > 0.0).all()
    assert np.isnan(WORLD.capability[1:, DPRK]).all()  # null in the case
    assert np.isnan(WORLD.ideal[TAIWAN])


def test_a_draw_is_that_of_the_class_of_the_state() -> None:
    autocracy = drawn(without(polyarchy=DPRK)).parameters.polyarchy[:, DPRK]
    democracy = drawn(without(polyarchy=ROK)).parameters.polyarchy[:, ROK]
    assert autocracy.max() < 0.5 <= democracy.min()
    assert np.median(autocracy) == pytest.approx(known()["polyarchy", "other"].quantiles[10], abs=0.05)


def test_an_unknown_ideal_point_lies_about_that_of_its_partners() -> None:
    world = without(ideal=ROK)
    middle = partners(world, world.ideal)[ROK]
    assert middle == pytest.approx(WORLD.ideal[USA])  # its only partner
    points = drawn(world).parameters.ideal[:, ROK]
    assert np.median(points) == pytest.approx(middle, abs=0.15)
    assert np.isnan(partners(WORLD, WORLD.ideal)[TAIWAN])  # it has none


def test_a_draw_has_the_address_of_its_state_and_touches_no_other() -> None:
    one, two = drawn(without(polyarchy=DPRK)).parameters, drawn(without(polyarchy=DPRK, ideal=CHINA)).parameters
    assert (one.polyarchy == two.polyarchy).all()
    for name in BASE.parameters._fields:
        if name not in ("polyarchy", "initiation_baseline"):
            assert np.array_equal(getattr(one, name), getattr(BASE.parameters, name))


def expected_wars(world: World) -> tuple[float, float]:
    """Mean over parameter sets of the expected number of first wars on the protege, and its standard deviation."""
    found = drawn(world).parameters
    runs = batches(setting(world), found, seed=1, futures=2000, horizon=20, threads=1)
    wars = np.concatenate([run[3][:, :, YEARLY.index("expected_war")] for run in runs]).sum(axis=1)
    sets = len(found.draws)
    each = np.array([wars[g::sets].mean() for g in range(sets)])
    return float(each.mean()), float(each.std())


@pytest.mark.parametrize("state", [DPRK, ROK])
def test_an_unknown_polyarchy_moves_war_by_less_than_the_parameters_do(state: int) -> None:
    stated, spread = expected_wars(WORLD)
    unknown, wider = expected_wars(without(polyarchy=state))
    assert abs(unknown - stated) < min(spread, wider)
