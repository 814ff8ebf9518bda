"""COW Inter-State Wars: one row per ordered pair of opponents, war and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import COW, Schema, read_table

SCHEMA: Schema = {
    "warnum": pl.Int16,
    "ccode1": pl.Int16,
    "ccode2": pl.Int16,
    "year": pl.Int16,
    "cowinteronset": pl.Int8,
    "sidea1": pl.Int8,
    "sidea2": pl.Int8,
    "initiator1": pl.Int8,
    "initiator2": pl.Int8,
    "outcome1": pl.Int8,
    "outcome2": pl.Int8,
    "batdeath1": pl.Int32,
    "batdeath2": pl.Int32,
    "resume": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """warnum, ccode1, ccode2, year, onset, side1, side2, initiator1, initiator2, outcome1, outcome2, batdeath1, ...

    batdeath: battle deaths of the state over its whole part in the war, not of the year; outcome: 1 won, 2 lost,
    3 compromise, 4 became another kind of war, 6 stalemate, 8 changed sides.
    resume: 1 in a spell of fighting that was broken off and resumed; where that happened within a year, the pair has
    a row for each spell.
    """
    names = {"cowinteronset": "onset", "sidea1": "side1", "sidea2": "side2"}
    return read_table(path, SCHEMA, missing=COW).rename(names).sort("warnum", "ccode1", "ccode2", "year", "resume")
