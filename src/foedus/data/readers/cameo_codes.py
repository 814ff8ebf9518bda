"""The CAMEO codebook: one row per event code."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.cameo import full_code
from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "code": pl.String,
    "name": pl.String,
    "root_code": pl.String,
    "goldstein": pl.Float64,
    "description": pl.String,
    "usage_notes": pl.String,
    "example": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """code, name, root, goldstein, description, usage_notes, example; codes and roots with their leading zero."""
    table = read_table(path, SCHEMA).with_columns(full_code("code", root=pl.col("code") == pl.col("root_code")))
    return table.with_columns(pl.col("root_code").str.zfill(2)).rename({"root_code": "root"}).sort("code")
