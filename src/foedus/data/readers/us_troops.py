"""United States troops on active duty in selected host states: one row per host and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "iso3c": pl.String,
    "year": pl.Int16,
    "troops_active_duty": pl.Float64,
    "n_reports": pl.Int8,
    "basis": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """ccode (the host), year, us_troops, us_troops_reports, us_troops_basis.

    us_troops: persons; the mean of the year's reports where there are several (us_troops_reports; null before 2005,
    when the basis is one figure a year). Units on rotation are outside the tables: South Korea reads 23,000 to 26,000
    since 2016, below the official 28,500.
    """
    names = {
        "iso3c": "name",
        "troops_active_duty": "us_troops",
        "n_reports": "us_troops_reports",
        "basis": "us_troops_basis",
    }
    columns = ("ccode", "year", "us_troops", "us_troops_reports", "us_troops_basis")
    return with_ccode(read_table(path, SCHEMA).rename(names)).select(columns).sort("ccode", "year")
