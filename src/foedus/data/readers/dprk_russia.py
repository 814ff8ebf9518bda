"""Co-operation of North Korea and Russia as CSIS lists it: one row per event."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "id": pl.Int16,
    "date": pl.Date,
    "headline": pl.String,
    "tag": pl.String,
    "phase": pl.Int8,
    "source": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """id, date, tag (military, economic, diplomatic, intelligence), phase, headline, source_url.

    phase is the publisher's period, null for the events it adds outside its timeline of arms transfers. Denials and
    statements are events too: a row is not a delivery.
    """
    table = read_table(path, SCHEMA).rename({"source": "source_url"})
    columns = ("id", "date", "tag", "phase", "headline", "source_url")
    return table.select(columns).sort("date", "id")
