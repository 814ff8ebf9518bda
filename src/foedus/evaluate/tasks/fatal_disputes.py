"""Fatal disputes of North Korea with South Korea or the United States: a series that is scored and feeds nothing.

Unit: a militarised dispute in which North Korea stands against one of the two and one of the pair has at least one battle
death; it counts once, in the first year of it between them. By Gibler, Miller & Little to 2010, by COW MID 5.0 after it
(`foedus.data.panel.disputes.spliced`). From 1954, the first whole year after the armistice.

No future draws this series: there fatal disputes come of the equations of disputes.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.data.library import Shelf
from foedus.data.panel.facts import directed_disputes
from foedus.equations.provocation import NORTH_KOREA
from foedus.estimate.samples.disputes import CODED
from foedus.estimate.samples.sample import Sample

NAME = "fatal-disputes"
LABEL = "disputes of North Korea with South Korea or the United States in which people die"
UNITS = "fatal disputes"
OTHERS = (732, 2)
"""South Korea and the United States (COW numbers)."""
YEARS = (1954, CODED[1])


def sample() -> Sample:
    """year, count and exposure, which is 1: every year is coded whole."""
    shelf = Shelf()
    begun = dict(first_years(directed_disputes(shelf)).group_by("year").len().iter_rows())
    year = np.arange(YEARS[0], YEARS[1] + 1)
    count = np.array([begun.get(each, 0) for each in year.tolist()], dtype=np.float64)
    notes = {"unit": "year", "rows": len(year), "events": int(count.sum())}
    return Sample({"year": year, "count": count, "exposure": np.ones(len(year))}, YEARS, dict(shelf.provenance), notes)


def first_years(directed: pl.DataFrame) -> pl.DataFrame:
    """dispnum and year, the first, of every fatal dispute among directed dispute-years; one that was under way where the
    coding passes to another publisher, and that the first has not, has no first year and is left out."""
    ours = directed.filter(pl.col("ccode1") == NORTH_KOREA, pl.col("ccode2").is_in(OTHERS))
    dead = pl.max_horizontal("fatality1", "fatality2").max() > 0
    starts = pl.col("year").filter(pl.col("midonset") == 1).min()
    return ours.group_by("dispnum").agg(year=starts, dead=dead).filter("dead").drop_nulls("year").drop("dead")
