"""The years after an origin, and what was over by the origin.

one step   parameters of the origin, predictors of the year before each outcome
h years    frozen: the predictors of the first year after the origin, which use years to the origin, for each of the
           h years after it. Rows are units in the sample in the first of these years.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from foedus.arrays import Flags, Ints
from foedus.data.library import Shelf
from foedus.estimate.samples.disputes import ended
from foedus.estimate.samples.sample import Sample

ORIGINS = tuple(range(1960, 2011, 5))
HORIZONS = (1, 5, 10, 20)
"""Years ahead at which weights are made; an assessment uses those of the longest."""
STEP = 5
"""Years that candidates of an equation are scored one step ahead from each origin, so that origins as far apart share no
outcome."""


@dataclass(frozen=True)
class Window:
    """The years forecast from one origin.

    until   last year forecast one step ahead
    last    last year of the record: a horizon that ends after it is left out
    fixed   whether the units forecast one step ahead are those in the sample in the first year, as at longer horizons
    """

    origin: int
    until: int
    last: int
    fixed: bool = False

    def holds(self, horizon: int) -> bool:
        """Whether all years of a horizon are on record."""
        return (self.until if horizon == 1 else self.origin + horizon) <= self.last

    def targets(self, year: Ints, unit: Ints, horizon: int) -> tuple[Ints, Ints] | None:
        """Rows of the outcomes and rows of their predictors, by the year and unit of every row; None if there are none."""
        start = np.flatnonzero(year == self.origin + 1)
        if not self.holds(horizon) or not len(start):
            return None
        ahead = (year > self.origin) & (year <= (self.until if horizon == 1 else self.origin + horizon))
        if horizon == 1 and not self.fixed:
            return np.flatnonzero(ahead), np.flatnonzero(ahead)
        rows = np.flatnonzero(ahead & np.isin(unit, unit[start]))
        if horizon == 1:
            return rows, rows
        start = start[np.argsort(unit[start])]
        return rows, start[np.searchsorted(unit[start], unit[rows])]


def windows(origins: Sequence[int], last: int, step: int | None = None) -> list[Window]:
    """The window of each origin, in order: one step ahead it lasts `step` years, or, if None, to the next origin, within
    the record."""
    order = sorted(set(origins))
    ends = [min(origin + step, last) for origin in order] if step else [*order[1:], last]
    return [Window(origin, until, last, fixed=step is not None) for origin, until in zip(order, ends, strict=True)]


def spans(found: Sample, origin: int, horizons: Sequence[int]) -> dict[int, Flags]:
    """Rows of the years origin + 1 to origin + horizon, by horizon; those that end after the sample are left out."""
    year, last = found["year"], found.years[1]
    return {horizon: (year > origin) & (year <= origin + horizon) for horizon in horizons if origin + horizon <= last}


def over(found: Sample, origin: int) -> Flags:
    """Rows of disputes that were over at the end of the origin; how far the others would go was unknown."""
    known = ended(Shelf(), date(origin, 12, 31))["dispnum"].to_numpy()
    return (found["year"] <= origin) & np.isin(found["dispute"], known)
