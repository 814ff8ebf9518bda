"""GDELT 2.0: coded reports of the whole world's press, every fifteen minutes.

A row is a report that the coder took for an event; one event has many. The date is the day it is said to have happened, seen
the day its report entered the database. Source: GDELT 2.0 Event Database codebook.
"""

from __future__ import annotations

import polars as pl

from foedus.data.readers.cameo import full_code
from foedus.data.readers.gdelt import COLUMNS
from foedus.watch.feeds.feed import Feed, day, made, no_day, text_or_null

READ = (
    *("GLOBALEVENTID", "SQLDATE", "Actor1Name", "Actor1CountryCode", "Actor2Name", "Actor2CountryCode", "EventCode"),
    *("ActionGeo_FullName", "DATEADDED", "SOURCEURL"),
)


def events(table: pl.DataFrame) -> pl.DataFrame:
    """Reports: actors by the three letters of their country, kind the CAMEO code, text the names of both."""
    return made(
        table.with_columns(full_code("EventCode")),
        no_day("SQLDATE", "YYYYMMDD"),
        key=text_or_null("GLOBALEVENTID"),
        date=day("SQLDATE", "%Y%m%d"),
        actor=text_or_null("Actor1CountryCode"),
        target=text_or_null("Actor2CountryCode"),
        kind=text_or_null("EventCode"),
        place=text_or_null("ActionGeo_FullName"),
        text=pl.concat_str("Actor1Name", "Actor2Name", separator=" - ", ignore_nulls=True),
        link=text_or_null("SOURCEURL"),
        seen=pl.col("DATEADDED").str.slice(0, 8).str.to_date("%Y%m%d", strict=False),
    )


FEED = Feed(
    name="gdelt",
    title="GDELT 2.0 Event Database: coded reports",
    unit="report",
    columns=READ,
    events=events,
    native=COLUMNS,
    daily=True,
)
