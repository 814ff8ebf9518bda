"""Archigos: one row per spell of a leader in office."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "obsid": pl.String,
    "gwcode": pl.Int16,
    "leadid": pl.String,
    "leader": pl.String,
    "yrborn": pl.Int16,
    "gender": pl.String,
    "startdate": pl.Date,
    "enddate": pl.Date,
    "entry": pl.String,
    "exit": pl.String,
    "exitcode": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """obsid, gwcode, leadid, leader, yrborn, gender (M or F), entry, exit, exitcode, start, end (dates).

    leadid is the person, who may have several spells; exit is "Still in Office" where coverage ends first.
    gwcode is the Gleditsch-Ward number, which is not always COW's (Germany, Yemen, Serbia).
    """
    table = read_table(path, SCHEMA).rename({"startdate": "start", "enddate": "end"})
    return table.select(pl.exclude("start", "end"), "start", "end").sort("gwcode", "start", "obsid")
