"""CNS North Korea Missile Test Database: one row per missile flown, of at least 300 km with 500 kg.

Tests of the 1980s are known to the month, and some missiles share a time: `series` numbers those of one salvo.
"""

from __future__ import annotations

import polars as pl

from foedus.data.readers.missile_tests import SCHEMA
from foedus.watch.feeds.feed import Feed, made, no_day, text_or_null

UNKNOWN = ("unknown", "na")


def events(table: pl.DataFrame) -> pl.DataFrame:
    """Missiles of North Korea: kind the type of the missile, text its outcome and description."""
    named = pl.col("date").str.strip_chars()
    whole = named.str.to_date("%Y-%m-%d", strict=False)
    month = pl.concat_str(named.str.extract(r"^(\d{4}-\d{2})$", 1), pl.lit("-01")).str.to_date("%Y-%m-%d", strict=False)
    names = ("date", "time", "series", "missile", "facility")
    return made(
        table,
        no_day("date", "YYYY-MM-DD or YYYY-MM"),
        key=pl.concat_str(*(pl.col(name).fill_null("") for name in names), separator="|"),
        date=pl.coalesce(whole, month),
        precision=pl.when(whole.is_null()).then(pl.lit("month")).otherwise(pl.lit("day")),
        actor="PRK",
        kind=text_or_null("missile", *UNKNOWN),
        place=text_or_null("facility", *UNKNOWN),
        text=pl.concat_str(text_or_null("outcome", *UNKNOWN), "description", separator=": ", ignore_nulls=True),
    )


FEED = Feed(
    name="cns",
    title="CNS North Korea Missile Test Database: missiles flown",
    unit="missile",
    columns=(*(name for name in SCHEMA if name != "year"), "time", "series", "description"),
    events=events,
)
