"""Publishers' tables, validated against columns.csv, and the units of analysis that are such tables.

A table keeps multiplicity: two states with three disputes in a year have three rows. `foedus.data.panel.whittle`
reduces them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import polars as pl

from foedus.data.columns import Column, table_columns
from foedus.errors import DataError
from foedus.shown import shown

TABLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "dispute": ("gml-disputes", "styear"),
        "dispute-participant": ("gml-participants", "styear"),
        "dispute-dyad-year": ("gml-directed", "year"),
        "alliance": ("atop-alliances", "begyr"),
        "alliance-member": ("atop-members", "yrent"),
    }
)
"""Units that are publishers' tables: for each its source and the column of the year a row begins in."""


MISSING_CODES = frozenset((-9, -99, -999, -9999, -66, -77, -88, 99, 999, 9999, 99999, 999999))
"""Numbers that tables of the field write for what is missing."""


LARGEST = 1e15
"""Size of a number beyond which nothing is measured; a sum of money, in the smallest unit of a table, lies below."""


def checked(table: pl.DataFrame, key: str, file: str) -> pl.DataFrame:
    """The table of source `key` as read from `file`, if it is what columns.csv says; DataError otherwise.

    Columns and types are those listed, days are of the calendar, keys are never null and never repeat, and values lie in
    their ranges.
    """
    listed = table_columns(key)
    if table.columns != list(listed):
        raise DataError(f"{file}: the reader of '{key}' gives {', '.join(table.columns)}; listed: {', '.join(listed)}")
    for name, column in listed.items():
        if table.schema[name] != column.dtype:
            raise DataError(f"{file}: column '{name}' is {table.schema[name]}; columns.csv says {column.dtype}")
    _check_days(table, [c.name for c in listed.values() if c.dtype == pl.Date], file)
    _check_keys(table, [c.name for c in listed.values() if c.role == "key"], file)
    _check_ranges(table, [_bounded(c) for c in listed.values() if c.dtype.is_numeric()], file)
    return table


def _bounded(column: Column) -> Column:
    """A column of numbers with both ends of its range: what nobody bounded is finite, and of a size that is measured."""
    low = -LARGEST if column.low is None else column.low
    return replace(column, low=low, high=LARGEST if column.high is None else column.high)


def _check_days(table: pl.DataFrame, names: list[str], file: str) -> None:
    """Refuse a day before the year 1 or after 9999: no publisher has one, and the calendar of Python cannot hold it."""
    for name in names:
        wrong = table.select(row=pl.row_index() + 1, year=pl.col(name).dt.year()).filter(
            ~pl.col("year").is_between(1, 9999)
        )
        if wrong.height:
            row, year = wrong.row(0)
            raise DataError(
                f"{file}: column '{name}' has {wrong.height} days out of range (the first of the year {year}, row {row} of the "
                "table); allowed: the years 1 to 9999; correct the file"
            )


def _check_ranges(table: pl.DataFrame, bounded: list[Column], file: str) -> None:
    """Compare the extremes of every column with its range, and describe the first column that fails."""
    lows = table.select(pl.col(c.name).min() for c in bounded)
    highs = table.select(pl.col(c.name).max() for c in bounded)
    for column in bounded:
        for value, bound, beyond in (
            (lows[column.name].item(), column.low, float.__lt__),
            (highs[column.name].item(), column.high, float.__gt__),
        ):
            if value is not None and bound is not None and beyond(float(value), bound):
                raise DataError(f"{file}: {_sentence(table, column, value)}")


def not_after(frame: pl.DataFrame, names: list[str], *, equal_allowed: bool = False) -> int:
    """How many rows do not come after the row above in the order of the columns, which hold numbers or dates."""
    behind, tied = pl.lit(value=False), pl.lit(value=True)
    for name in names:
        step = pl.col(name).to_physical().cast(pl.Int32).diff()
        behind = behind | (tied & (step < 0))
        tied = tied & (step == 0)
    wrong = behind if equal_allowed else behind | tied
    return int(frame.select(wrong.slice(1).sum()).item()) if frame.height > 1 else 0


def _check_keys(table: pl.DataFrame, keys: list[str], file: str) -> None:
    if not keys:
        return
    missing = table.select(pl.any_horizontal(pl.col(name).is_null() for name in keys).sum()).item()
    if missing:
        raise DataError(
            f"{file}: {missing} rows have no {' or '.join(keys)}, which identify a row; the file is damaged"
        )
    ordered = pl.String not in table.select(keys).dtypes and not_after(table, keys) == 0
    if not ordered and table.select(pl.struct(keys).n_unique()).item() < table.height:
        twice = table.filter(pl.struct(keys).is_duplicated()).select(keys)
        first = ", ".join(f"{name} {shown(value)}" for name, value in twice.row(0, named=True).items())
        raise DataError(
            f"{file}: {twice.height} rows repeat the key {', '.join(keys)} (first: {first}); keep one of each"
        )


def _sentence(table: pl.DataFrame, column: Column, value: float) -> str:
    """What is wrong with the worst value of a column, where it is, and what is allowed."""
    keys = [c.name for c in table_columns(column.source).values() if c.role == "key"]
    row = table.with_row_index("row").filter(pl.col(column.name) == value).row(0, named=True)
    where = ", ".join(f"{name} {shown(row[name])}" for name in keys) or f"row {row['row'] + 1}"
    outside = ~pl.col(column.name).is_between(
        float("-inf") if column.low is None else column.low, float("inf") if column.high is None else column.high
    )
    count = table.filter(outside).height
    coded = "this looks like a code for a missing value, which is not this publisher's: leave the cell empty"
    return (
        f"column '{column.name}' has {count} values out of range (worst: {value:g} at {where}); allowed: {_range(column)} "
        f"{column.unit}; {coded if value in MISSING_CODES else 'check the file and its units'}"
    )


def _range(column: Column) -> str:
    """The values a column may have, in words."""
    shown = "g" if column.unit == "calendar year" else ",.15g"
    if column.low is None:
        return f"at most {column.high:{shown}}"
    return f"{column.low:{shown}} or more" if column.high is None else f"{column.low:{shown}} to {column.high:{shown}}"
