"""Events to read: of the indicators that moved first, the latest that have a link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from foedus.part import Part
from foedus.watch.indicator import Indicator
from foedus.watch.monthly import where
from foedus.watch.store import Store

MOST = 3
"""Events on a sheet: as many as are read."""
SIGNS = 240
"""Of what happened, in the source's words."""


class Event(Part):
    """An event, where to read of it, and the indicator that counts it."""

    indicator: str
    source: str
    date: date
    text: str | None
    link: str


def events_to_read(
    store: Store, found: Sequence[Indicator], since: date, as_of: date, most: int = MOST
) -> tuple[Event, ...]:
    """Up to three events after one day and up to another, each with a link, the latest of each indicator in turn."""
    lists = [_latest(store, one, since, as_of, most) for one in found]
    told: list[Event] = []
    for turn in range(most):
        for each in lists:
            if turn < len(each) and len(told) < most and each[turn].link not in {one.link for one in told}:
                told.append(each[turn])
    return tuple(told)


def _latest(store: Store, one: Indicator, since: date, as_of: date, most: int) -> list[Event]:
    condition, values = where(one, as_of)
    sql = (
        f"SELECT date, any_value(text), link FROM events WHERE {condition} AND date > ? AND link IS NOT NULL "
        "GROUP BY date, link ORDER BY date DESC, link LIMIT ?"
    )
    return [
        Event(indicator=one.name, source=one.source, date=day, text=shorten(text, SIGNS) if text else None, link=link)
        for day, text, link in store.rows(sql, *values, since, most)
    ]
