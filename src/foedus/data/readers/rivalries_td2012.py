"""Strategic rivalries of Thompson & Dreyer (2012): one row per rivalry, in years."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "rivalryno": pl.Int16,
    "rivalryname": pl.String,
    "ccode1": pl.Int16,
    "ccode2": pl.Int16,
    "styear": pl.Int16,
    "endyear": pl.Int16,
    "region": pl.String,
    "type1": pl.String,
    "type2": pl.String,
    "type3": pl.String,
}

LAST_YEAR = 2010  # the coding ends here, so a rivalry with this last year, or 9999, has not been seen to end


def read(path: Path) -> pl.DataFrame:
    """rivalry (number), name, ccode1 < ccode2, start_year, end_year, region, type1, type2, type3.

    end_year is null where the rivalry was still on when the coding ended. The rivalries were identified with hindsight.
    """
    names = {"rivalryno": "rivalry", "rivalryname": "name", "styear": "start_year", "endyear": "end_year"}
    table = read_table(path, SCHEMA).rename(names)
    return table.with_columns(pl.when(pl.col("end_year") < LAST_YEAR).then("end_year")).sort("rivalry")
