"""A lookup is a dictionary applied to rows: it keeps them all, in order."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.data.lookup import look_up
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


def test_a_table_with_two_answers_is_refused() -> None:
    rows = pl.DataFrame({"year": [2000]})
    with pytest.raises(DataError, match="several rows for the same year"):
        look_up(rows, pl.DataFrame({"year": [2000, 2000], "x": [1, 2]}), ["year"])
