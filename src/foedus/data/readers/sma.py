"""South Korea's share of the costs of United States forces (Special Measures Agreements): one row per year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "year": pl.Int16,
    "usd_million": pl.Float64,
    "krw_billion": pl.Float64,
    "basis": pl.String,
    "source_url": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """year, sma_usd (million US dollars), sma_krw (billion won), basis, source_url.

    Amounts are in dollars to 2004 and in won since; the other one is null, not converted. basis says what is reported
    and what computed from a stated growth (2021, 2022). There is no row for 2023 and 2024, for which no source was found.
    """
    return read_table(path, SCHEMA).rename({"usd_million": "sma_usd", "krw_billion": "sma_krw"}).sort("year")
