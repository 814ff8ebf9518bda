"""ICEWS coded event data: a source acting on a target, from reports. Source: ICEWS Coded Event Data, Harvard Dataverse.

An event id may stand in several rows, once for each code, so the key is both.
"""

from __future__ import annotations

import polars as pl

from foedus.data.readers.cameo import full_code
from foedus.data.readers.icews import SCHEMA
from foedus.watch.feeds.feed import Feed, day, made, no_day, text_or_null


def events(table: pl.DataFrame) -> pl.DataFrame:
    """Reports: actors by the name of their country, kind the CAMEO code, text what happened in words."""
    return made(
        table.with_columns(full_code("CAMEO Code")),
        no_day("Event Date"),
        key=pl.concat_str("Event ID", "CAMEO Code", separator=":"),
        date=day("Event Date", "%Y-%m-%d"),
        actor=text_or_null("Source Country"),
        target=text_or_null("Target Country"),
        kind=text_or_null("CAMEO Code"),
        place=text_or_null("Country"),
        text=pl.concat_str("Source Name", "Event Text", "Target Name", separator=" - ", ignore_nulls=True),
    )


FEED = Feed(
    name="icews",
    title="Integrated Crisis Early Warning System: coded reports",
    unit="report",
    columns=tuple(name for name in SCHEMA if name not in ("District", "Province", "City")),
    events=events,
    daily=True,
)
