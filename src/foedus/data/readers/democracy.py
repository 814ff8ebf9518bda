"""Levels of democracy: one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "year": pl.Int16,
    "v2x_polyarchy": pl.Float64,
    "polity2": pl.Int8,
    "euds": pl.Float64,
    "aeuds": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, polyarchy (V-Dem, 0 to 1), polity2 (Polity5, -10 to 10), euds, aeuds (extended UDS).

    euds: standard scale; aeuds: moved so that 0 is the line between democracy and dictatorship.
    """
    table = read_table(path, SCHEMA, missing=())
    return table.rename({"v2x_polyarchy": "polyarchy"}).sort("ccode", "year")
