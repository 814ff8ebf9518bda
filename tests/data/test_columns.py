"""columns.csv: one well-formed row for each column of each unit."""

from __future__ import annotations

import pytest

from foedus.data.build import DYAD_GROUPS, STATE_GROUPS
from foedus.data.catalog import sources
from foedus.data.columns import Column, all_columns, columns, groups, units
from foedus.errors import InputError


def test_the_units() -> None:
    assert units() == ("directed-dyad-year", "dyad-year", "state-year")


@pytest.mark.parametrize("unit", units())
def test_names_are_unique_within_a_unit(unit: str) -> None:
    names = [column.name for column in all_columns() if unit in column.units]
    assert len(names) == len(set(names)) == len(columns(unit))


@pytest.mark.parametrize("column", all_columns(), ids=lambda column: f"{column.name}-{column.units[0]}")
def test_a_row_is_complete_and_consistent(column: Column) -> None:
    assert column.source in sources()
    assert column.meaning.endswith(".")
    assert column.measure
    assert column.missing
    if column.low is not None and column.high is not None:
        assert column.low < column.high
    if column.first_year is not None and column.last_year is not None:
        assert column.first_year <= column.last_year


@pytest.mark.parametrize("unit", units())
def test_every_group_can_be_built(unit: str) -> None:
    assert set(groups(unit)) <= {"majors", *STATE_GROUPS, *DYAD_GROUPS}


def test_direction_only_where_there_is_one() -> None:
    assert {"initiated", "defended2", "nuclear_defended2"}.isdisjoint(columns("dyad-year"))
    assert {"initiated", "defended2", "nuclear_defended2"} <= set(columns("directed-dyad-year"))


def test_an_unknown_unit_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'dyad-year'"):
        columns("dyads-year")
