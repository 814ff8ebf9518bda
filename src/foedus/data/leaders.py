"""Leaders in office: leader-years, and the pairs of leaders of two states who were in office on the same day.

Source: Goemans, Gleditsch & Chiozza (2009), Introducing Archigos: a dataset of political leaders, Journal of Peace
Research 46:269-283.
"""

from __future__ import annotations

import polars as pl

FACTS = ("obsid", "leader", "gender", "leader_age", "year_in_office", "days_in_office")


def leader_years(archigos: pl.DataFrame, crosswalk: pl.DataFrame, states: pl.DataFrame, code: str) -> pl.DataFrame:
    """One row per leader in office on some day of a year in `states` (columns `code`, year), in order of taking office.

    code, year, obsid (the spell in office), leader, gender, leader_age (in completed calendar years), year_in_office (1
    in the year of taking office), days_in_office (in the year), start and end (days in office within the year).
    Archigos numbers states as Gleditsch and Ward do; `crosswalk` (gwcode, year, ccode) gives their COW numbers.
    """
    span = pl.int_ranges(pl.col("start").dt.year(), pl.col("end").dt.year() + 1, dtype=pl.Int16)
    years = archigos.with_columns(year=span, entered=pl.col("start").dt.year()).explode("year")
    if code == "ccode":
        codes = crosswalk.drop_nulls(["gwcode", "ccode"]).select("gwcode", "year", "ccode")
        years = years.join(codes, on=["gwcode", "year"])
    first, last = pl.date("year", 1, 1), pl.date("year", 12, 31)
    inside = years.join(states, on=[code, "year"], how="semi").with_columns(
        start=pl.max_horizontal("start", first), end=pl.min_horizontal("end", last)
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
