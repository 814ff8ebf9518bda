"""World Bank population: one row per state and year, for the years in which the series is that of the state."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.borders import with_borders
from foedus.data.readers.world_bank import SCHEMA, read_indicator

__all__ = ["SCHEMA", "read"]


def read(path: Path) -> pl.DataFrame:
    """ccode, year, population (persons, at mid-year).

    Left out, and counted: aggregates, territories, and years in which the state had other borders than today
    (`foedus.data.borders`).
    """
    return with_borders(read_indicator(path, "population"))
