"""What an equation is estimated on: arrays, years, the files they come from, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Sample:
    """Arrays of equal length by name, for the years first to last inclusive.

    sources   SHA-256 of every publisher's file read, by source key
    notes     rows, events, rows dropped and why, and rates in the raw data: JSON-able
    """

    arrays: Mapping[str, Array]
    years: tuple[int, int]
    sources: Mapping[str, str]
    notes: Mapping[str, Any]

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(next(iter(self.arrays.values())))

    def where(self, chosen: NDArray[np.bool_]) -> Sample:
        """The chosen rows; the notes stay those of the whole sample."""
        arrays = {name: array[chosen] for name, array in self.arrays.items()}
        return Sample(arrays, self.years, self.sources, self.notes)


def collapse(arrays: Mapping[str, Array], keys: tuple[str, ...], event: str) -> dict[str, Array]:
    """Rows that share `keys` as one: the keys, `events` and `trials` (binomial counts carry the same likelihood)."""
    table = np.stack([arrays[key].astype(np.float64) for key in keys], axis=1)
    unique, group = np.unique(table, axis=0, return_inverse=True)
    found: dict[str, Array] = {key: unique[:, column] for column, key in enumerate(keys)}
    found["events"] = np.bincount(group.ravel(), weights=arrays[event].astype(np.float64))
    found["trials"] = np.bincount(group.ravel()).astype(np.float64)
    return found
