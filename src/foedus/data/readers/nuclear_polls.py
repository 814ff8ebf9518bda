"""South Korean opinion on nuclear weapons: one row per poll and question."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, insist, read_table

SCHEMA: Schema = {
    "date": pl.String,
    "pollster": pl.String,
    "question": pl.String,
    "pct_yes": pl.Float64,
    "pct_no": pl.Float64,
    "n": pl.Int32,
    "source_url": pl.String,
}

DATE = r"^\d{4}(-\d{2})?$"


def read(path: Path) -> pl.DataFrame:
    """year, month (null where the poll is dated to the year), pollster, question, yes, no (per cent), n, source_url.

    Pollsters ask different questions of different samples (one is of experts): their figures do not compare.
    """
    parts = pl.col("date").str.splitn("-", 2).struct
    raw = insist(read_table(path, SCHEMA), "date", DATE, "a year or a year and a month, such as 2023-05", path)
    table = raw.with_columns(year=parts.field("field_0").cast(pl.Int16), month=parts.field("field_1").cast(pl.Int8))
    table = table.rename({"pct_yes": "yes", "pct_no": "no"})
    columns = ("year", "month", "pollster", "question", "yes", "no", "n", "source_url")
    return table.select(columns).sort("year", "month", "pollster", "question")
