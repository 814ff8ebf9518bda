"""Entries into South Korea's air defence zone as the press reported them: one row per state and span of years."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import Schema, insist, read_table

SCHEMA: Schema = {
    "year": pl.String,
    "state": pl.String,
    "kadiz_entries": pl.String,
    "source_url": pl.String,
}

YEARS = r"^\d{4}(-\d{4})?$"
FIGURE = r"^([~>]?)\s*(\d+)"


def read(path: Path) -> pl.DataFrame:
    """ccode, first_year, last_year, entries, approximate, at_least, reported, source_url.

    entries: over the whole span, null where the report gives no number; approximate: 1 for "~" and ">" figures;
    at_least: 1 for ">" figures, which are lower bounds; reported: the figure in the words of the file. Reports count
    by different definitions, so figures of different sources do not compare.
    """
    span = pl.col("year").str.splitn("-", 2).struct
    first = span.field("field_0").cast(pl.Int16)
    last = pl.coalesce(span.field("field_1").cast(pl.Int16), first)
    reported = pl.col("kadiz_entries")
    mark, number = reported.str.extract(FIGURE, 1), reported.str.extract(FIGURE, 2)
    raw = insist(read_table(path, SCHEMA), "year", YEARS, "a year or a span such as 2020-2024", path)
    table = raw.select(
        pl.col("state").alias("name"),
        first.alias("year"),
        last.alias("last_year"),
        number.cast(pl.Int32).alias("entries"),
        (mark != "").cast(pl.Int8).alias("approximate"),
        (mark == ">").cast(pl.Int8).alias("at_least"),
        reported.alias("reported"),
        "source_url",
    )
    columns = ("ccode", "first_year", "last_year", "entries", "approximate", "at_least", "reported", "source_url")
    coded = with_ccode(table).rename({"year": "first_year"})
    return coded.select(columns).sort("ccode", "first_year", "last_year")
