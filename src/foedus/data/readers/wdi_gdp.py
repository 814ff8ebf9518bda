"""World Bank GDP in current US dollars: one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.world_bank import SCHEMA, read_indicator

__all__ = ["SCHEMA", "read"]


def read(path: Path) -> pl.DataFrame:
    """ccode, year, gdp_current (US dollars); the World Bank's aggregates and territories are left out.

    The figure is that of the territory of today in every year; panels leave it out where the state had another
    (`foedus.data.panel.borders`).
    """
    return read_indicator(path, "gdp_current")
