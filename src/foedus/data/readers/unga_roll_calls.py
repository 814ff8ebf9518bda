"""Roll calls of the United Nations General Assembly: one row per roll call."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "rcid": pl.Int32,
    "session": pl.Int16,
    "date": pl.Date,
    "importantvote": pl.Int8,
    "unres": pl.String,
    "amend": pl.Int8,
    "para": pl.Int8,
    "short": pl.String,
    "descr": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """rcid, session, date, year, important, resolution, amendment, paragraph, short, description.

    year is that of the date: a session runs into the next year.
    """
    names = {
        "importantvote": "important",
        "unres": "resolution",
        "amend": "amendment",
        "para": "paragraph",
        "descr": "description",
    }
    table = read_table(path, SCHEMA).rename(names)
    return table.select(
        *("rcid", "session", "date"),
        pl.col("date").dt.year().cast(pl.Int16).alias("year"),
        *("important", "resolution", "amendment", "paragraph", "short"),
        pl.col("description").replace("0", None),
    ).sort("rcid")
