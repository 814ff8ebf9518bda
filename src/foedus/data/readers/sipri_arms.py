"""SIPRI arms transfers register: one row per deal."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import coded
from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "supplier": pl.String,
    "recipient": pl.String,
    "order_year": pl.Int16,
    "order_year_q": pl.String,
    "number_ordered": pl.Int32,
    "number_ordered_q": pl.String,
    "designation": pl.String,
    "description": pl.String,
    "number_delivered": pl.Int32,
    "number_delivered_q": pl.String,
    "delivery_years": pl.String,
    "status": pl.String,
    "comments": pl.String,
    "tiv_unit": pl.Float64,
    "tiv_order": pl.Float64,
    "tiv_delivered": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """supplier, recipient, ccode1 (supplier), ccode2 (recipient), order_year, what was ordered and delivered, and TIV.

    The publisher's question marks become the flags order_year_estimated, ordered_estimated and delivered_estimated;
    first_delivery and last_delivery are the bounds of delivery_years. TIV: SIPRI's trend-indicator value, millions,
    a measure of capability and not of money. Armed groups, organisations and unknown parties have a null number.
    """
    parties = {"supplier": "ccode1", "recipient": "ccode2"}
    marks = {
        "order_year_q": "order_year_estimated",
        "number_ordered_q": "ordered_estimated",
        "number_delivered_q": "delivered_estimated",
    }
    table = read_table(path, SCHEMA)
    states = table.select("order_year", *(_state(party) for party in parties))
    numbers = coded(states, parties, year="order_year").select(parties.values())
    years = pl.col("delivery_years").str.extract_all(r"\d{4}").cast(pl.List(pl.Int16))
    flags = [(pl.col(mark) == "?").fill_null(value=False).cast(pl.Int8).alias(flag) for mark, flag in marks.items()]
    bounds = [years.list.min().alias("first_delivery"), years.list.max().alias("last_delivery")]
    names = {"number_ordered": "ordered", "number_delivered": "delivered"}
    frame = table.hstack(numbers).with_columns(flags + bounds).drop(marks).rename(names)
    return frame.select(
        *("supplier", "recipient", "ccode1", "ccode2", "order_year", "order_year_estimated"),
        *("ordered", "ordered_estimated", "designation", "description", "delivered", "delivered_estimated"),
        *("delivery_years", "first_delivery", "last_delivery", "status", "comments"),
        *("tiv_unit", "tiv_order", "tiv_delivered"),
    ).sort("supplier", "recipient", "order_year", "designation", maintain_order=True)


def _state(party: str) -> pl.Expr:
    """A party's name where it is a state: SIPRI stars the others, and calls some unknown."""
    other = pl.col(party).str.contains(r"\*$|^unknown ")
    return pl.when(~other).then(party)
