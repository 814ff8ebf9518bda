"""Votes in the United Nations General Assembly: one row per roll call and state that voted."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import coded
from foedus.data.readers.table import Schema, read_table
from foedus.errors import DataError
from foedus.shown import shown

SCHEMA: Schema = {"rcid": pl.Int32, "country": pl.String, "vote": pl.String}

VOTES = {"yes": 1, "abstain": 2, "no": 3}


def read(path: Path) -> pl.DataFrame:
    """rcid, ccode, vote: 1 yes, 2 abstain, 3 no.

    A state that was absent, or no member, has no row.
    """
    table = read_table(path, SCHEMA)
    known = table["vote"].is_in(list(VOTES)).fill_null(value=False)
    if not known.all():
        row = known.arg_min() or 0
        wrong = table["vote"][row]
        raise DataError(
            f"{path.name}: column 'vote', data row {row + 1}: '{shown(wrong)}' is none of {', '.join(VOTES)}"
        )
    codes = coded(table.select(name="country").unique(), {"name": "ccode"})
    return table.select(
        "rcid",
        pl.col("country").replace_strict(codes["name"], codes["ccode"], return_dtype=pl.Int16).alias("ccode"),
        pl.col("vote").replace_strict(VOTES, return_dtype=pl.Int8),
    ).sort("rcid", "ccode")
