"""ACLED: events of political violence and protest, each once.

Source: ACLED codebook, columns of an export. Untried on real files.

Actors of a state are its forces, "Military Forces of Iran (1989-)": the state is read from the name. `timestamp`, the second at
which the publisher last changed the row, is the day it was seen. Deaths are not added up here: a row counts one event.
"""

from __future__ import annotations

import polars as pl

from foedus.watch.feeds.feed import Feed, day, made, no_day, text_or_null

READ = (
    *("event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1", "actor2", "country"),
    *("location", "notes", "fatalities", "timestamp"),
)
FORCES = r"^(?:Military|Police) Forces of (?:the )?([^()]+?)(?: \(|$)"


def _state(name: str) -> pl.Expr:
    return pl.col(name).str.extract(FORCES, 1)


def events(table: pl.DataFrame) -> pl.DataFrame:
    """Events: kind the sub-event type; a time precision of 3 is known to the month alone."""
    when = day("event_date", "%Y-%m-%d", "%d %B %Y")
    rough = pl.col("time_precision").str.strip_chars() == "3"
    seconds = pl.col("timestamp").cast(pl.Int64, strict=False)
    return made(
        table,
        no_day("event_date"),
        key=text_or_null("event_id_cnty"),
        date=pl.when(rough).then(when.dt.month_start()).otherwise(when),
        precision=pl.when(rough).then(pl.lit("month")).otherwise(pl.lit("day")),
        actor=_state("actor1"),
        target=_state("actor2"),
        kind=text_or_null("sub_event_type"),
        place=pl.concat_str("location", "country", separator=", ", ignore_nulls=True),
        text=text_or_null("notes"),
        seen=pl.from_epoch(seconds, time_unit="s").dt.date(),
    )


FEED = Feed(
    name="acled",
    title="Armed Conflict Location and Event Data: events",
    unit="event",
    columns=READ,
    events=events,
    tried=False,
)
