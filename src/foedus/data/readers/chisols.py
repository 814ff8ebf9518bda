"""CHISOLS: change in the source of leader support, one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "year": pl.Int16,
    "leadertrans": pl.Int8,
    "solschdum": pl.Int8,
    "solsminchdum": pl.Int8,
    "regtrans": pl.Int8,
    "dem": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, leader_change, support_change, minor_support_change, regime_transition, democracy: all 0/1.

    support_change: the leader's source of societal support changed at least once in the year.
    "Not Applicable" and "Transition Year" are null.
    """
    names = {
        "leadertrans": "leader_change",
        "solschdum": "support_change",
        "solsminchdum": "minor_support_change",
        "regtrans": "regime_transition",
        "dem": "democracy",
    }
    table = read_table(path, SCHEMA).with_columns(pl.col("dem").cast(pl.Int8, strict=False))
    return table.rename(names).sort("ccode", "year")
