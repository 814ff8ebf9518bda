"""Look up values for the rows of a frame by direct addressing: keys are small whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.errors import DataError

Whole = NDArray[np.int32]
Years = tuple[int, int]


class Ranks:
    """The whole numbers that occur in a key, ranked from 1; 0 stands for null and for all that do not occur.

    `size` is one more than the highest rank.
    """

    def __init__(self, values: pl.Series) -> None:
        occurring = _shifted(values)
        occurs = np.zeros(int(occurring.max(initial=0)) + 2, dtype=np.bool_)
        occurs[occurring] = True
        occurs[0] = False
        self._ranks = np.where(occurs, np.cumsum(occurs), 0).astype(np.int32)
        self.size = int(self._ranks.max()) + 1

    def of(self, values: pl.Series) -> Whole:
        """The rank of each value."""
        return self._ranks.take(_shifted(values), mode="clip")


class Address:
    """The rows of a frame by their keys, ready to be looked up in any number of tables.

    Every combination of the key values that occur in the rows has a slot of one array; a table writes its line numbers
    into the slots of its keys, and every row reads its slot. This takes time linear in rows and lines, without hashing
    or sorting, and keeps the order of the rows. A row with a null in its key finds nothing.
    """

    def __init__(self, rows: pl.DataFrame, on: Sequence[str]) -> None:
        self.on = tuple(on)
        self._ranks = [Ranks(rows[name]) for name in on]
        self._rows = rows
        self._slots, self._whole = self._place(rows)

    def look_up(self, table: pl.DataFrame, zero_within: Years | None = None) -> pl.DataFrame:
        """The other columns of `table` for every row: null where the table has no line for it.

        `zero_within` is for a table that lists only what exists, with `year` among its keys: in those years (inclusive)
        a row without a line is 0 in every column. Raises DataError if the table has two lines for one key.
        """
        found, lines = self._lines(table)
        blank = pl.repeat(None, self._rows.height, eager=True)
        if zero_within is not None:
            coded = self._rows["year"].is_between(*zero_within) & pl.Series(self._whole)
            blank = pl.select(pl.when(coded).then(pl.lit(0, pl.Int8))).to_series()
        values = table.drop(self.on)
        return pl.DataFrame(
            [blank.cast(each.dtype).scatter(found, each.gather(lines)).alias(each.name) for each in values]
        )

    def _lines(self, table: pl.DataFrame) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The rows that have a line in the table, and the numbers of these lines."""
        slots, met = self._place(table)
        line = np.flatnonzero(met).astype(np.uint32)
        slots = slots[line]
        at = np.full(prod(ranks.size for ranks in self._ranks), table.height, dtype=np.uint32)
        at[slots] = line
        twice = np.flatnonzero(at[slots] != line)
        if twice.size:
            first = table.select(self.on).row(int(line[twice[0]]), named=True)
            key = ", ".join(f"{name} {value}" for name, value in first.items())
            raise DataError(f"a table has several rows for the same {', '.join(self.on)} ({key}); each must be unique")
        lines = at[self._slots]
        found = np.flatnonzero(lines < table.height).astype(np.uint32)
        return found, lines[found]

    def _place(self, frame: pl.DataFrame) -> tuple[Whole, NDArray[np.bool_]]:
        """The slot of every line of a frame, and whether all its key values occur in the rows."""
        slots = np.zeros(frame.height, dtype=np.int32)
        met = np.ones(frame.height, dtype=np.bool_)
        for name, ranks in zip(self.on, self._ranks, strict=True):
            rank = ranks.of(frame[name])
            slots *= ranks.size
            slots += rank
            if not rank.all():
                met &= rank > 0
        return slots, met


def look_up(rows: pl.DataFrame, table: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    """The other columns of `table` for every row of `rows`, null where it has none; raises if it has two for a row."""
    return Address(rows, on).look_up(table)


def line_numbers(rows: pl.DataFrame, table: pl.DataFrame, on: Sequence[str]) -> pl.Series:
    """For every row of `rows` the number of its line in `table`, null where it has none; raises as `look_up` does."""
    return look_up(rows, table.select(*on, line=pl.int_range(pl.len(), dtype=pl.UInt32)), on).to_series()


def _shifted(values: pl.Series) -> NDArray[np.integer]:
    """Whole numbers from 0 up, moved up by one so that null is 0."""
    return (values + 1).fill_null(0).to_numpy() if values.null_count() else values.to_numpy() + 1
