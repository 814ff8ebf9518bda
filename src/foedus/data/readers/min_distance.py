"""Minimum distance between states, from CShapes 2.0: one row per unordered pair and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode1": pl.Int16,
    "ccode2": pl.Int16,
    "year": pl.Int16,
    "mindist": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode1 < ccode2, year, mindist (km; 0 for shared borders)."""
    return read_table(path, SCHEMA).sort("ccode1", "ccode2", "year")
