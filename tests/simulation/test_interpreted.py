"""Records as the interpreted engine reads them are those of NumPy, in the same memory."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest

from foedus.simulation.fields import in_lanes
from foedus.simulation.interpreted import Row, Rows, quick, rows

KIND = np.dtype(
    [("major", "?"), ("power", "f8"), ("terms", [("constant", "f8"), ("peace", "f8")]), ("past", "f8", (3,))],
    align=True,
)


class Data(NamedTuple):
    states: Any
    level: Any
    year: int


@pytest.fixture(params=[1, 4])
def theirs(request: pytest.FixtureRequest) -> Any:
    """Four records in lanes, every number another."""
    kind = in_lanes(KIND, request.param)
    return np.arange(4 * kind.itemsize // 8, dtype=np.float64).view(kind).view(np.recarray)


def test_every_field_of_every_record_is_that_of_numpy(theirs: Any) -> None:
    ours = rows(theirs)
    for name in KIND.names or ():
        if name != "terms":
            column = getattr(ours, name)
            assert type(column) is np.ndarray
            np.testing.assert_array_equal(column, getattr(theirs, name))
    for k in range(4):
        assert isinstance(ours[k], Row)
        for name in ("major", "power", "past"):
            np.testing.assert_array_equal(getattr(ours[k], name), getattr(theirs[k], name))
        for name in ("constant", "peace"):
            np.testing.assert_array_equal(getattr(ours[k].terms, name), getattr(theirs[k].terms, name))
            np.testing.assert_array_equal(getattr(ours.terms, name), getattr(theirs.terms, name))


def test_what_is_written_to_one_is_read_from_the_other(theirs: Any) -> None:
    ours = rows(theirs)
    ours[1].power[0] = -1.0
    ours[2].terms.peace[:] = -2.0
    ours[3].past = -3.0
    ours[1:3].major = 1
    assert theirs[1].power[0] == -1.0
    assert (theirs[2].terms.peace == -2.0).all()
    assert (theirs[3].past == -3.0).all()
    assert (theirs.major[1:3] == 1).all()
    theirs.power = 7.0
    assert (ours.power == 7.0).all()


def test_a_name_that_is_no_field_is_none(theirs: Any) -> None:
    ours = rows(theirs)
    for each in (ours, ours[0], ours[0].terms, ours.power):
        with pytest.raises(AttributeError):
            _ = each.mood
    with pytest.raises(ValueError, match="mood"):
        ours[0].mood = 1.0


def test_of_a_named_tuple_the_records_alone_are_others(theirs: Any) -> None:
    data = Data(theirs, np.arange(3.0), 1950)
    found = quick(data)
    assert type(found) is Data
    assert type(found.states) is Rows
    assert found.level is data.level
    assert found.year == 1950
