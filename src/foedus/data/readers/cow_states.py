"""COW State System Membership: one row per state and spell of membership, dated to the day."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table, with_dates

SCHEMA: Schema = {
    "stateabb": pl.String,
    "ccode": pl.Int16,
    "statenme": pl.String,
    "styear": pl.Int32,
    "stmonth": pl.Int8,
    "stday": pl.Int8,
    "endyear": pl.Int32,
    "endmonth": pl.Int8,
    "endday": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, stateabb, statenme, start, end (dates, inclusive)."""
    dates = {"start": ("styear", "stmonth", "stday"), "end": ("endyear", "endmonth", "endday")}
    table = with_dates(read_table(path, SCHEMA), path, **dates)
    return table.select("ccode", "stateabb", "statenme", "start", "end").sort("ccode", "start")
