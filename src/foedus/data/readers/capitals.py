"""Capitals of states: one row per state and spell of a city as its capital."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "capital": pl.String,
    "stdate": pl.Date,
    "enddate": pl.Date,
    "lat": pl.Float64,
    "lng": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, capital, start, end (dates, inclusive), lat, lng (degrees north and east).

    Moves are dated to the day where the publisher knows it; a first spell begins on 1 January of the state's year. The
    end of coverage, 31 December 2024, closes every last spell, those of states that are gone included.
    """
    table = read_table(path, SCHEMA, missing=()).rename({"stdate": "start", "enddate": "end"})
    return table.sort("ccode", "start")
