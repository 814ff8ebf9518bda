"""COW Trade, national: one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import COW, Schema, read_table

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "year": pl.Int16,
    "imports": pl.Float64,
    "exports": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, imports_total, exports_total: trade with the whole world (million current US dollars).

    A zero is the publisher's; a figure that it does not give is null.
    """
    names = {"imports": "imports_total", "exports": "exports_total"}
    return read_table(path, SCHEMA, missing=COW).rename(names).sort("ccode", "year")
