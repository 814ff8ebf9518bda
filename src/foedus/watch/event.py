"""What a row of the store is: an event, or a report of one, with the unit it counts and the source that says it.

A row counts `count` units of one kind, said by one source. Units are never added to one another, nor sources: a missile is
no launch day, a report is no event, and two lists of the same launches are two lists.
"""

from __future__ import annotations

import polars as pl

COLUMNS: dict[str, type[pl.DataType]] = {
    "source": pl.String,  # the feed that said it, or the source that a mapping file names
    "key": pl.String,  # what identifies the row in its source: the same in every release of it
    "date": pl.Date,  # the day it happened; the first of the month or year where the source knows no more
    "precision": pl.String,  # day, month or year
    "unit": pl.String,  # what is counted: one of UNITS
    "count": pl.Float64,  # how many units
    "actor": pl.String,  # who acts, as cases write states (PRK); null where it is no state, or unknown
    "target": pl.String,  # towards whom, likewise
    "kind": pl.String,  # the source's own code of what happened
    "place": pl.String,  # where, in the source's words
    "text": pl.String,  # what happened, in the source's words
    "link": pl.String,  # where to read it
    "seen": pl.Date,  # the day the publisher had it; null where the source does not say
}
"""The columns of the store, in order, and their types."""

PRECISIONS = ("day", "month", "year")

UNITS: dict[str, str] = {
    "report": "a coded report: one event may have hundreds",
    "event": "an event, reported once",
    "missile": "a missile flown",
    "launch-day": "a day with a missile flown, or more",
    "sortie": "a flight of one aircraft",
    "patrol": "a patrol, whatever its aircraft",
    "entry": "an entry into a zone, whatever its aircraft",
    "exercise": "an exercise",
    "delivery": "a delivery of arms",
    "meeting": "a meeting of officials",
    "test": "a nuclear test",
    "death": "a person killed",
    "day": "a day with an event, or more",
    "percent": "a percentage point of those asked, in favour: a row is a poll, and its actor is who asked",
}
"""The units that are counted, and what one of them is."""

DAYS: dict[str, tuple[str, ...]] = {"launch-day": ("missile", "event"), "day": ("event",)}
"""Units that count days: the units of the rows of which a day needs one, or more."""

PERCENT = "percent"
"""The unit of polls: shares are no counts, are not added up, and have no level."""


def counts(unit: str, rows: str | None) -> bool:
    """Whether an indicator of a unit can be counted from rows of another."""
    return unit == rows or rows in DAYS.get(unit, ())
