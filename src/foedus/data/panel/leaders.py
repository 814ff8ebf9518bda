"""Leaders in office: leader-years, and the pairs of leaders of two states who were in office on the same day.

Source: Goemans, Gleditsch & Chiozza (2009), Introducing Archigos: a dataset of political leaders, Journal of Peace
Research 46:269-283.
"""

from __future__ import annotations

import polars as pl

from foedus.data.panel.lookup import Years
from foedus.data.panel.members import unbroken


def leader_years(archigos: pl.DataFrame, members: pl.DataFrame, years: Years, code: str) -> pl.DataFrame:
    """One row per leader in office on some day of a year on which the state is a member, in order of taking office.

    code, year, obsid (the spell in office), leader, gender, leader_age (year less year of birth), year_in_office (1 in
    the year of taking office), days_in_office (of the state, in the year), start and end (days within the year).

    `archigos`: leaders with the state's number in `code`; `members`: spells of membership (code, start, end).
    """
    spells = archigos.join(unbroken(members, code).rename({"start": "begins", "end": "ends"}), on=code)
    first = pl.max_horizontal("start", "begins", pl.date(years[0], 1, 1))
    last = pl.min_horizontal("end", "ends", pl.date(years[1], 12, 31))
    held = spells.with_columns(entered=pl.col("start").dt.year(), start=first, end=last).filter(first <= last)
    span = pl.int_ranges(pl.col("start").dt.year(), pl.col("end").dt.year() + 1, dtype=pl.Int16)
    listed = held.with_columns(year=span).explode("year")
    inside = listed.with_columns(
        start=pl.max_horizontal("start", pl.date("year", 1, 1)), end=pl.min_horizontal("end", pl.date("year", 12, 31))
    )
    return inside.select(
        code,
        "year",
        "obsid",
        "leader",
        "gender",
        leader_age=(pl.col("year") - pl.col("yrborn")).cast(pl.Int16),
        year_in_office=(pl.col("year") - pl.col("entered") + 1).cast(pl.Int16),
        days_in_office=((pl.col("end") - pl.col("start")).dt.total_days() + 1).cast(pl.Int16),
        start="start",
        end="end",
    ).sort(code, "year", "start", "end", "obsid")


def cow_leaders(archigos: pl.DataFrame, crosswalk: pl.DataFrame) -> pl.DataFrame:
    """Leaders with COW numbers in place of the Gleditsch-Ward ones that Archigos uses.

    A leader of one Gleditsch-Ward state may lead several COW states in turn (Kohl the Federal Republic, then Germany):
    once for each; the days are those of the membership of each.
    """
    codes = crosswalk.drop_nulls(["gwcode", "ccode"]).select("gwcode", "ccode").unique()
    return archigos.join(codes, on="gwcode")


def leader_pairs(leaders: pl.DataFrame, dyads: pl.DataFrame, code: str) -> pl.DataFrame:
    """Every ordered pair of leaders of two states of a dyad-year who were in office on the same day.

    `leaders`: of `leader_years`; `dyads`: code1, code2, year, in both directions.
    """
    sides = [
        leaders.rename({name: f"{name}{side}" for name in leaders.columns if name != "year"}).with_columns(
            pl.int_range(pl.len(), dtype=pl.Int32).alias(f"turn{side}")
        )
        for side in "12"
    ]
    pairs = dyads.join(sides[0], on=[f"{code}1", "year"]).join(sides[1], on=[f"{code}2", "year"])
    together = pairs.filter(pl.max_horizontal("start1", "start2") <= pl.min_horizontal("end1", "end2"))
    ordered = together.sort(f"{code}1", f"{code}2", "year", "turn1", "turn2")
    return ordered.drop("start1", "end1", "start2", "end2", "turn1", "turn2")
