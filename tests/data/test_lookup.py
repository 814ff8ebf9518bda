"""A lookup is a dictionary applied to rows: it keeps them all, in order."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.data.panel.lookup import Address, line_numbers, look_up
from foedus.errors import DataError

KEY = st.tuples(st.integers(0, 990), st.integers(0, 990), st.integers(1816, 2025))


@given(rows=st.lists(KEY, min_size=1, max_size=30), table=st.dictionaries(KEY, st.integers(0, 9), max_size=30))
def test_it_is_a_dictionary(rows: list[tuple[int, int, int]], table: dict[tuple[int, int, int], int]) -> None:
    names = ["a", "b", "year"]
    left = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Int16), orient="row")
    right = pl.DataFrame(
        [(*key, value) for key, value in table.items()],
        schema={**dict.fromkeys(names, pl.Int16), "value": pl.Int8},
        orient="row",
    )
    assert look_up(left, right, names)["value"].to_list() == [table.get(row) for row in rows]
    assert right["value"].gather(line_numbers(left, right, names)).to_list() == [table.get(row) for row in rows]


def test_a_table_with_two_answers_is_refused() -> None:
    rows = pl.DataFrame({"year": [2000]})
    with pytest.raises(DataError, match="several rows for the same year"):
        look_up(rows, pl.DataFrame({"year": [2000, 2000], "x": [1, 2]}), ["year"])


def test_what_a_census_does_not_list_is_zero_in_its_years_and_null_outside() -> None:
    rows = pl.DataFrame({"ccode": [2, 2, 2, 20], "year": [1999, 2000, 2001, 2000]}, schema_overrides={"year": pl.Int16})
    table = pl.DataFrame({"ccode": [2, 20], "year": [2000, 1990], "pact": [1, 1]}, schema_overrides={"year": pl.Int16})
    found = Address(rows, ("ccode", "year")).look_up(table, zero_within=(1990, 2000))
    assert found["pact"].to_list() == [0, 1, None, 0]


def test_a_row_without_a_key_finds_nothing() -> None:
    rows = pl.DataFrame({"ccode": [2, None], "year": [2000, 2000]})
    assert look_up(rows, pl.DataFrame({"ccode": [2], "year": [2000], "x": [7]}), ("ccode", "year"))["x"].to_list() == [
        7,
        None,
    ]
