"""Made-up festivals: one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {"cow": pl.Int16, "yr": pl.Int16, "n": pl.Int32}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, festivals: public festivals held in the state in the year."""
    return read_table(path, SCHEMA).rename({"cow": "ccode", "yr": "year", "n": "festivals"}).sort("ccode", "year")
