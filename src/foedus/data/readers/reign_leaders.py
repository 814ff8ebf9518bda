"""REIGN: one row per spell of a leader in office."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "leadid": pl.String,
    "leader": pl.String,
    "syear": pl.Int16,
    "smonth": pl.Int8,
    "sdate": pl.Int8,
    "eyear": pl.Int16,
    "emonth": pl.Int8,
    "birthyear": pl.Int16,
    "gender": pl.Int8,
    "militarycareer": pl.Float64,
}

UNKNOWN = -99


def read(path: Path) -> pl.DataFrame:
    """ccode, leadid, leader, start (date), end_year, end_month, yrborn, gender, military_career.

    The publisher gives the end to the month; it is null for who was in office in March 2021. gender: M or F;
    military_career: 1 yes, 0 no, 0.5 in part. leadid is the publisher's and has one number for two Icelandic leaders.
    """
    table = read_table(path, SCHEMA, missing=(UNKNOWN,)).rename(
        {
            "eyear": "end_year",
            "emonth": "end_month",
            "birthyear": "yrborn",
            "militarycareer": "military_career",
        }
    )
    gender = pl.col("gender").replace_strict({1: "M", 0: "F"}, return_dtype=pl.String)
    columns = ("ccode", "leadid", "leader", "start", "end_year", "end_month", "yrborn", "gender", "military_career")
    return (
        table.with_columns(start=pl.date("syear", "smonth", "sdate"), gender=gender)
        .select(columns)
        .sort("ccode", "start")
    )
