"""Multinational Military Exercises: one row per exercise and participating state."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import COW, Schema, read_table
from foedus.data.readers.taken import leave_out, note

FLAGS = {
    "CPX": "command_post",
    "Air": "air",
    "Land": "land",
    "Sea": "sea",
    "Amphibious": "amphibious",
    "Cyber": "cyber",
    "Warfighting": "warfighting",
    "Peacekeeping": "peacekeeping",
    "Humanitarian": "humanitarian",
}
# The publisher's columns of participants: StateA to StateZ, then StateAA to StateAM.
LETTERS = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
PARTICIPANTS = [f"State{letter}" for letter in (*LETTERS, *(f"A{letter}" for letter in LETTERS[:13]))]

SCHEMA: Schema = {
    "MMEID": pl.String,
    "Ex_Name": pl.String,
    "Series_Name": pl.String,
    "Location": pl.String,
    "lat": pl.Float64,
    "lon": pl.Float64,
    "s.year": pl.Int16,
    "s.month": pl.Int8,
    "s.day": pl.String,
    "e.year": pl.Int16,
    "e.month": pl.Int8,
    "e.day": pl.String,
    **dict.fromkeys(FLAGS, pl.Int8),
    **dict.fromkeys(PARTICIPANTS, pl.String),
}

UNKNOWN = "-9"
TEXT = {"MMEID": "exercise", "Ex_Name": "name", "Series_Name": "series", "Location": "location"}
COLUMNS = (
    *("exercise", "ccode", "year", "month", "start", "end_year", "end_month", "end"),
    *("name", "series", "location", "lat", "lng", *FLAGS.values()),
)


def read(path: Path) -> pl.DataFrame:
    """exercise, ccode, year, month, start, end_year, end_month, end, name, series, location, lat, lng, nine flags.

    The publisher's file has a row per exercise and up to 39 columns of participants; here each participant has a row,
    which joins and counts like any other table of states. year and month are those of the start; start and end are
    dates, null where the day is unknown, and in five exercises the publisher's end precedes the start.
    exercise is the publisher's number, of which it uses three twice, in different years.
    Participants it leaves unnamed or that are no COW states (NATO, Bermuda ...) have no row, so an exercise may show
    one participant, or none and be absent.
    """
    wide = read_table(path, SCHEMA, missing=COW).rename({"lon": "lng", **FLAGS})
    exercises = wide.select(
        *(pl.col(old).replace(UNKNOWN, None).alias(new) for old, new in TEXT.items()),
        *_dates(),
        "lat",
        "lng",
        *FLAGS.values(),
        participant=pl.concat_list(PARTICIPANTS),
    )
    listed = exercises.explode("participant").drop_nulls("participant")
    named = leave_out(listed, pl.col("participant") == UNKNOWN, "participants without a name")
    named = named.rename({"name": "title"}).with_columns(name=_repaired(named["participant"]))
    coded = with_ccode(named).drop("name").rename({"title": "name"})
    once = coded.select(COLUMNS).unique(["exercise", "year", "ccode"])
    note(coded.height - once.height, "participants named twice")
    return once.sort("year", "exercise", "ccode")


def _dates() -> list[pl.Expr]:
    """Year, month and date of the first and the last day."""
    found = []
    for prefix, year, month, day in (("s", "year", "month", "start"), ("e", "end_year", "end_month", "end")):
        parts = [pl.col(f"{prefix}.{part}") for part in ("year", "month", "day")]
        date = pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)
        found += [parts[0].alias(year), parts[1].alias(month), date.alias(day)]
    return found


def _repaired(names: pl.Series) -> pl.Series:
    """Names whose UTF-8 the publisher's file holds as if it were Latin-1, put right; all others as they are."""
    distinct = names.unique().to_list()
    return names.replace_strict({name: _decoded(name) for name in distinct}, return_dtype=pl.String)


def _decoded(name: str) -> str:
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name
