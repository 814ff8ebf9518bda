"""The sample of provocations, by the definitions of `foedus.equations.provocation`."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from foedus.data.library import Shelf
from foedus.errors import InputError, unknown
from foedus.estimate.samples.sample import AS_OF, Sample, Years, span

YEARS: dict[str, Years] = {
    "missile-launches": (1984, 2023),
    "nuclear-tests": (1958, 2023),
    "other-provocations": (1958, 2023),
    "joint-air-patrols": (2019, 2023),
}
"""From the first year of the publisher's file on."""
CODED = {"nuclear-tests": "nuclear", "other-provocations": "other"}
"""The word by which Beyond Parallel codes a type."""
SHOWN = 5
"""Last years whose counts are in the record of a fit."""


def sample(kind: str, years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Counts by year, and the share of each year that was observed: the year of `as_of` is observed to that day.

    A year without a row counts 0, because the publisher lists every known event. A missile is one row, whatever its
    range; of Beyond Parallel an event is one row.
    """
    if kind not in YEARS:
        raise InputError(unknown("provocation", kind, YEARS))
    first, last = span(years, YEARS[kind], as_of, whole=False)
    shelf = Shelf()
    events = _events(kind, shelf)
    counted = dict(events.filter(pl.col("date") <= as_of).group_by("year").len().iter_rows())
    year = np.arange(first, last + 1)
    count = np.array([counted.get(each, 0) for each in year.tolist()], dtype=np.float64)
    exposure = np.where(year == as_of.year, _passed(as_of), 1.0)
    notes = {
        "unit": "year",
        "rows": len(year),
        "events": int(count.sum()),
        "counts": {str(each): int(n) for each, n in zip(year[-SHOWN:].tolist(), count[-SHOWN:].tolist(), strict=True)},
    }
    return Sample({"year": year, "count": count, "exposure": exposure}, (first, last), shelf.provenance, notes, as_of)


def _events(kind: str, shelf: Shelf) -> pl.DataFrame:
    """The publisher's rows of a type, with date and year."""
    if kind == "missile-launches":
        return shelf.read("missile-tests").with_columns(date=pl.date("year", "month", "day"))
    if kind in CODED:
        return shelf.read("provocations").filter(pl.col("type") == CODED[kind])
    return shelf.read("air-patrols")


def _passed(day: date) -> float:
    """Share of its year that had passed when a day began; the last day of a year counts as the whole of it."""
    days = date(day.year, 12, 31).timetuple().tm_yday
    gone = day.timetuple().tm_yday
    return 1.0 if gone == days else (gone - 1) / days
