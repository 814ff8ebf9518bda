"""Presidents of South Korea and the United States, with party and bloc: one row per spell in office."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "country": pl.String,
    "leader": pl.String,
    "party": pl.String,
    "bloc": pl.String,
    "start": pl.Date,
    "end": pl.Date,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, leader, party, bloc (conservative or progressive), start, end (dates; end is null in office).

    Coded by hand, unverified after 2021. Acting presidents have rows of their own, which overlap those of the
    presidents they stand in for: suspended from the impeachment, removed at the judgment.
    """
    party = pl.col("party").replace("-", None)
    table = read_table(path, SCHEMA).with_columns(party, name=pl.col("country"), year=pl.lit(None, pl.Int16))
    return with_ccode(table).select("ccode", "leader", "party", "bloc", "start", "end").sort("ccode", "start")
