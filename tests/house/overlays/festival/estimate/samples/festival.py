"""The sample of festivals, by the definition of `foedus.equations.festival`."""

from __future__ import annotations

from datetime import date

import polars as pl

from foedus.data.library import Shelf
from foedus.estimate.samples.sample import AS_OF, Sample, Years, span

YEARS = (2001, 2020)
EVENT = ("held", "festivals per state-year")


def sample(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """State-years whose year before is coded, too: was a festival held, and was one held in the year before?"""
    first, last = span(years, YEARS, as_of)
    shelf = Shelf()
    coded = shelf.read("made-up-festivals").select("ccode", "year", held=(pl.col("festivals") > 0).cast(pl.Float64))
    before = coded.select("ccode", pl.col("year") + 1, held_before="held")
    rows = coded.join(before, on=["ccode", "year"]).filter(pl.col("year").is_between(first, last))
    rows = rows.sort("ccode", "year")
    arrays = {name: rows[name].to_numpy() for name in rows.columns}
    notes = {"unit": "state-year", "rows": rows.height, "events": int(rows["held"].sum())}
    return Sample(arrays, (first, last), dict(shelf.provenance), notes, as_of)
