"""Rows of a panel whose columns of states are kept once a state and year, and gathered when the rows are read.

A panel of dyads repeats the columns of a state for every dyad of it: most of its bytes, few of its values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import polars as pl

Side: TypeAlias = tuple[pl.DataFrame, pl.Series]
"""A table, and for every row of a panel the number of its line in the table, null where it has none."""

PART = 122_880
"""Rows of a part, about: those of a row group as Polars writes Parquet files."""


@dataclass(frozen=True)
class Joined:
    """The columns of `own`, a line a row, and of the tables of `sides` those that `own` lacks; `names` in their order."""

    own: pl.DataFrame
    sides: tuple[Side, ...] = ()
    names: tuple[str, ...] | None = None

    @property
    def tables(self) -> tuple[pl.DataFrame, ...]:
        """The tables that hold the values, each value once or more."""
        return (self.own, *(table for table, _ in self.sides))

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The type of every column by name, in order."""
        return dict(self._part(0, 0).collect_schema())

    @cached_property
    def frame(self) -> pl.DataFrame:
        """All rows."""
        return self._part(0, self.own.height).collect()

    def lazy(self) -> pl.LazyFrame:
        """All rows, in parts of like size that are gathered one after another as they are written."""
        rows = self.own.height
        parts = min(range(1, rows // PART + 2), key=lambda parts: abs(rows / parts - PART))
        size, more = divmod(rows, parts)
        return pl.concat(self._part(size * part + min(part, more), size + (part < more)) for part in range(parts))

    def select(self, types: Mapping[str, type[pl.DataType] | pl.DataType]) -> Joined:
        """The columns named by `types`, in this order, as these types."""
        own, *tables = (
            table.select(pl.col(name).cast(types[name]) for name in table.columns if name in types)
            for table in self.tables
        )
        return Joined(own, tuple(zip(tables, (lines for _, lines in self.sides), strict=True)), tuple(types))

    def _part(self, first: int, rows: int) -> pl.LazyFrame:
        gathered = (
            pl.lit(values).gather(lines.slice(first, rows)).alias(values.name)
            for table, lines in self.sides
            for values in table.drop(self.own.columns, strict=False)
        )
        part = self.own.slice(first, rows).lazy().with_columns(gathered)
        return part if self.names is None else part.select(self.names)
