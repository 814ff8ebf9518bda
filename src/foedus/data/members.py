"""Who is in the state system: state-years and dyad-years, decided by the day.

A state has a year if it is a member on some day of it; a dyad has a year if both states are members on the same day
of it. The publisher codes membership to the end of 2016; a state that is a member then is carried as a member after.

Source: Correlates of War Project, State System Membership, v2016.
"""

from __future__ import annotations

import polars as pl

PAIR = ("ccode1", "ccode2")


def state_years(states: pl.DataFrame, years: tuple[int, int]) -> pl.DataFrame:
    """ccode, year, stateabb for every member state in `years` (inclusive)."""
    spells = _carried(states, years[1]).select(
        "ccode", "stateabb", first=pl.col("start").dt.year(), last=pl.col("end").dt.year()
    )
    return _by_year(spells, years).unique(["ccode", "year"]).select("ccode", "year", "stateabb").sort("ccode", "year")


def dyad_years(states: pl.DataFrame, years: tuple[int, int], *, directed: bool) -> pl.DataFrame:
    """ccode1, ccode2, year, entry for every dyad in `years`; with ccode1 < ccode2 unless `directed`.

    entry: first year of the unbroken run of years, to which this year belongs, in which the dyad existed.
    """
    spells = _carried(states, years[1]).select("ccode", "start", "end")
    distinct = pl.col("ccode1") != pl.col("ccode2") if directed else pl.col("ccode1") < pl.col("ccode2")
    together = (
        spells.join(spells, how="cross", suffix="_2")
        .rename({"ccode": "ccode1", "ccode_2": "ccode2"})
        .filter(distinct)
        .with_columns(start=pl.max_horizontal("start", "start_2"), end=pl.min_horizontal("end", "end_2"))
        .filter(pl.col("start") <= pl.col("end"))
        .select(*PAIR, first=pl.col("start").dt.year(), last=pl.col("end").dt.year())
    )
    runs = _runs(together).with_columns(entry=pl.col("first").cast(pl.Int16))
    return _by_year(runs, years).select(*PAIR, "year", "entry").sort(*PAIR, "year")


def _carried(states: pl.DataFrame, last: int) -> pl.DataFrame:
    """Spells that reach the end of the list, extended to the end of year `last`."""
    end = pl.col("end")
    return states.with_columns(
        end=pl.when(end == end.max()).then(pl.max_horizontal(end, pl.date(last, 12, 31))).otherwise(end)
    )


def _runs(spells: pl.DataFrame) -> pl.DataFrame:
    """Spells of the same pair joined where no calendar year lies between them: ccode1, ccode2, first, last."""
    spells = spells.sort(*PAIR, "first", "last")
    gap = pl.col("first") > pl.col("last").cum_max().shift(1).over(PAIR) + 1
    return (
        spells.with_columns(run=gap.fill_null(value=True).cum_sum())
        .group_by(*PAIR, "run", maintain_order=True)
        .agg(pl.col("first").min(), pl.col("last").max())
    )


def _by_year(spells: pl.DataFrame, years: tuple[int, int]) -> pl.DataFrame:
    """One row per spell and year of it within `years`."""
    inside = spells.with_columns(
        first=pl.max_horizontal("first", pl.lit(years[0])), last=pl.min_horizontal("last", pl.lit(years[1]))
    ).filter(pl.col("first") <= pl.col("last"))
    span = pl.int_ranges("first", pl.col("last") + 1, dtype=pl.Int16)
    return inside.with_columns(year=span).drop("first", "last").explode("year")
