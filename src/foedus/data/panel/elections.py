"""Which of the elections of REIGN choose a government, and which of their rows are rounds of one election."""

from __future__ import annotations

import polars as pl

SCHEDULED, EARLY = "vote, as scheduled", "vote, early"
VOTES = (SCHEDULED, EARLY)
APART = 3
"""Months between votes of one kind in a state within which the later is a further round of the earlier."""


def regular_votes(elections: pl.DataFrame) -> pl.DataFrame:
    """Regular votes, scheduled or early, for the executive (X) or the legislature that chooses it (L), without run-offs.

    `elections` is the table of `foedus.data.readers.reign_elections`.
    """
    held = pl.col("event").str.to_lowercase().is_in(VOTES)
    chooses = pl.col("type").is_in(["X", "L"]) & (pl.col("regular") == "Y")
    return elections.filter(held, chooses, pl.col("runoff").ne_missing("1"))


def held_elections(elections: pl.DataFrame) -> pl.DataFrame:
    """Elections of the executive (X) or of the legislature that chooses it (L), regular or not, with all rounds in one row.

    ccode, year, type; `first` and `last`, months of the first and the last round (12 year + month); `early`, whether the first
    round came before its time; `victory`, Y or N, of the last round for which it is coded. The publisher calls the second round
    of an election as scheduled early, so only the first tells. A vote whose month is unknown counts as of June.
    """
    event = pl.col("event").str.to_lowercase().str.strip_chars()
    month = pl.col("year").cast(pl.Int32) * 12 + pl.col("month").fill_null(6)
    votes = (
        elections.filter(event.is_in(VOTES), pl.col("type").is_in(["X", "L"]))
        .with_columns(at=month, early=event == EARLY)
        .sort("ccode", "type", "at", "runoff", maintain_order=True)
        .with_columns(begins=(pl.col("at").diff().over("ccode", "type") > APART).fill_null(value=True))
        .with_columns(number=pl.col("begins").cast(pl.Int32).cum_sum())
    )
    rounds = votes.group_by("ccode", "type", "number", maintain_order=True).agg(
        pl.col("year", "early").first(),
        first=pl.col("at").first(),
        last=pl.col("at").last(),
        victory=pl.col("victory").drop_nulls().last(),
    )
    return rounds.drop("number").sort("ccode", "first", "type")
