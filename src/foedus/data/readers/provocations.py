"""North Korean provocations of Beyond Parallel: one row per event."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "date": pl.Date,
    "type": pl.String,
    "event": pl.String,
    "description": pl.String,
    "resources": pl.String,
    "mentions_kim": pl.Boolean,
}


def read(path: Path) -> pl.DataFrame:
    """ccode (731), date, year, type (missile, nuclear, other), event, description, resources, mentions_kim.

    One row per event, whatever the number of missiles; a day may have several.
    """
    return (
        read_table(path, SCHEMA)
        .with_columns(
            pl.col("type").str.strip_suffix(" Provocation").str.to_lowercase(),
            ccode=pl.lit(731, pl.Int16),
            year=pl.col("date").dt.year().cast(pl.Int16),
        )
        .select("ccode", "date", "year", "type", "event", "description", "resources", "mentions_kim")
        .sort("date", maintain_order=True)
    )
