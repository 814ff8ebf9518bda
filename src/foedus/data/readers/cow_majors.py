"""COW Major Powers: one row per state and spell as a major power, dated to the day."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table, span_dates

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
    return read_table(path, SCHEMA).select("ccode", *span_dates()).sort("ccode", "start")
