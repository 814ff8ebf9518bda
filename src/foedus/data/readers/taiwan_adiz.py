"""Chinese military aircraft in Taiwan's air defence zone, and what else happened that day: one row per entry."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "date": pl.Date,
    "pla_aircraft_sorties": pl.Int16,
    "china_carrier_present": pl.Int8,
    "country1": pl.String,
    "country2": pl.String,
    "US_Taiwan_interaction": pl.String,
    "Political_statement": pl.String,
    "Foreign_battleship": pl.String,
}


def read(path: Path) -> pl.DataFrame:
    """date, sorties, carrier, country1, country2, interaction, statement, foreign_ship.

    sorties: People's Liberation Army aircraft that Taiwan's Ministry of National Defense reported in the zone, null
    where the entry is of something else; carrier: 1 where a Chinese aircraft carrier was present, 0 where it was not.
    interaction, statement and foreign_ship are notes in Chinese; country1 acts on country2 (CN, TW, US). A day without
    an entry is not known to be a day without flights. The file's columns for straits and country, named in Chinese,
    are empty and not read.
    """
    names = {
        "pla_aircraft_sorties": "sorties",
        "china_carrier_present": "carrier",
        "US_Taiwan_interaction": "interaction",
        "Political_statement": "statement",
        "Foreign_battleship": "foreign_ship",
    }
    return read_table(path, SCHEMA).rename(names).sort("date", maintain_order=True)
