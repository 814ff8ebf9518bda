"""Look values up for the rows of a panel: a left join on whole-number keys that keeps rows and their order."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from foedus.errors import DataError

WIDTH = 4096  # more than any year or COW state number, so that keys packed into one integer stay distinct


def look_up(rows: pl.DataFrame, table: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    """The other columns of `table` for every row of `rows`, null where it has none; raises if it has two for a row."""
    found = rows.select(key=packed(on)).join(
        table.with_columns(key=packed(on)).drop(*on), on="key", how="left", maintain_order="left"
    )
    if found.height != rows.height:
        raise DataError(f"a table has several rows for the same {', '.join(on)}; each must be unique")
    return found.drop("key")


def during(rows: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """The rows of `table` from the years that `rows` span."""
    span = rows.select(first=pl.col("year").min(), last=pl.col("year").max())
    return table.filter(pl.col("year").is_between(span["first"].item(), span["last"].item()))


def packed(names: Sequence[str]) -> pl.Expr:
    """The columns, all from 0 to 4095, as one integer."""
    key = pl.lit(0, pl.Int64)
    for name in names:
        key = key * WIDTH + pl.col(name).cast(pl.Int64)
    return key
