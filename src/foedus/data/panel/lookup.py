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


class Address:
    """The rows of a frame by their keys, ready to be looked up in any number of tables.

    Every combination of the key values that occur in the rows has a slot of one array; a table writes its line numbers
    into the slots of its keys, and every row reads its slot. This takes time linear in rows and lines, without hashing
    or sorting, and keeps the order of the rows. A row with a null in its key finds nothing.
    """

    def __init__(self, rows: pl.DataFrame, on: Sequence[str]) -> None:
        self.on = tuple(on)
        self._ranks = [_ranks(rows[name]) for name in on]
        self._sizes = [int(ranks.max()) + 1 for ranks in self._ranks]
        self._slots, self._whole = self._place(rows)
        self._years = _shifted(rows["year"]) - 1 if "year" in on else None

    def look_up(self, table: pl.DataFrame, zero_within: Years | None = None) -> pl.DataFrame:
        """The other columns of `table` for every row: null where the table has no line for it.

        `zero_within` is for a table that lists only what exists, with `year` among its keys: in those years (inclusive)
        a row without a line is 0 in every column. Raises DataError if the table has two lines for one key.
        """
        values = table.drop(self.on)
        nothing = values.clear(1)
        values = pl.concat([values, nothing, nothing.fill_null(0)])
        null, zero = table.height, table.height + 1
        lines = self._lines(table, default=null if zero_within is None else zero, unknown=null)
        if zero_within is not None and self._years is not None and self._years.size:
            first, last = zero_within
            if self._years.min() < first or self._years.max() > last:
                lines[(lines == zero) & ((self._years < first) | (self._years > last))] = null
        return values.select(pl.all().gather(pl.Series(lines)))

    def _lines(self, table: pl.DataFrame, default: int, unknown: int) -> NDArray[np.uint32]:
        """For every row, the number of its line in the table, or `default`; `unknown` for a row with a null in its key."""
        slots, met = self._place(table)
        line = np.flatnonzero(met).astype(np.uint32)
        slots = slots[line]
        at = np.full(prod(self._sizes), default, dtype=np.uint32)
        at[slots] = line
        twice = np.flatnonzero(at[slots] != line)
        if twice.size:
            first = table.select(self.on).row(int(line[twice[0]]), named=True)
            key = ", ".join(f"{name} {value}" for name, value in first.items())
            raise DataError(f"a table has several rows for the same {', '.join(self.on)} ({key}); each must be unique")
        found = at[self._slots]
        if not self._whole.all():
            found[~self._whole] = unknown
        return found

    def _place(self, frame: pl.DataFrame) -> tuple[Whole, NDArray[np.bool_]]:
        """The slot of every line of a frame, and whether all its key values occur in the rows."""
        slots = np.zeros(frame.height, dtype=np.int32)
        met = np.ones(frame.height, dtype=np.bool_)
        for name, ranks, size in zip(self.on, self._ranks, self._sizes, strict=True):
            rank = ranks.take(_shifted(frame[name]), mode="clip")
            slots *= size
            slots += rank
            if not rank.all():
                met &= rank > 0
        return slots, met


def look_up(rows: pl.DataFrame, table: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    """The other columns of `table` for every row of `rows`, null where it has none; raises if it has two for a row."""
    return Address(rows, on).look_up(table)


def look_up_runs(rows: pl.DataFrame, table: pl.DataFrame, on: tuple[str, str]) -> pl.DataFrame:
    """As `look_up` on a code and a year, but faster where the rows are consecutive years, as in a panel.

    Only the two ends of every run of rows are looked up. If the lines of a sorted table found there are as far apart as
    the rows, every row between has the line between; where they are not, all rows are looked up.
    """
    codes, years = (rows[name].to_numpy() for name in on)
    first = np.flatnonzero(np.append(True, (np.diff(codes) != 0) | (np.diff(years) != 1))[: len(codes)])
    length = np.diff(np.append(first, len(codes)))
    lines = table.select(*on, line=pl.int_range(pl.len(), dtype=pl.Int64))
    low, high = (Address(rows[ends], on).look_up(lines)["line"] for ends in (first, first + length - 1))
    whole = not low.null_count() and not high.null_count() and bool((high - low == pl.Series(length - 1)).all())
    if not whole or not table.select(pl.struct(on).is_sorted()).item():
        return look_up(rows, table, on)
    at = np.arange(len(codes)) + np.repeat(low.to_numpy() - first, length)
    return table.drop(on).select(pl.all().gather(pl.Series(at)))


def _shifted(values: pl.Series) -> NDArray[np.integer]:
    """Whole numbers from 0 up, moved up by one so that null is 0."""
    return (values + 1).fill_null(0).to_numpy() if values.null_count() else values.to_numpy() + 1


def _ranks(values: pl.Series) -> Whole:
    """For each shifted value, its rank from 1 among those that occur, or 0; a last 0 stands for all larger ones."""
    occurring = _shifted(values.unique())
    occurs = np.zeros(int(occurring.max()) + 2 if occurring.size else 1, dtype=np.bool_)
    occurs[occurring] = True
    occurs[0] = False
    return np.where(occurs, np.cumsum(occurs), 0).astype(np.int32)
