"""ATOP alliance level: one row per agreement, with what it obliges and provides for."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table, with_dates

SPAN: Schema = {
    "begyr": pl.Int16,
    "begmo": pl.Int8,
    "begday": pl.Int8,
    "endyr": pl.Int16,
    "endmo": pl.Int8,
    "endday": pl.Int8,
}

# What both levels of ATOP code, in the publisher's words and order.
PROVISIONS: Schema = {
    "ineffect": pl.Int8,
    "bilat": pl.Int8,
    "wartime": pl.Int8,
    "estmode": pl.Int8,
    "pubsecr": pl.Int8,
    "secrart": pl.Int8,
    "length": pl.Int16,
    "renounce": pl.Int8,
    "term": pl.Int8,
    "defense": pl.Int8,
    "offense": pl.Int8,
    "neutral": pl.Int8,
    "nonagg": pl.Int8,
    "consul": pl.Int8,
    "active": pl.Int8,
    "conditio": pl.Int8,
    "defcon": pl.Int8,
    "offcon": pl.Int8,
    "neucon": pl.Int8,
    "concon": pl.Int8,
    "asymm": pl.Int8,
    "notaiden": pl.Int8,
    "dipaid": pl.Int8,
    "terrres": pl.Int8,
    "seppeace": pl.Int8,
    "thirdcom": pl.Int8,
    "noothall": pl.Int8,
    "specthrt": pl.Int8,
    "statthr1": pl.Int16,
    "statthr2": pl.Int16,
    "conwtin": pl.Int8,
    "medarb": pl.Int8,
    "milcon": pl.Int8,
    "milaid": pl.Int8,
    "intcom": pl.Int8,
    "subord": pl.Int8,
    "organ1": pl.Int8,
    "orgpurp1": pl.Int8,
    "organ2": pl.Int8,
    "orgpurp2": pl.Int8,
    "base": pl.Int8,
    "contrib": pl.Int8,
    "armred": pl.Int8,
    "ecaid": pl.Int8,
    "interv": pl.Int8,
}

SCHEMA: Schema = {"atopid": pl.Int16, **SPAN, **PROVISIONS}


def read(path: Path) -> pl.DataFrame:
    """The columns of SCHEMA, with start and end (dates).

    The last year, month and day are null while the agreement is in force at the end of coverage; a date is null where
    its day is unknown. Provisions keep the publisher's numbers: 0 none, larger ones as columns.csv says.
    """
    table = read_table(path, SCHEMA).with_columns(pl.col("endyr", "endmo", "endday").replace(0, None))
    dates = {"start": ("begyr", "begmo", "begday"), "end": ("endyr", "endmo", "endday")}
    return with_dates(table, path, **dates).sort("atopid")
