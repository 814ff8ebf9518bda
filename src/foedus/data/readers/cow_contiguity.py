"""COW Direct Contiguity: one row per ordered pair and spell."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode1": pl.Int16,
    "ccode2": pl.Int16,
    "conttype": pl.Int8,
    "stdate": pl.Int32,
    "enddate": pl.Int32,
}


def read(path: Path) -> pl.DataFrame:
    """ccode1, ccode2, conttype, start, end (dates; the publisher codes months).

    conttype: 1 land or river border; 2, 3, 4, 5 up to 12, 24, 150, 400 miles of water; 0 spells with none.
    """
    epoch = pl.date(1970, 1, 1)
    spells = read_table(path, SCHEMA, missing=()).with_columns(
        start=epoch + pl.duration(days="stdate"), end=epoch + pl.duration(days="enddate")
    )
    return spells.drop("stdate", "enddate").sort("ccode1", "ccode2", "start")
