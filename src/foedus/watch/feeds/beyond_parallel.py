"""Beyond Parallel (CSIS), North Korean provocations: one row per event, whatever the number of missiles."""

from __future__ import annotations

import polars as pl

from foedus.data.readers.provocations import SCHEMA
from foedus.watch.feeds.feed import Feed, day, made, no_day, text_or_null

SIGNS = 80
"""Of a description in a key: what tells two events of one day and one name apart."""


def events(table: pl.DataFrame) -> pl.DataFrame:
    """Events of North Korea: kind missile, nuclear or other; the first address is the link."""
    kind = pl.col("type").str.strip_suffix(" Provocation").str.to_lowercase()
    key = pl.concat_str(
        "date",
        kind,
        pl.col("event").fill_null(""),
        pl.col("description").fill_null("").str.slice(0, SIGNS),
        separator="|",
    )
    return made(
        table,
        no_day("date"),
        key=key,
        date=day("date", "%Y-%m-%d"),
        actor="PRK",
        kind=kind,
        text=pl.concat_str("event", "description", separator=": ", ignore_nulls=True),
        link=text_or_null("resources").str.extract(r"(https?://[^\s;,]+)", 1),
    )


FEED = Feed(
    name="beyond-parallel",
    title="CSIS Beyond Parallel, North Korean provocations: events",
    unit="event",
    columns=tuple(SCHEMA),
    events=events,
)
