"""A lookup is a dictionary applied to rows: it keeps them all, in order."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.data.panel.lookup import Address, line_numbers, look_up
from foedus.errors import DataError

Key = tuple[int, int | None, int]

VALUE = st.none() | st.integers(0, 9)
KEY = st.tuples(st.integers(0, 990), st.integers(0, 990), st.integers(1816, 2025))


NEAR = st.tuples(st.integers(2, 4), st.none() | st.integers(2, 4), st.integers(1990, 1992))


@given(
    rows=st.lists(KEY, max_size=30) | st.lists(NEAR, max_size=30),
    table=st.dictionaries(KEY, VALUE, max_size=30)
    | st.dictionaries(NEAR.filter(lambda key: key[1] is not None), VALUE, max_size=27),
)
def test_it_is_a_dictionary(rows: list[Key], table: dict[Key, int | None]) -> None:
    names = ["a", "b", "year"]
    left = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Int16), orient="row")
    right = pl.DataFrame(
        [(*key, value) for key, value in table.items()],
        schema={**dict.fromkeys(names, pl.Int16), "value": pl.Int8},
        orient="row",
    )
    assert look_up(left, right, names)["value"].to_list() == [table.get(row) for row in rows]
    assert Address(left, names).look_up(right)["value"].to_list() == [table.get(row) for row in rows]


def test_a_table_with_two_answers_is_refused() -> None:
    rows = pl.DataFrame({"year": [2000]})
    with pytest.raises(DataError, match="several rows for the same year"):
        look_up(rows, pl.DataFrame({"year": [2000, 2000], "x": [1, 2]}), ["year"])
    with pytest.raises(DataError, match=r"several rows for the same year \(year 2000\)"):
        line_numbers(rows, pl.DataFrame({"year": [1999, 2000, 2000]}), ["year"])


def test_what_a_census_does_not_list_is_zero_in_its_years_and_null_outside() -> None:
    rows = pl.DataFrame({"ccode": [2, 2, 2, 20], "year": [1999, 2000, 2001, 2000]}, schema_overrides={"year": pl.Int16})
    table = pl.DataFrame({"ccode": [2, 20], "year": [2000, 1990], "pact": [1, 1]}, schema_overrides={"year": pl.Int16})
    found = Address(rows, ("ccode", "year")).look_up(table, zero_within=(1990, 2000))
    assert found["pact"].to_list() == [0, 1, None, 0]


@given(rows=st.lists(NEAR, max_size=30), table=st.dictionaries(NEAR.filter(lambda key: key[1] is not None), VALUE))
def test_zero_is_only_for_a_key_that_is_whole_in_a_coded_year(rows: list[Key], table: dict[Key, int | None]) -> None:
    names = ["a", "b", "year"]
    schema = dict.fromkeys(names, pl.Int16)
    left = pl.DataFrame(rows, schema=schema, orient="row")
    lines = [(*key, value) for key, value in table.items()]
    right = pl.DataFrame(lines, schema={**schema, "value": pl.Float64}, orient="row")
    expected = [table.get(row, 0 if row[1] is not None and row[2] <= 1991 else None) for row in rows]
    assert Address(left, names).look_up(right, zero_within=(1980, 1991))["value"].to_list() == expected


def test_a_row_without_a_key_finds_nothing() -> None:
    rows = pl.DataFrame({"ccode": [2, None], "year": [2000, 2000]})
    assert look_up(rows, pl.DataFrame({"ccode": [2], "year": [2000], "x": [7]}), ("ccode", "year"))["x"].to_list() == [
        7,
        None,
    ]
