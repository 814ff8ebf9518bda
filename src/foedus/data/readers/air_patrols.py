"""Joint air patrols of China and Russia as reported: one row per patrol."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "date": pl.String,
    "ordinal": pl.String,
    "note": pl.String,
    "chn_aircraft": pl.Int16,
    "rus_aircraft": pl.Int16,
    "source_url": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """year, date (null where only the year is known), ordinal, chn_aircraft, rus_aircraft, note, source_url."""
    table = read_table(path, SCHEMA).with_columns(
        year=pl.col("date").str.extract(r"^(\d{4})").cast(pl.Int16),
        date=pl.col("date").str.to_date("%Y-%m-%d", strict=False),
    )
    return table.select("year", "date", "ordinal", "chn_aircraft", "rus_aircraft", "note", "source_url")
