"""North Korean missile tests of the CNS: one row per missile flown."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "date": pl.String,
    "year": pl.Int16,
    "missile": pl.String,
    "facility": pl.String,
    "landing": pl.String,
    "apogee": pl.String,
    "distance": pl.String,
    "outcome": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """ccode (731), year, month, day, missile, facility, landing, apogee, distance (km), outcome.

    The publisher gives some dates to the month only: then day is null. "unknown" and "na" are null.
    """
    unknown = ("unknown", "na")
    text = ("missile", "facility", "landing", "outcome")
    parts = pl.col("date").str.splitn("-", 3).struct
    return (
        read_table(path, SCHEMA)
        .with_columns(pl.col(name).replace(dict.fromkeys(unknown)) for name in text)
        .with_columns(
            pl.lit(731, pl.Int16).alias("ccode"),
            parts.field("field_1").cast(pl.Int8, strict=False).alias("month"),
            parts.field("field_2").cast(pl.Int8, strict=False).alias("day"),
            pl.col("apogee", "distance").cast(pl.Float64, strict=False),
        )
        .select("ccode", "year", "month", "day", *text[:3], "apogee", "distance", "outcome")
        .sort("year", "month", "day", nulls_last=True, maintain_order=True)
    )
