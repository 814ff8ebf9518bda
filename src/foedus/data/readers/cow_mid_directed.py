"""COW Militarized Interstate Disputes: one row per ordered pair, dispute and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import COW, Schema, read_table

SCHEMA: Schema = {
    "dispnum": pl.Int16,
    "ccode1": pl.Int16,
    "ccode2": pl.Int16,
    "year": pl.Int16,
    "dispongoing": pl.Int8,
    "disponset": pl.Int8,
    "sidea1": pl.Int8,
    "sidea2": pl.Int8,
    "fatality1": pl.Int8,
    "fatality2": pl.Int8,
    "fatalpre1": pl.Int32,
    "fatalpre2": pl.Int32,
    "hiact1": pl.Int8,
    "hiact2": pl.Int8,
    "hostlev1": pl.Int8,
    "hostlev2": pl.Int8,
    "orig1": pl.Int8,
    "orig2": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """The columns of SCHEMA, with the names of the Gibler-Miller-Little file for the two flags that differ.

    fatality: 0 none, 1 to 6 classes up to 999 and above; fatalpre: the precise number where it is known.
    """
    names = {"dispongoing": "midongoing", "disponset": "midonset"}
    return read_table(path, SCHEMA, missing=COW).rename(names).sort("dispnum", "ccode1", "ccode2", "year")
