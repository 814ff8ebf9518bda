"""Archigos: one row per spell of a leader in office."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "obsid": pl.String,
    "gwcode": pl.Int16,
    "leader": pl.String,
    "startdate": pl.String,
    "enddate": pl.String,
    "entry": pl.String,
    "exit": pl.String,
    "exitcode": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """obsid, gwcode, leader, start, end (dates), entry, exit, exitcode.

    gwcode is the Gleditsch-Ward number, which is not always COW's (Germany, Yemen, Serbia).
    """
    table = read_table(path, SCHEMA).with_columns(
        start=pl.col("startdate").str.to_date("%Y-%m-%d"), end=pl.col("enddate").str.to_date("%Y-%m-%d")
    )
    return table.drop("startdate", "enddate").sort("gwcode", "start", "obsid")
