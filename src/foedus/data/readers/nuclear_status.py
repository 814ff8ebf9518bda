"""Nuclear weapons programmes (Bleek): one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "Entity": pl.String,
    "Year": pl.Int16,
    "nuclear_weapons_status": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, nuclear (0 none, 1 exploration, 2 pursuit, 3 possession).

    Entities that COW does not count as states (Abkhazia, South Ossetia, Tibet) are dropped.
    """
    table = read_table(path, SCHEMA).rename({"Entity": "name", "Year": "year", "nuclear_weapons_status": "nuclear"})
    return with_ccode(table).select("ccode", "year", "nuclear").sort("ccode", "year")
