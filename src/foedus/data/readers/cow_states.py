"""COW State System Membership: one row per state and spell of membership, dated to the day."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table, span_dates

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
    return read_table(path, SCHEMA).select("ccode", "stateabb", "statenme", *span_dates()).sort("ccode", "start")
