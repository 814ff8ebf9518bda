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
    "solschange": pl.Int8,
    "solschmo1": pl.String,
    "solsminchdum": pl.Int8,
    "regtrans": pl.Int8,
    "dem": pl.String,
    "pres": pl.String,
    "mixed": pl.String,
    "parl": pl.String,
}

CONSTITUTIONS = ("pres", "mixed", "parl")
"""Columns of the publisher, in the order of the codes 1 presidential, 2 semi-presidential, 3 parliamentary."""


def read(path: Path) -> pl.DataFrame:
    """ccode, year, leader_change, support_change, minor_support_change, regime_transition, democracy: all 0/1;
    support_changes, support_month, constitution.

    support_change: the leader's source of societal support changed at least once in the year; support_changes: how often;
    support_month: month of the first change. constitution: of a democracy, 1 presidential, 2 semi-presidential ("mixed"),
    3 parliamentary. "Not Applicable" and "Transition Year" are null.
    """
    names = {
        "leadertrans": "leader_change",
        "solschdum": "support_change",
        "solsminchdum": "minor_support_change",
        "regtrans": "regime_transition",
        "solschange": "support_changes",
        "solschmo1": "support_month",
        "dem": "democracy",
    }
    table = read_table(path, SCHEMA).with_columns(
        pl.col("dem").cast(pl.Int8, strict=False),
        pl.col("solschmo1").cast(pl.Float64, strict=False).cast(pl.Int8),
        constitution=pl.coalesce(
            pl.when(pl.col(name) == "1").then(pl.lit(code, pl.Int8)) for code, name in enumerate(CONSTITUTIONS, start=1)
        ),
    )
    return table.drop(CONSTITUTIONS).rename(names).sort("ccode", "year")
