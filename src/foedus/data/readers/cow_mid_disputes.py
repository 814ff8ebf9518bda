"""COW Militarized Interstate Disputes: one row per dispute."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers import gml_disputes
from foedus.data.readers.table import read_table

SCHEMA = gml_disputes.SCHEMA  # the two projects publish disputes in the same columns


def read(path: Path) -> pl.DataFrame:
    """The columns of SCHEMA; mindur, maxdur in days; hostlev 2 threat to 5 war."""
    return read_table(path, SCHEMA).sort("dispnum")
