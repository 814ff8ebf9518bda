"""COW Major Powers: one row per state and spell as a major power, dated to the day."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table, with_dates

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "styear": pl.Int32,
    "stmonth": pl.Int8,
    "stday": pl.Int8,
    "endyear": pl.Int32,
    "endmonth": pl.Int8,
    "endday": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, start, end (dates, inclusive)."""
    dates = {"start": ("styear", "stmonth", "stday"), "end": ("endyear", "endmonth", "endday")}
    return with_dates(read_table(path, SCHEMA), path, **dates).select("ccode", "start", "end").sort("ccode", "start")
