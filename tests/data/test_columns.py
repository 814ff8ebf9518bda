"""columns.csv: one well-formed row for each column of each table and panel."""

from __future__ import annotations

import pytest

from foedus.data.catalog import sources
from foedus.data.columns import UNITS, Column, all_columns, columns, groups
from foedus.data.panel import facts
from foedus.errors import InputError

ROLES = {"key", "value", "derived", "unit"}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("system", ["cow", "gw"])
def test_names_are_unique_within_a_unit(unit: str, system: str) -> None:
    levels = {c.level for c in columns(unit, system).values()}
    assert levels <= set(UNITS[unit])
    own = [c.name for c in all_columns() if c.level in UNITS[unit]]
    assert len(own) == len(set(own))


@pytest.mark.parametrize("column", all_columns(), ids=lambda column: f"{column.source}-{column.name}-{column.role}")
def test_a_row_is_complete_and_consistent(column: Column) -> None:
    assert column.source in sources()
    assert column.role in ROLES
    assert (column.level is None) == (column.add is None)
    assert column.meaning.endswith(".")
    assert column.unit
    assert column.missing
    if column.low is not None and column.high is not None:
        assert column.low < column.high
    if column.first_year is not None and column.last_year is not None:
        assert column.first_year <= column.last_year


@pytest.mark.parametrize("unit", UNITS)
def test_every_group_can_be_built(unit: str) -> None:
    assert set(groups(unit)) - {"leaders"} <= {*facts.STATES, *facts.DYADS}


def test_a_state_is_numbered_where_there_are_two() -> None:
    assert "cinc" in columns("state-year")
    assert {"cinc1", "cinc2"} <= set(columns("dyad-year"))
    assert "cinc" not in columns("dyad-year")


def test_the_keys_are_those_of_the_system() -> None:
    assert [c.name for c in columns("dyad-year").values() if c.role == "unit"] == ["ccode1", "ccode2", "year"]
    keys = [c.name for c in columns("dyad-year", "gw").values() if c.role == "unit"]
    assert keys == ["gwcode1", "gwcode2", "year"]
    assert columns("dyad-year", "gw")["ccode1"].role == "value"


def test_direction_only_where_there_is_one() -> None:
    assert {"initiated", "defended2", "nuclear_defended2"}.isdisjoint(columns("dyad-year"))
    assert {"initiated", "defended2", "nuclear_defended2"} <= set(columns("directed-dyad-year"))


def test_an_unknown_unit_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'dyad-year'"):
        columns("dyads-year")
