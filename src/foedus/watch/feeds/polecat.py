"""POLECAT, coded by PLOVER: actors and recipients of events, from reports, by week.

Source: the header of the publisher's weekly files (POLECAT Weekly Data, Harvard Dataverse, doi 10.7910/DVN/AJGVIT). Untried on
real files. Several countries of an actor are joined by a semicolon: the first stands for it.
"""

from __future__ import annotations

import polars as pl

from foedus.watch.feeds.feed import Feed, day, made, no_day, text_or_null

NONE = "None"
"""How the publisher writes what is missing."""

READ = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Actor Name", "Actor Country"),
    *("Recipient Name", "Recipient Country", "Placename", "Source", "Publication Date", "Version"),
)


def _first(name: str) -> pl.Expr:
    text = pl.col(name).str.split(";").list.first().str.strip_chars()
    return pl.when(~text.is_in(["", NONE])).then(text)


def events(table: pl.DataFrame) -> pl.DataFrame:
    """Reports: actors by their country, kind the PLOVER type and mode (ASSAULT-aerial), seen the day of publication."""
    kind = pl.concat_str(
        text_or_null("Event Type", NONE), text_or_null("Event Mode", NONE), separator="-", ignore_nulls=True
    )
    return made(
        table,
        no_day("Event Date"),
        key=text_or_null("Event ID"),
        date=day("Event Date", "%Y-%m-%d"),
        actor=_first("Actor Country"),
        target=_first("Recipient Country"),
        kind=kind,
        place=text_or_null("Placename", NONE),
        text=pl.concat_str(
            text_or_null("Actor Name", NONE), text_or_null("Recipient Name", NONE), separator=" - ", ignore_nulls=True
        ),
        seen=day("Publication Date", "%Y-%m-%d"),
    )


FEED = Feed(
    name="polecat",
    title="POLECAT, coded by PLOVER: coded reports",
    unit="report",
    columns=READ,
    events=events,
    daily=True,
    tried=False,
)
