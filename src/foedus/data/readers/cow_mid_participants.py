"""COW Militarized Interstate Disputes: one row per participant and spell of participation."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers import gml_participants
from foedus.data.readers.table import COW, Schema, read_table

SCHEMA: Schema = {
    **gml_participants.SCHEMA,
    "fatality": pl.Int8,
    "fatalpre": pl.Int32,
    "hostlev": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """The columns of SCHEMA: those of the Gibler-Miller-Little participants, and deaths and hostility of each."""
    return read_table(path, SCHEMA, missing=COW).sort("dispnum", "ccode", "styear", "stmon")
