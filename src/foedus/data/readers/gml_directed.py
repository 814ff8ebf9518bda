"""Gibler-Miller-Little disputes: one row per ordered pair, dispute and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.gml_disputes import month
from foedus.data.readers.table import COW, Schema, read_table

SCHEMA: Schema = {
    "dispnum": pl.Int16,
    "ccode1": pl.Int16,
    "ccode2": pl.Int16,
    "year": pl.Int16,
    "midonset": pl.Int8,
    "midongoing": pl.Int8,
    "sidea1": pl.Int8,
    "sidea2": pl.Int8,
    "orig1": pl.Int8,
    "orig2": pl.Int8,
    "revstate1": pl.Int8,
    "revstate2": pl.Int8,
    "revtype11": pl.Int8,
    "revtype12": pl.Int8,
    "revtype21": pl.Int8,
    "revtype22": pl.Int8,
    "hiact1": pl.Int8,
    "hiact2": pl.Int8,
    "hiact": pl.Int8,
    "hostlev1": pl.Int8,
    "hostlev2": pl.Int8,
    "hostlev": pl.Int8,
    "fatality1": pl.Int8,
    "fatality2": pl.Int8,
    "fatality": pl.Int8,
    "fatalpre1": pl.Int32,
    "fatalpre2": pl.Int32,
    "fatalpre": pl.Int32,
    "recip": pl.Int8,
    "mindur": pl.Int16,
    "maxdur": pl.Int16,
    "stmon": pl.Int8,
    "endmon": pl.Int8,
    "outcome": pl.Int8,
    "settle": pl.Int8,
    "numa": pl.Int8,
    "numb": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """The columns of SCHEMA; a row for each direction.

    midonset: 1 in the first year of the dispute between the two; sidea: on the side of the first militarised act;
    orig: on its side from the first day; hostlev: 1 none, 2 threat, 3 display, 4 use of force, 5 war. Columns without
    a digit (hostlev, fatality, mindur, stmon, ...) are those of the whole dispute. Version 2.2.1 gives one dispute
    the first month 13 and one the last month 19; both are null here.
    """
    table = read_table(path, SCHEMA, missing=COW).with_columns(month("stmon"), month("endmon"))
    return table.sort("dispnum", "ccode1", "ccode2", "year")
