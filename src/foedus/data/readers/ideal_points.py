"""UN General Assembly ideal points: one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "year": pl.Int16,
    "idealpointall": pl.Float64,
    "idealpointfp": pl.Float64,
    "q5all": pl.Float64,
    "q95all": pl.Float64,
    "nvotesall": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, ideal (all votes), ideal_fp (final-passage votes), ideal_q05, ideal_q95, votes.

    The scale is standardised by the publisher; larger means nearer to the United States.
    """
    names = {
        "idealpointall": "ideal",
        "idealpointfp": "ideal_fp",
        "q5all": "ideal_q05",
        "q95all": "ideal_q95",
        "nvotesall": "votes",
    }
    return read_table(path, SCHEMA, missing=()).rename(names).sort("ccode", "year")
