"""Taiwan's Ministry of National Defense: Chinese military aircraft in the air defence zone, as counts by day.

The ministry has reported every day since 17 September 2020; before that a day without a row is not known to be without flights.
Rows of the file that count no sorties are notes on something else. A day may stand in two rows, for two notes: it counts once.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from foedus.data.readers.taiwan_adiz import SCHEMA
from foedus.watch.feeds.feed import Feed, day, made, no_day, text_or_null, whole

DAILY = date(2020, 9, 17)
"""Since when the ministry reports daily."""


def events(table: pl.DataFrame) -> pl.DataFrame:
    """Sorties of China towards Taiwan; kind carrier where one was present, else aircraft."""
    carrier = whole("china_carrier_present") == 1
    return made(
        table.with_columns(pl.col("date").str.replace_all("-", "/")),
        no_day("date", "YYYY/MM/DD"),
        key=day("date", "%Y/%m/%d").dt.to_string("%Y-%m-%d"),
        date=day("date", "%Y/%m/%d"),
        count=whole("pla_aircraft_sorties"),
        actor="CHN",
        target="TWN",
        kind=pl.when(carrier).then(pl.lit("carrier")).otherwise(pl.lit("aircraft")),
        text=text_or_null("Political_statement"),
    )


FEED = Feed(
    name="taiwan-mnd",
    title="Taiwan, Ministry of National Defense: sorties in the air defence zone",
    unit="sortie",
    columns=tuple(SCHEMA),
    events=events,
    since=DAILY,
)
