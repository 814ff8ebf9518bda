"""International Crisis Behavior, actor level (ICB2): one row per crisis and actor; the columns analysts use most."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.icb_crises import NOT_ONE_STATE
from foedus.data.readers.table import Schema, read_table, with_dates

SCHEMA: Schema = {
    "crisno": pl.Int16,
    "cracno": pl.Int16,
    "cracid": pl.Int16,
    "actor": pl.String,
    "crisname": pl.String,
    "yrtrig": pl.Int16,
    "motrig": pl.Int8,
    "datrig": pl.Int8,
    "yrterm": pl.Int16,
    "moterm": pl.Int8,
    "daterm": pl.Int8,
    "trgterra": pl.Int16,
    "triggr": pl.Int8,
    "trigent": pl.Int16,
    "southv": pl.Int16,
    "majres": pl.Int8,
    "trgresra": pl.Int16,
    "crismg": pl.Int8,
    "cenvio": pl.Int8,
    "sevvio": pl.Int8,
    "gravty": pl.Int8,
    "usinv": pl.Int8,
    "suinv": pl.Int8,
    "outcom": pl.Int8,
    "outesr": pl.Int8,
    "powsta": pl.Int8,
    "nuclear": pl.Int8,
    "pc": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """crisno, cracno, ccode, actor, crisname, start, end, start_year, start_month, end_year, end_month, days, ...

    Dates as in the crises. ccode is the publisher's number: COW's, save for three actors that COW does not count as
    states (219 Vichy France, 671 Hijaz, 672 Najd). trigger_ccode and threat_ccode: the state that triggered the crisis
    for the actor, and the source of the threat; null where the publisher's trigent and southv are 995 or more.
    The outcome code 9 is null, and so is 6, which the codebook does not have (crisis 492).
    """
    table = with_dates(
        read_table(path, SCHEMA), path, start=("yrtrig", "motrig", "datrig"), end=("yrterm", "moterm", "daterm")
    )
    names = {
        "yrtrig": "start_year",
        "motrig": "start_month",
        "yrterm": "end_year",
        "moterm": "end_month",
        "trgterra": "days",
        "trgresra": "days_to_response",
        "triggr": "trigger",
    }
    keys = {"cracid": "ccode"}
    kept = ("majres", "crismg", "cenvio", "sevvio", "gravty", "usinv", "suinv", "outcom", "outesr", "powsta", "nuclear")
    return (
        table.with_columns(
            pl.col("outcom").replace([6, 9], None),
            trigger_ccode=pl.when(pl.col("trigent") < NOT_ONE_STATE).then("trigent"),
            threat_ccode=pl.when(pl.col("southv") < NOT_ONE_STATE).then("southv"),
        )
        .rename(names | keys)
        .select(
            *("crisno", "cracno", "ccode", "actor", "crisname", "start", "end"),
            *names.values(),
            *("trigger_ccode", "trigent", "threat_ccode", "southv"),
            *(*kept, "pc"),
        )
        .sort("crisno", "cracno")
    )
