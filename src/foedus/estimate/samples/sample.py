"""The sample of an equation: arrays, years, source files, and what was left out.

As of a day, a sample uses nothing later: of yearly data, the years that had ended; of dated events, those up to the
day. The shipped samples are as of AS_OF.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.errors import DataError, InputError

Array = NDArray[Any]
Years = tuple[int, int]

AS_OF = date(2023, 11, 7)
"""Nothing dated after this day is in any sample that ships."""


def last_year(as_of: date) -> int:
    """The last year that had ended on a day: that of yearly data known on it."""
    if as_of > AS_OF:
        raise InputError(f"as of {as_of} is not allowed: the samples are coded as of {AS_OF}, or an earlier day")
    return as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1


def span(years: Years | None, allowed: Years, as_of: date = AS_OF, *, ahead: int = 0, whole: bool = True) -> Years:
    """The years of a sample: `years` (None: all), which must lie within `allowed`, up to `as_of`.

    ahead   years needed after a year to observe its outcome
    whole   use only years that have ended; False also uses the year of `as_of` up to that day
    """
    first, last = years or allowed
    if not allowed[0] <= first <= last <= allowed[1]:
        raise InputError(
            f"years {first}:{last} are not within {allowed[0]}:{allowed[1]}, the years this is coded for; choose within them"
        )
    end = min(last, last_year(as_of) - ahead if whole else as_of.year)
    if end < first:
        raise InputError(
            f"as of {as_of} nothing of {first}:{last} is known yet; choose a day after {first + ahead}, or earlier --years"
        )
    return first, end


@dataclass(frozen=True)
class Sample:
    """Arrays of equal length by name, for the years first to last inclusive.

    sources   SHA-256 of every publisher's file read, by source key
    notes     rows, events, rows dropped and why, and rates in the raw data: JSON-able
    as_of     nothing dated after this day was used
    """

    arrays: Mapping[str, Array]
    years: tuple[int, int]
    sources: Mapping[str, str]
    notes: Mapping[str, Any]
    as_of: date = AS_OF

    def __getitem__(self, name: str) -> Array:
        if name not in self.arrays:
            raise DataError(
                f"the sample has no column '{name}', which the equation needs (it has: {', '.join(self.arrays)})"
            )
        return self.arrays[name]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(next(iter(self.arrays.values())))

    def where(self, chosen: NDArray[np.bool_]) -> Sample:
        """The chosen rows; the notes stay those of the whole sample."""
        return replace(self, arrays={name: array[chosen] for name, array in self.arrays.items()})


def columns(frame: pl.DataFrame, *names: str) -> dict[str, Array]:
    """Columns of a table as arrays by name."""
    return {name: frame[name].to_numpy() for name in names}


def collapse(arrays: Mapping[str, Array], keys: tuple[str, ...], event: str) -> dict[str, Array]:
    """Rows with equal `keys` combined: the keys, `events` and `trials` (binomial counts have the same likelihood)."""
    table = np.stack([arrays[key].astype(np.float64) for key in keys], axis=1)
    unique, group = np.unique(table, axis=0, return_inverse=True)
    found: dict[str, Array] = {key: unique[:, column] for column, key in enumerate(keys)}
    found["events"] = np.bincount(group.ravel(), weights=arrays[event].astype(np.float64))
    found["trials"] = np.bincount(group.ravel()).astype(np.float64)
    return found
