"""Look up values for the rows of a frame by direct addressing: keys are small whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.errors import DataError

Whole = NDArray[np.int32]
Numbers = NDArray[np.uint32]
Years = tuple[int, int]


class Ranks:
    """The whole numbers that occur in a key, ranked from 1; 0 stands for null and for all that do not occur.

    `size` is one more than the highest rank.
    """

    def __init__(self, values: pl.Series) -> None:
        occurs = np.append(np.bincount(_shifted(values), minlength=1) > 0, np.False_)
        occurs[0] = False
        self._ranks = np.where(occurs, np.cumsum(occurs), 0).astype(np.int32)
        self.size = int(self._ranks.max()) + 1

    def of(self, values: pl.Series) -> Whole:
        """The rank of each value."""
        return self._ranks.take(_shifted(values), mode="clip")


class Address:
    """The rows of a frame by their keys, ready to be found for the lines of any number of tables.

    Every combination of the key values that occur in the rows has a slot of one array, which holds the number of its
    row. A table is looked up in time linear in its lines, without hashing or sorting. A null in a key is found nowhere.

    again   the rows whose key another row has too, save one that stands for them
    stands  for each of `again` that row
    """

    def __init__(self, rows: pl.DataFrame, on: Sequence[str]) -> None:
        self.on = tuple(on)
        self._rows = rows
        self._ranks = [Ranks(rows[name]) for name in on]
        slots, self._whole = self._place(rows)
        numbers = np.arange(rows.height, dtype=np.uint32)
        self._at = np.full(prod(ranks.size for ranks in self._ranks), rows.height, dtype=np.uint32)
        self._at[slots] = numbers
        same = self._at[slots]
        self.again = np.flatnonzero(same != numbers)
        self.stands = same[self.again]

    def find(self, table: pl.DataFrame) -> Numbers:
        """For every line of `table` the number of the row with its key, or the number of rows if there is none."""
        slots, met = self._place(table)
        found = self._at[slots]
        found[~met] = self._rows.height
        return found

    def look_up(self, table: pl.DataFrame, zero_within: Years | None = None) -> pl.DataFrame:
        """The other columns of `table` for every row: null where the table has no line for it.

        `zero_within` is for a table that lists only what exists, with `year` among its keys: in those years (inclusive)
        a row without a line is 0 in every column. Raises DataError if the table has two lines for a row.
        """
        rows = self.find(table)
        lines = np.flatnonzero(rows < self._rows.height)
        rows = rows[lines]
        if np.count_nonzero(np.bincount(rows)) < rows.size:
            _refuse(table[lines], self.on)
        blank = pl.repeat(None, self._rows.height, eager=True)
        if zero_within is not None:
            coded = self._rows["year"].is_between(*zero_within) & pl.Series(self._whole)
            blank = pl.select(pl.when(coded).then(pl.lit(0, pl.Int8))).to_series()
        found = {each.name: blank.cast(each.dtype).scatter(rows, each.gather(lines)) for each in table.drop(self.on)}
        if self.again.size:
            found = {name: each.scatter(self.again, each.gather(self.stands)) for name, each in found.items()}
        return pl.DataFrame(found)

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


def line_numbers(rows: pl.DataFrame, table: pl.DataFrame, on: Sequence[str]) -> pl.Series:
    """For every row of `rows` the number of its line in `table`, null where it has none; raises if it has two."""
    address = Address(table, on)
    lines = address.find(rows)
    if address.again.size and np.isin(lines, address.stands).any():
        _refuse(rows.select(on).unique().join(table, on=on), on)
    found = pl.Series(lines)
    return found if lines.max(initial=0) < table.height else found.set(found == table.height, None)


def look_up(rows: pl.DataFrame, table: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    """The other columns of `table` for every row of `rows`, null where it has none; raises if it has two for a row."""
    return table.drop(on).select(pl.all().gather(line_numbers(rows, table, on)))


def _refuse(lines: pl.DataFrame, on: Sequence[str]) -> None:
    """Raise for a table with two lines for a row."""
    key = lines.select(on).filter(pl.struct(on).is_duplicated()).row(0, named=True)
    first = ", ".join(f"{name} {value}" for name, value in key.items())
    raise DataError(f"a table has several rows for the same {', '.join(on)} ({first}); each must be unique")


def _shifted(values: pl.Series) -> NDArray[np.integer]:
    """Whole numbers from 0 up, moved up by one so that null is 0."""
    return (values + 1).fill_null(0).to_numpy() if values.null_count() else values.to_numpy() + 1
