"""A block holds W futures in lanes: what is put into one is what was drawn, and it lies where the compiler wants it."""

import numpy as np
import pytest
from numpy.lib.recfunctions import structured_to_unstructured
from tests.simulation.begun import in_block

from foedus.equations import escalation, growth, provocation, treaty_end
from foedus.simulation.block import LINE, Sets, blank, blank_record
from foedus.simulation.chronicle import blank_chronicle
from foedus.simulation.fields import in_lanes, lane
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.state import FUTURE_STATES, Future
from foedus.world.build import from_case
from foedus.world.case import load_case

SETS, WIDTH = 7, 5


@pytest.fixture(scope="module")
def world():
    return from_case(load_case("us-rok"))


@pytest.fixture(scope="module")
def parameters(world):
    return draw_parameters(world, sets=SETS).parameters


def plain(table):
    """Numbers of records in the order of their fields, on one more axis."""
    return structured_to_unstructured(np.asarray(table)) if table.dtype.names else table


@pytest.mark.parametrize("first", [0, 4, 1_000_003])
def test_future_r_has_set_r_mod_g_in_its_lane(parameters, first):
    p = in_block(parameters, WIDTH, first)
    for r in range(WIDTH):
        g = (first + r) % SETS
        for name, drawn, kept in zip(parameters._fields, parameters, p, strict=True):
            if drawn.dtype.names is None:
                assert np.array_equal(kept[..., r], drawn[g]), name


@pytest.mark.parametrize("first", [0, 4])
def test_the_coefficients_of_a_lane_are_those_of_its_set(parameters, first):
    p = in_block(parameters, WIDTH, first)
    for r in range(WIDTH):
        own = parameters.draws[(first + r) % SETS]
        assert lane(treaty_end.Coefficients, p.draws[0].ending, r) == tuple(own.ending)
        assert lane(escalation.Coefficients, p.draws[0].escalation.war, r) == tuple(own.escalation.war)
        for m in range(3):
            assert lane(growth.Coefficients, p.draws[0].growth[m], r) == tuple(own.growth[m])
        for q in range(parameters.provocation.shape[1]):
            kept = lane(provocation.Coefficients, p.provocation[q], r)
            assert kept == tuple(parameters.provocation[(first + r) % SETS, q])


def test_a_set_in_one_column_has_every_number_once(parameters):
    columns = Sets(parameters).packed
    assert columns.shape[1] == SETS
    assert columns.sum(axis=0) == pytest.approx(
        sum(plain(each).reshape(SETS, -1).sum(axis=1) for each in parameters if each.dtype.names is None)
        + plain(parameters.draws).sum(axis=1)
        + plain(parameters.provocation).reshape(SETS, -1).sum(axis=1)
    )


def test_a_field_in_lanes_has_a_row_of_numbers_and_a_flag_is_one():
    kind = in_lanes(FUTURE_STATES, WIDTH)
    assert kind.names == FUTURE_STATES.names
    assert kind["ideal"].shape == (WIDTH,)
    assert kind["capability"].shape == (3, WIDTH)
    flag = in_lanes(np.dtype([("flag", "?"), ("inner", [("x", "f8")], (2,))]), WIDTH)
    assert flag["flag"].base == np.int64
    assert flag["inner"].shape == (2,)
    assert flag["inner"].base["x"].shape == (WIDTH,)


def test_the_memory_of_a_block_begins_on_a_cache_line(world, parameters):
    w = setting(world)
    f = blank(w, 8)
    out = blank_record(w, 3, blank_chronicle(w, 0, 3), 8)
    memory, _ = Sets(parameters).lanes(8)
    for array in (*(getattr(f, name) for name in Future._fields[1:-1]), out.totals, out.yearly, memory):
        assert array.ctypes.data % LINE == 0


def test_a_blank_record_has_room_for_every_future(world):
    w = setting(world)
    out = blank_record(w, 3, blank_chronicle(w, 0, 3), WIDTH)
    assert out.events.shape == (len(EVENTS), WIDTH)
    assert out.totals.shape == (len(TOTALS) + len(w.provocations), WIDTH)
    assert out.yearly.shape == (3, len(YEARLY), WIDTH)
    assert (out.row, out.rows) == (-1, WIDTH)
