"""International Crisis Behavior, system level (ICB1): one row per crisis; the columns analysts use most."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table, with_dates

SCHEMA: Schema = {
    "crisno": pl.Int16,
    "crisname": pl.String,
    "yrtrig": pl.Int16,
    "motrig": pl.Int8,
    "datrig": pl.Int8,
    "yrterm": pl.Int16,
    "moterm": pl.Int8,
    "daterm": pl.Int8,
    "brexit": pl.Int16,
    "break": pl.Int8,
    "trigent": pl.Int16,
    "gravcr": pl.Int8,
    "crismg": pl.Int8,
    "cenviosy": pl.Int8,
    "sevviosy": pl.Int8,
    "viol": pl.Int8,
    "noactr": pl.Int8,
    "powinv": pl.Int8,
    "usinv": pl.Int8,
    "suinv": pl.Int8,
    "mediate": pl.Int8,
    "subout": pl.Int8,
    "forout": pl.Int8,
    "outesr": pl.Int8,
    "protrac": pl.Int8,
    "pcid": pl.Int16,
    "geog": pl.Int8,
}

NOT_ONE_STATE = 995  # 995 an internal actor, 996 an actor that is not a state, 997 several states
NO_DURATION = 999


def read(path: Path) -> pl.DataFrame:
    """crisno, crisname, start, end, start_year, start_month, end_year, end_month, days, trigger, trigent, ...

    start and end are null where the publisher knows the day only roughly (66, 77 and 88 stand for a part of the month);
    year and month are then still given. days: from trigger to termination, null for the code 999.
    trigger_ccode: the state that triggered the crisis, null where trigent (the publisher's code) is 995 or more.
    Categories keep the publisher's numbers; columns.csv says what they mean.
    """
    table = with_dates(
        read_table(path, SCHEMA), path, start=("yrtrig", "motrig", "datrig"), end=("yrterm", "moterm", "daterm")
    )
    names = {
        "yrtrig": "start_year",
        "motrig": "start_month",
        "yrterm": "end_year",
        "moterm": "end_month",
        "brexit": "days",
        "break": "trigger",
    }
    return (
        table.with_columns(
            pl.when(pl.col("brexit") != NO_DURATION).then("brexit"),
            trigger_ccode=pl.when(pl.col("trigent") < NOT_ONE_STATE).then("trigent"),
        )
        .rename(names)
        .select(
            "crisno",
            "crisname",
            "start",
            "end",
            *names.values(),
            "trigger_ccode",
            *(name for name in SCHEMA if name not in {*names, "crisno", "crisname", "datrig", "daterm"}),
        )
        .sort("crisno")
    )
