"""COW Intergovernmental Organizations: joint memberships, one row per unordered pair and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import COW, Schema, read_table

SCHEMA: Schema = {"ccode1": pl.Int16, "ccode2": pl.Int16, "year": pl.Int16, "dyadigos": pl.Int16}


def read(path: Path) -> pl.DataFrame:
    """ccode1 < ccode2, year, igos: the organisations of which both states are full members."""
    return read_table(path, SCHEMA, missing=COW).rename({"dyadigos": "igos"}).sort("ccode1", "ccode2", "year")
