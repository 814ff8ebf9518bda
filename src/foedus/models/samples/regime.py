"""Which states are democracies, for samples; and the years a sample is coded for."""

from __future__ import annotations

import polars as pl

from foedus.errors import InputError

POLYARCHY = 0.5
POLITY = 6


def democracies(frame: pl.DataFrame) -> pl.DataFrame:
    """State-years with `democracy`: polyarchy of 0.5 or more in the year before or, where unknown, Polity of 6 or more.

    The year before, because a government that falls may take the regime with it; a state's first year counts itself.
    """
    polity = pl.col("polity2") >= POLITY
    rule = pl.when(pl.col("polyarchy").is_null()).then(polity).otherwise(pl.col("polyarchy") >= POLYARCHY)
    marked = frame.with_columns(regime=rule)
    before = marked.select("ccode", pl.col("year") + 1, before="regime")
    joined = marked.join(before, on=["ccode", "year"], how="left", maintain_order="left")
    return joined.with_columns(democracy=pl.coalesce("before", "regime")).drop("regime", "before")


def within(years: tuple[int, int] | None, allowed: tuple[int, int]) -> tuple[int, int]:
    """`years`, or all that are allowed; raises where they reach beyond."""
    first, last = years or allowed
    if not allowed[0] <= first <= last <= allowed[1]:
        raise InputError(
            f"years {first}:{last} are not within {allowed[0]}:{allowed[1]}, the years this sample is coded for"
        )
    return first, last
