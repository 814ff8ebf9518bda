"""ATOP directed dyad-years: the obligations of state 1 towards state 2.

Only pairs with some obligation have a row; within the coverage of the source an absent row means none.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import COW, Schema, read_table

SCHEMA: Schema = {
    "ccode1": pl.Int16,
    "ccode2": pl.Int16,
    "year": pl.Int16,
    "atop_defense": pl.Int8,
    "atop_offense": pl.Int8,
    "atop_neutral": pl.Int8,
    "atop_nonagg": pl.Int8,
    "atop_consul": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """ccode1, ccode2, year and five 0/1 obligations."""
    return read_table(path, SCHEMA, missing=COW).sort("ccode1", "ccode2", "year")
