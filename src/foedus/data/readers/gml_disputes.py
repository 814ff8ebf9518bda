"""Gibler-Miller-Little disputes: one row per dispute."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import COW, Schema, read_table

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
    """The columns of SCHEMA; mindur, maxdur in days; hostlev 2 threat to 5 war.

    Version 2.2.1 gives one dispute the first month 13, which is null here.
    """
    return read_table(path, SCHEMA, missing=COW).with_columns(month("stmon")).sort("dispnum")


def month(name: str) -> pl.Expr:
    """A column of months, null where the number is none of a month."""
    return pl.when(pl.col(name).is_between(1, 12)).then(name)
