"""Membership in the state system: state-years, state-days and dyad-years, by the day.

A state has a year if it is a member on some day of it; a dyad has a year if both states are members on the same day
of it. A state that is a member when the publisher's list ends remains a member afterwards.

Sources: Correlates of War Project, State System Membership, v2024; Gleditsch & Ward (1999), A revised list of independent
states since the Congress of Vienna, International Interactions 25:393-413.
"""

from __future__ import annotations

import polars as pl

PAIR = ("ccode1", "ccode2")
KEYS = (*PAIR, "year")


def state_years(
    states: pl.DataFrame, years: tuple[int, int], code: str = "ccode", label: str = "stateabb"
) -> pl.DataFrame:
    """code, year, label, entry for every member state in `years` (inclusive).

    label: the state's in the year, the later of two;
    entry: first year of the unbroken run of years, to which this year belongs, in which the state was a member.
    """
    spells = _carried(states, years[1]).select(
        code, label, first=pl.col("start").dt.year(), last=pl.col("end").dt.year()
    )
    rows = _by_year(_runs(spells.drop(label), [code]), years)
    names = _by_year(spells, years).unique([code, "year"], keep="last", maintain_order=True)
    return rows.join(names, on=[code, "year"], how="left").select(code, "year", label, "entry").sort(code, "year")


def state_days(states: pl.DataFrame, years: tuple[int, int], code: str = "ccode") -> pl.DataFrame:
    """code, date, year for every day in `years` on which a state is a member."""
    first, last = pl.date(years[0], 1, 1), pl.date(years[1], 12, 31)
    spells = _carried(states, years[1]).select(
        code, start=pl.max_horizontal("start", first), end=pl.min_horizontal("end", last)
    )
    days = spells.filter(pl.col("start") <= pl.col("end")).with_columns(date=pl.date_ranges("start", "end"))
    listed = days.drop("start", "end").explode("date").unique().sort(code, "date")
    return listed.with_columns(year=pl.col("date").dt.year().cast(pl.Int16))


def dyad_years(states: pl.DataFrame, years: tuple[int, int], *, directed: bool, code: str = "ccode") -> pl.DataFrame:
    """code1, code2, year, entry for every dyad in `years`; with code1 < code2 unless `directed`.

    entry: first year of the unbroken run of years, to which this year belongs, in which the dyad existed.
    """
    pair = [f"{code}1", f"{code}2"]
    spells = _carried(states, years[1]).select(code, "start", "end").filter(pl.col("start").dt.year() <= years[1])
    distinct = pl.col(pair[0]) != pl.col(pair[1]) if directed else pl.col(pair[0]) < pl.col(pair[1])
    together = (
        spells.rename({code: pair[0]})
        .join(spells.rename({code: pair[1]}), how="cross", suffix="_2")
        .filter(distinct)
        .with_columns(start=pl.max_horizontal("start", "start_2"), end=pl.min_horizontal("end", "end_2"))
        .filter(pl.col("start") <= pl.col("end"))
        .select(*pair, first=pl.col("start").dt.year(), last=pl.col("end").dt.year())
    )
    return _by_year(_runs(together, pair), years).select(*pair, "year", "entry")


def unbroken(states: pl.DataFrame, code: str = "ccode") -> pl.DataFrame:
    """code, start, end of every state's membership, spells joined where no day lies between them (Serbia, 2006)."""
    spells = states.select(code, "start", "end").sort(code, "start")
    gap = (pl.col("start") > pl.col("end").shift(1) + pl.duration(days=1)).over(code).fill_null(value=True)
    runs = spells.with_columns(run=gap.cum_sum()).group_by(code, "run", maintain_order=True)
    return runs.agg(pl.col("start").min(), pl.col("end").max()).drop("run")


def _carried(states: pl.DataFrame, last: int) -> pl.DataFrame:
    """Spells that reach the end of the list, extended to the end of year `last`."""
    end = pl.col("end")
    return states.with_columns(
        end=pl.when(end == end.max()).then(pl.max_horizontal(end, pl.date(last, 12, 31))).otherwise(end)
    )


def _runs(spells: pl.DataFrame, unit: list[str]) -> pl.DataFrame:
    """Spells of the same unit joined where no calendar year lies between them: unit, first, last, entry; sorted."""
    spells = spells.sort(*unit, "first", "last")
    again = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in unit).fill_null(value=False)
    several = (again | again.shift(-1, fill_value=False)).alias("several")
    marked = spells.with_columns(several)
    gap = pl.col("first") > pl.col("last").cum_max().shift(1).over(unit) + 1
    joined = (
        marked.filter("several")
        .with_columns(run=gap.fill_null(value=True).cum_sum())
        .group_by(*unit, "run", maintain_order=True)
        .agg(pl.col("first").min(), pl.col("last").max())
        .drop("run")
    )
    runs = pl.concat([marked.filter(~pl.col("several")).drop("several"), joined]).sort(*unit, "first")
    return runs.with_columns(entry=pl.col("first").cast(pl.Int16))


def _by_year(spells: pl.DataFrame, years: tuple[int, int]) -> pl.DataFrame:
    """One row per spell and year of it within `years`, in the order of the spells."""
    inside = spells.with_columns(
        first=pl.max_horizontal("first", pl.lit(years[0])), last=pl.min_horizontal("last", pl.lit(years[1]))
    ).filter(pl.col("first") <= pl.col("last"))
    span = pl.int_ranges("first", pl.col("last") + 1, dtype=pl.Int16)
    return inside.with_columns(year=span).drop("first", "last").explode("year")
