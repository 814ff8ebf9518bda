"""External threat of Leeds and Savun: one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table
from foedus.data.readers.taken import leave_out

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "year": pl.Int16,
    "lsthreat": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, lsthreat.

    lsthreat: the capability shares of the states that its authors count as potential enemies, added up; larger means
    more exposed. Left out and counted, as not coded: rows that name no state (2009 to 2015), and the years in which every
    state has zero (1919, 1920, 2008). From 2003 no state has zero and the mean doubles (.25 in 2002, .47 in 2003), so values
    before and after are not comparable.
    """
    table = leave_out(read_table(path, SCHEMA), pl.col("ccode").is_null(), "rows that name no state")
    zero = pl.col("lsthreat").max().over("year") <= 0
    return leave_out(table, zero, "years in which every state has zero").sort("ccode", "year")
