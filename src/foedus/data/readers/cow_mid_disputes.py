"""COW Militarized Interstate Disputes: one row per dispute."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers import gml_disputes
from foedus.data.readers.table import COW, Schema, read_table

SCHEMA: Schema = {**gml_disputes.SCHEMA, "endyear": pl.Int16, "ongo2014": pl.Int8}


def read(path: Path) -> pl.DataFrame:
    """The columns of the Gibler-Miller-Little disputes, then endyear, and ongoing: under way when the coding ended.

    mindur, maxdur in days; hostlev 2 threat to 5 war. A dispute under way at the end of 2014 has endyear 2014 (dispute
    4598 has 2012), and the hostility and deaths it had reached by then.
    """
    return read_table(path, SCHEMA, missing=COW).rename({"ongo2014": "ongoing"}).sort("dispnum")
