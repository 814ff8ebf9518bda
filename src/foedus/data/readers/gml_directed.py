"""Gibler-Miller-Little disputes: one row per ordered pair, dispute and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

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
    "hiact1": pl.Int8,
    "hiact2": pl.Int8,
    "hostlev1": pl.Int8,
    "hostlev2": pl.Int8,
    "hostlev": pl.Int8,
    "fatality1": pl.Int8,
    "fatality2": pl.Int8,
    "fatality": pl.Int8,
    "recip": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """The columns of SCHEMA; a row for each direction.

    midonset: 1 in the first year of the dispute between the two; sidea: on the side of the first militarised act;
    orig: on its side from the first day; hostlev: 1 none, 2 threat, 3 display, 4 use of force, 5 war.
    """
    return read_table(path, SCHEMA).sort("dispnum", "ccode1", "ccode2", "year")
