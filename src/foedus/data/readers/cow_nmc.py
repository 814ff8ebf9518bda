"""COW National Material Capabilities: one row per state and year.

Reads version 7.0 as well as the publisher's abridged CSV of version 6.0: the columns are the same.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import COW, Schema, read_table

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "year": pl.Int16,
    "milex": pl.Int64,
    "milper": pl.Int64,
    "irst": pl.Int64,
    "pec": pl.Int64,
    "tpop": pl.Float64,
    "upop": pl.Float64,
    "cinc": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, and the six components with the composite index.

    milex: thousand current US dollars (pounds sterling before 1914); milper: thousand persons; irst: thousand tonnes
    of iron and steel; pec: thousand tonnes of coal equivalent; tpop, upop: thousand persons; cinc: share of the world.
    """
    return read_table(path, SCHEMA, missing=COW).sort("ccode", "year")
