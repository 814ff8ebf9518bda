"""The years after an origin, and what was over by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from foedus.data.library import Shelf
from foedus.estimate.samples.disputes import ended
from foedus.estimate.samples.sample import Sample

Flags = NDArray[np.bool_]

ORIGINS = tuple(range(1960, 2006, 5))


def windows(found: Sample, origin: int, horizons: Sequence[int]) -> dict[int, Flags]:
    """Rows of the years origin + 1 to origin + horizon, by horizon; those that end after the sample are left out."""
    year, last = found["year"], found.years[1]
    return {horizon: (year > origin) & (year <= origin + horizon) for horizon in horizons if origin + horizon <= last}


def over(found: Sample, origin: int) -> Flags:
    """Rows of disputes that were over at the end of the origin: how far the others would go was not known."""
    known = ended(Shelf(), date(origin, 12, 31))["dispnum"].to_numpy()
    return (found["year"] <= origin) & np.isin(found["dispute"], known)
