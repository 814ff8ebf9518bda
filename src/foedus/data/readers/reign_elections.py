"""REIGN elections: one row per election event."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "elec_year": pl.Int16,
    "elec_month": pl.Int8,
    "elec_day": pl.String,
    "event": pl.String,
    "type": pl.String,
    "direct": pl.String,
    "regular": pl.String,
    "victory": pl.String,
    "change": pl.String,
    "runoff": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, month, day, event, type, and the flags direct, regular, victory, change, runoff.

    event includes announcements and votes; type: X executive, L legislative; flags Y or N; an unknown day is null.
    """
    table = read_table(path, SCHEMA).rename({"elec_year": "year", "elec_month": "month", "elec_day": "day"})
    return table.with_columns(pl.col("day").cast(pl.Int8, strict=False)).sort("ccode", "year", "month")
