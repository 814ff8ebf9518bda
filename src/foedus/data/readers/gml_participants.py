"""Gibler-Miller-Little disputes: one row per participant and spell of participation."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import COW, Schema, read_table

SCHEMA: Schema = {
    "dispnum": pl.Int16,
    "ccode": pl.Int16,
    "styear": pl.Int16,
    "stmon": pl.Int8,
    "stday": pl.Int8,
    "endyear": pl.Int16,
    "endmon": pl.Int8,
    "endday": pl.Int8,
    "sidea": pl.Int8,
    "hiact": pl.Int8,
    "orig": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """The columns of SCHEMA; an unknown day is null; sidea and orig as in the directed file."""
    return read_table(path, SCHEMA, missing=COW).sort("dispnum", "ccode", "styear", "stmon")
