"""UN General Assembly ideal points: one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "year": pl.Int16,
    "idealpointall": pl.Float64,
    "idealpointfp": pl.Float64,
    "idealpointlegacy": pl.Float64,
    "q5all": pl.Float64,
    "q95all": pl.Float64,
    "q5fp": pl.Float64,
    "q95fp": pl.Float64,
    "nvotesall": pl.Float64,
    "nvotesfp": pl.Float64,
    "nvotesLegacy": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, three scales, the 5 and 95 per cent quantiles of two, and the votes behind each.

    ideal, ideal_q05, ideal_q95, votes: all votes, to 2023; ideal_fp, ...: votes on final passage, to 2024;
    ideal_legacy, votes_legacy: the votes of earlier releases, without quantiles. The publisher standardises each scale,
    so they do not compare with each other; larger means nearer to the United States.
    """
    names = {
        "idealpointall": "ideal",
        "idealpointfp": "ideal_fp",
        "idealpointlegacy": "ideal_legacy",
        "q5all": "ideal_q05",
        "q95all": "ideal_q95",
        "q5fp": "ideal_fp_q05",
        "q95fp": "ideal_fp_q95",
        "nvotesall": "votes",
        "nvotesfp": "votes_fp",
        "nvotesLegacy": "votes_legacy",
    }
    return read_table(path, SCHEMA, missing=()).rename(names).sort("ccode", "year")
