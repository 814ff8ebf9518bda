"""Goldstein's scale of conflict and co-operation: one row per CAMEO code."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.cameo import full_code
from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {"code": pl.String, "name": pl.String, "goldstein": pl.Float64}


def read(path: Path) -> pl.DataFrame:
    """code (with its leading zero), name, goldstein: -10 most conflictual to 10 most co-operative.

    The file writes the names of roots in capitals, which tells the root 10 from the code 010.
    """
    root = pl.col("name") == pl.col("name").str.to_uppercase()
    return read_table(path, SCHEMA, missing=()).with_columns(full_code("code", root=root)).sort("code")
