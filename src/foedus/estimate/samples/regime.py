"""Which states are democracies, for samples."""

from __future__ import annotations

import polars as pl

POLYARCHY = 0.5
POLITY = 6


def democracies(frame: pl.DataFrame) -> pl.DataFrame:
    """State-years with `democracy`: polyarchy of 0.5 or more in the year before or, where unknown, Polity of 6 or more.

    The year before is used because a change of government may change the regime; in its first year a state's own year is used.
    """
    polity = pl.col("polity2") >= POLITY
    rule = pl.when(pl.col("polyarchy").is_null()).then(polity).otherwise(pl.col("polyarchy") >= POLYARCHY)
    marked = frame.with_columns(regime=rule)
    before = marked.select("ccode", pl.col("year") + 1, before="regime")
    joined = marked.join(before, on=["ccode", "year"], how="left", maintain_order="left")
    return joined.with_columns(democracy=pl.coalesce("before", "regime")).drop("regime", "before")
