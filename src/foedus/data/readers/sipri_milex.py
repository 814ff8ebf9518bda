"""SIPRI military expenditure: one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import Schema, read_table
from foedus.data.readers.taken import leave_out

SCHEMA: Schema = {
    "country": pl.String,
    "year": pl.Int16,
    "milex_constant_usd_m": pl.Float64,
    "milex_current_usd_m": pl.Float64,
    "milex_share_gdp": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, milex_constant, milex_current (million US dollars), milex_share (of GDP, 0 to 1).

    A current figure of 0 stands for one the publisher does not give (North Korea, the last Soviet years): null.
    Rows without any figure are left out, and counted: Russia has some in addition to those of the Soviet Union.
    """
    table = read_table(path, SCHEMA).rename(
        {
            "country": "name",
            "milex_constant_usd_m": "milex_constant",
            "milex_current_usd_m": "milex_current",
            "milex_share_gdp": "milex_share",
        }
    )
    table = table.with_columns(milex_current=pl.when(pl.col("milex_current") > 0).then("milex_current"))
    figures = ("milex_constant", "milex_current", "milex_share")
    known = leave_out(with_ccode(table), pl.all_horizontal(pl.col(figures).is_null()), "years without any figure")
    return known.select("ccode", "year", *figures).sort("ccode", "year")
