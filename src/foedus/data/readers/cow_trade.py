"""COW Trade, dyadic: one row per ordered pair and year with some trade reported."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import COW, Schema, read_table

SCHEMA: Schema = {
    "ccode1": pl.Int16,
    "ccode2": pl.Int16,
    "year": pl.Int16,
    "flow1": pl.Float64,
    "flow2": pl.Float64,
    "smoothflow1": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode1, ccode2, year, imports, exports, imports_smooth (million current US dollars).

    imports: of state 1 from state 2; exports: of state 1 to state 2, which is what state 2 imports from it.
    """
    names = {"flow1": "imports", "flow2": "exports", "smoothflow1": "imports_smooth"}
    return read_table(path, SCHEMA, missing=COW).rename(names).sort("ccode1", "ccode2", "year")
