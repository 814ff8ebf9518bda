"""Gibler-Miller-Little disputes: one row per dispute."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "dispnum": pl.Int16,
    "styear": pl.Int16,
    "stmon": pl.Int8,
    "outcome": pl.Int8,
    "settle": pl.Int8,
    "fatality": pl.Int8,
    "mindur": pl.Int16,
    "maxdur": pl.Int16,
    "hiact": pl.Int8,
    "hostlev": pl.Int8,
    "recip": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """The columns of SCHEMA; mindur, maxdur in days; hostlev 2 threat to 5 war."""
    return read_table(path, SCHEMA).sort("dispnum")
