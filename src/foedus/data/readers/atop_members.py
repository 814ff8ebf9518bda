"""ATOP member level: one row per agreement, member and phase."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "atopid": pl.Int16,
    "member": pl.Int16,
    "cowsys": pl.Int8,
    "yrent": pl.Int16,
    "yrexit": pl.Int16,
    "phase": pl.Int8,
    "defense": pl.Int8,
    "offense": pl.Int8,
    "neutral": pl.Int8,
    "nonagg": pl.Int8,
    "consul": pl.Int8,
    "conditio": pl.Int8,
    "defcon": pl.Int8,
    "asymm": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """The columns of SCHEMA; yrexit is null while the membership is in force at the end of coverage.

    cowsys is the publisher's raw 0/1 flag; members that COW does not list carry codes above 1000.
    """
    table = read_table(path, SCHEMA)
    return table.with_columns(yrexit=pl.col("yrexit").replace(0, None)).sort("atopid", "member", "phase")
