"""World Bank GDP in current US dollars: one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "Country Name": pl.String,
    "Year": pl.Int16,
    "Value": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, gdp_current (US dollars); the World Bank's aggregates and territories are dropped."""
    table = read_table(path, SCHEMA).rename({"Country Name": "name", "Year": "year", "Value": "gdp_current"})
    return with_ccode(table, drop_unknown=True).select("ccode", "year", "gdp_current").sort("ccode", "year")
