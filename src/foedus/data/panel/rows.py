"""The rows of a panel while it is built: their keys, look-ups by direct addressing, and the same rows in an earlier year."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import polars as pl

from foedus.data.panel.lookup import Address, Years


class Rows:
    """Keys of a panel's rows: code columns, year, and `entry`, the first year of the unbroken run the row belongs to.

    `on` names the keys that publishers' tables of this unit are coded by: COW numbers and year.
    """

    def __init__(self, frame: pl.DataFrame, on: Sequence[str]) -> None:
        self.frame = frame
        self.on = tuple(on)

    @cached_property
    def _address(self) -> Address:
        return Address(self.frame, self.on)

    def look_up(self, table: pl.DataFrame, zero_within: Years | None = None) -> pl.DataFrame:
        """See `Address.look_up`."""
        return self._address.look_up(table, zero_within)

    def within(self, last: int, reach: int, back: int = 0) -> pl.Expr:
        """True for rows in the `reach` years after year `last` whose unit has existed since `back` years before it."""
        return pl.col("year").is_between(last + 1, last + reach) & (pl.col("entry") <= last - back)

    def moved(self, last: int, reach: int, back: int = 0) -> Rows:
        """These rows, with the year `last - back` in place of their own where `within` is true."""
        year = pl.when(self.within(last, reach, back)).then(pl.lit(last - back, pl.Int16)).otherwise("year")
        return Rows(self.frame.with_columns(year=year), self.on)
