"""Militarized Interstate Events (Gibler & Miller): one row per event and ordered pair, actor first."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import COW, Schema, read_table, with_dates

SCHEMA: Schema = {
    "micnum": pl.Int16,
    "eventnum": pl.Int16,
    "ccode1": pl.Int16,
    "ccode2": pl.Int16,
    "styear": pl.Int16,
    "stmon": pl.Int8,
    "stday": pl.Int8,
    "endyear": pl.Int16,
    "endmon": pl.Int8,
    "endday": pl.Int8,
    "sidea1": pl.Int8,
    "action": pl.Int8,
    "hostlev": pl.Int8,
    "fatalmin1": pl.Int32,
    "fatalmax1": pl.Int32,
    "fatalmin2": pl.Int32,
    "fatalmax2": pl.Int32,
}


def read(path: Path) -> pl.DataFrame:
    """The columns of SCHEMA, with start and end (dates, null where the day is unknown).

    micnum: the militarised confrontation the event belongs to; hostlev: 2 threat, 3 display, 4 use of force, 5 war.
    """
    dates = {"start": ("styear", "stmon", "stday"), "end": ("endyear", "endmon", "endday")}
    return with_dates(read_table(path, SCHEMA, missing=COW), path, **dates).sort(
        "micnum", "eventnum", "ccode1", "ccode2"
    )
