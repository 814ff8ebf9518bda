"""Minimum distance between states, from CShapes 2.0: one row per unordered pair and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode1": pl.Int16,
    "ccode2": pl.Int16,
    "year": pl.Int16,
    "mindist": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode1 < ccode2, year, mindist (km; 0 for shared borders)."""
    key = (pl.col("ccode1").cast(pl.Int64) * 1000 + pl.col("ccode2")) * 10_000 + pl.col("year")
    return read_table(path, SCHEMA).sort(key)  # one number is sorted four times as fast as three columns
