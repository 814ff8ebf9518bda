"""PLAD: one row per spell of a leader in office, 1989 on."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.catalog import locate
from foedus.data.readers import gw_system
from foedus.data.readers.table import Schema, read_table
from foedus.errors import DataError
from foedus.shown import shown

SCHEMA: Schema = {
    "plad_id": pl.String,
    "archigos_id": pl.String,
    "idacr": pl.String,
    "leader": pl.String,
    "yrborn": pl.Int16,
    "gender": pl.String,
    "startdate": pl.Date,
    "enddate": pl.Date,
    "entry": pl.String,
    "exit": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """plad_id, gwcode, archigos_id, leader, yrborn, gender (M or F), entry, exit, start, end (dates).

    exit is in the words of Archigos, "Still in Office" for who was in office at the end of coverage, 31 December 2023.
    gwcode: the Gleditsch-Ward number of the publisher's abbreviation. archigos_id is the person, null where the
    publisher has none. Two misspelt cells ("Reguar", "Still in office") are corrected.
    """
    table = read_table(path, SCHEMA, missing=(-999,)).rename({"startdate": "start", "enddate": "end"})
    states = gw_system.read(locate("gw-system")).select("gwcode", idacr="gw_abb").unique()
    coded = table.join(states, on="idacr", how="left")
    unknown = coded.filter(pl.col("gwcode").is_null())["idacr"]
    if unknown.len():
        raise DataError(
            f"{path.name}: idacr '{shown(unknown[0])}' is no abbreviation of the Gleditsch-Ward list; correct it"
        )
    columns = ("plad_id", "gwcode", "archigos_id", "leader", "yrborn", "gender", "entry", "exit", "start", "end")
    words = [pl.col("entry").replace("Reguar", "Regular"), pl.col("exit").replace("Still in office", "Still in Office")]
    return coded.with_columns(words).select(columns).sort("gwcode", "start", "plad_id")
