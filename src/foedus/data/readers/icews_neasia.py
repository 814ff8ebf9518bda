"""ICEWS as a knowledge graph, a sample of Northeast Asia: one row per event."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.iso3 import ISO3
from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "date": pl.Date,
    "source": pl.String,
    "relation": pl.String,
    "target": pl.String,
    "src_iso": pl.String,
    "tgt_iso": pl.String,
    "split": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """date, source, relation, target, ccode1 (source), ccode2 (target), split.

    A random sample of about a fifth of the events, so counts are not rates.
    """
    table = read_table(path, SCHEMA)
    numbers = {"src_iso": "ccode1", "tgt_iso": "ccode2"}
    for iso, number in numbers.items():
        table = table.with_columns(pl.col(iso).replace_strict(ISO3, default=None, return_dtype=pl.Int16).alias(number))
    columns = ("date", "source", "relation", "target", "ccode1", "ccode2", "split")
    return table.select(columns).sort("date", "source", "relation", "target")
