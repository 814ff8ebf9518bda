"""States of COW matched with those of Gleditsch and Ward: one row per pair of codes and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "gwcode": pl.Int16,
    "year": pl.Int16,
    "stateabb": pl.String,
    "cw_name": pl.String,
    "gw_name": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, gwcode, year, stateabb, cow_name, gw_name; a code is null where that list has no such state in the year.

    A ccode has one row a year. A gwcode may have two: in years in which COW's membership changes within the year, and
    for Germany and Yemen, which have their western and northern parts' numbers with Gleditsch and Ward.
    """
    table = read_table(path, SCHEMA).rename({"cw_name": "cow_name"})
    return table.sort("year", "ccode", "gwcode", "stateabb", nulls_last=True)
