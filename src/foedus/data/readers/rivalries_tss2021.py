"""Strategic rivalries of Thompson, Sakuwa & Suhas (2021): one row per rivalry, in years."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "tssr_id": pl.Int16,
    "rivalry": pl.String,
    "ccode1": pl.Int16,
    "ccode2": pl.Int16,
    "start": pl.Int16,
    "end": pl.Int16,
    "positional": pl.Int8,
    "spatial": pl.Int8,
    "ideological": pl.Int8,
    "interventionary": pl.Int8,
    "principal": pl.Int8,
    "aprin": pl.Int8,
}

FLAGS = ("positional", "spatial", "ideological", "interventionary", "principal", "aprin")
LAST_YEAR = 2020  # the coding ends here, so a rivalry with this last year, or 9999, has not been seen to end


def read(path: Path) -> pl.DataFrame:
    """rivalry (number), name, ccode1 < ccode2, start_year, end_year and six flags (0/1; blank in the file means 0).

    end_year is null where the rivalry was still on when the coding ended. The rivalries were identified with hindsight.
    """
    names = {"tssr_id": "rivalry", "rivalry": "name", "start": "start_year", "end": "end_year"}
    table = read_table(path, SCHEMA).rename(names)
    ended = pl.when(pl.col("end_year") < LAST_YEAR).then("end_year")
    return table.with_columns(ended, pl.col(FLAGS).fill_null(0)).sort("rivalry")
