"""UCDP/PRIO Armed Conflict: one row per conflict and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "conflict_id": pl.Int32,
    "year": pl.Int16,
    "location": pl.String,
    "side_a": pl.String,
    "side_a_2nd": pl.String,
    "side_b": pl.String,
    "side_b_2nd": pl.String,
    "incompatibility": pl.Int8,
    "territory_name": pl.String,
    "intensity_level": pl.Int8,
    "cumulative_intensity": pl.Int8,
    "type_of_conflict": pl.Int8,
    "start_date": pl.Date,
    "start_prec": pl.Int8,
    "start_date2": pl.Date,
    "start_prec2": pl.Int8,
    "ep_end": pl.Int8,
    "ep_end_date": pl.Date,
    "gwno_a": pl.String,
    "gwno_a_2nd": pl.String,
    "gwno_b": pl.String,
    "gwno_b_2nd": pl.String,
    "gwno_loc": pl.String,
    "region": pl.String,
}

LISTS = ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "gwno_loc", "region")


def read(path: Path) -> pl.DataFrame:
    """conflict_id, year, location, the sides, incompatibility, intensity, type, dates, Gleditsch-Ward numbers, region.

    intensity: 1 minor (25 to 999 battle deaths in the year), 2 war (1,000 or more); type: 1 extrasystemic,
    2 interstate, 3 intrastate, 4 internationalised intrastate. start: first battle death of the conflict;
    episode_start and episode_end: of the episode the year belongs to, the latter null while it goes on.
    A side may be several states: gwno_a and the like list them all, separated by ", ".
    """
    names = {
        "territory_name": "territory",
        "intensity_level": "intensity",
        "type_of_conflict": "type",
        "start_date": "start",
        "start_date2": "episode_start",
        "start_prec2": "episode_start_prec",
        "ep_end": "episode_ends",
        "ep_end_date": "episode_end",
    }
    table = read_table(path, SCHEMA).with_columns(pl.col(LISTS).str.replace_all(r"\s*,\s*", ", "))
    return table.rename(names).sort("conflict_id", "year")
