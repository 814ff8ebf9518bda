"""Which of the elections of REIGN choose a government."""

from __future__ import annotations

import polars as pl

VOTES = ("vote, as scheduled", "vote, early")


def regular_votes(elections: pl.DataFrame) -> pl.DataFrame:
    """Regular votes, scheduled or early, for the executive (X) or the legislature that chooses it (L), without run-offs.

    `elections` is the table of `foedus.data.readers.reign_elections`.
    """
    held = pl.col("event").str.to_lowercase().is_in(VOTES)
    chooses = pl.col("type").is_in(["X", "L"]) & (pl.col("regular") == "Y")
    return elections.filter(held, chooses, pl.col("runoff").ne_missing("1"))
