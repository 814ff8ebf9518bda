"""Gleditsch-Ward system membership: one row per state and spell, dated to the day."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "gwcode": pl.Int16,
    "gw_abb": pl.String,
    "gw_name": pl.String,
    "microstate": pl.Int8,
    "start": pl.Date,
    "end": pl.Date,
}


def read(path: Path) -> pl.DataFrame:
    """gwcode, gw_abb, gw_name, microstate (0/1), start, end (dates, inclusive).

    The end of coverage, 31 December 2020, closes the spells of all who are members then.
    """
    return read_table(path, SCHEMA).sort("gwcode", "start")
