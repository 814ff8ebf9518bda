"""Rows that are joined when they are read are the rows that a dictionary would give."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.data.panel import joined
from foedus.data.panel.joined import Joined

VALUES = st.one_of(st.none(), st.floats(-9, 9))
TABLE = st.lists(VALUES, min_size=1, max_size=6)
ROWS = st.lists(
    st.tuples(st.integers(0, 99), st.none() | st.integers(0, 5), st.none() | st.integers(0, 5)), max_size=40
)


def together(rows: list[tuple[int, int | None, int | None]], values: list[float | None]) -> tuple[Joined, pl.DataFrame]:
    """Rows with the columns of two sides, and the frame that they are."""
    known = [(a, *(i if i is not None and i < len(values) else None for i in pair)) for a, *pair in rows]
    tables = [pl.DataFrame({"a": 0, f"x{side}": pl.Series(values, dtype=pl.Float64)}) for side in "12"]
    lines = [pl.Series([row[side] for row in known], dtype=pl.UInt32) for side in (1, 2)]
    own = pl.DataFrame({"a": pl.Series([row[0] for row in known], dtype=pl.Int16)})
    looked_up = [[None if line is None else values[line] for line in each] for each in lines]
    whole = own.with_columns(
        pl.Series(f"x{side}", each, pl.Float64) for side, each in zip("12", looked_up, strict=True)
    )
    return Joined(own, tuple(zip(tables, lines, strict=True))), whole


@given(rows=ROWS, values=TABLE, part=st.integers(1, 12))
def test_missing_stays_missing_in_parts_and_in_one(
    rows: list[tuple[int, int | None, int | None]], values: list[float | None], part: int
) -> None:
    held, whole = together(rows, values)
    assert held.frame.equals(whole)
    assert held.schema == whole.schema
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joined, "PART", part)
        assert held.lazy().collect().equals(whole)


def test_columns_are_chosen_in_order_and_cast() -> None:
    held, whole = together([(7, 0, 1), (8, None, 0)], [2.0, None])
    chosen = held.select({"x2": pl.Int8, "a": pl.Int32})
    assert chosen.frame.equals(whole.select(pl.col("x2").cast(pl.Int8), pl.col("a").cast(pl.Int32)))
    assert [table.columns for table in chosen.tables] == [["a"], ["a"], ["a", "x2"]]


def test_the_file_is_that_of_the_frame(tmp_path: Path) -> None:
    held, whole = together([(row % 100, row % 3, None) for row in range(300_000)], [2.5, None, 1.0])
    held.lazy().sink_parquet(tmp_path / "parts.parquet")
    whole.write_parquet(tmp_path / "whole.parquet")
    assert (tmp_path / "parts.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()
