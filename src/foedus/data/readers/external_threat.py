"""External threat of Leeds and Savun: one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "year": pl.Int16,
    "lsthreat": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, lsthreat.

    lsthreat: the capability shares of the states that might attack, added up; larger means more exposed.
    Rows that name no state are dropped: the replication file has seven, all zero, for 2009 to 2015.
    """
    return read_table(path, SCHEMA).drop_nulls("ccode").sort("ccode", "year")
