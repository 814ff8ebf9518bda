"""Counts of North Korean missiles by who counts: one row per year and counter."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "year": pl.Int16,
    "counter": pl.String,
    "count": pl.Int16,
    "source_url": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """year, counter (who counts what), count, source_url.

    The counts differ in unit (missiles or launches), class and period, which counter names: they are not estimates
    of one quantity.
    """
    return read_table(path, SCHEMA).sort("year", "counter")
