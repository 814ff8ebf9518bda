"""ATOP alliance level: one row per agreement."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "atopid": pl.Int16,
    "begyr": pl.Int16,
    "endyr": pl.Int16,
    "bilat": pl.Int8,
    "wartime": pl.Int8,
    "term": pl.Int8,
    "asymm": pl.Int8,
    "defense": pl.Int8,
    "offense": pl.Int8,
    "neutral": pl.Int8,
    "nonagg": pl.Int8,
    "consul": pl.Int8,
    "milcon": pl.Int8,
    "intcom": pl.Int8,
    "base": pl.Int8,
    "organ1": pl.Int8,
    "milaid": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """The columns of SCHEMA; endyr is null while the agreement is in force at the end of coverage."""
    table = read_table(path, SCHEMA)
    return table.with_columns(endyr=pl.col("endyr").replace(0, None)).sort("atopid")
