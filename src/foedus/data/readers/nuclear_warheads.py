"""Nuclear warheads in stockpiles, from the FAS Nuclear Notebook: one row per possessor and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import Schema, read_table
from foedus.data.readers.taken import leave_out

SCHEMA: Schema = {
    "entity": pl.String,
    "year": pl.Int16,
    "nuclear_weapons_stockpile": pl.Int32,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, warheads.

    The publisher has a row for each year from 1945 for every state that ever had a warhead, with 0 before it had one
    and in years it makes no estimate; it has no rows for other states. The world's total is
    dropped: it is not the sum of the states' (in 1986 70,374 against 64,452).
    """
    table = read_table(path, SCHEMA).rename({"entity": "name", "nuclear_weapons_stockpile": "warheads"})
    states = with_ccode(leave_out(table, pl.col("name") == "World", "sums of the world"))
    return states.select("ccode", "year", "warheads").sort("ccode", "year")
