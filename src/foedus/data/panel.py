"""The panel: one frame that has been checked against columns.csv once, with what it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from foedus.data.columns import Column
from foedus.data.lookup import packed
from foedus.errors import DataError


@dataclass(frozen=True, slots=True)
class Panel:
    """A validated panel.

    frame       one row per unit and year, sorted by its keys
    unit        'state-year', 'dyad-year' or 'directed-dyad-year'
    columns     what each column of the frame is
    provenance  SHA-256 of every publisher's file it was built from, by source key

    Making one checks names, types, keys, ranges, and that a column is null outside the years it was coded for.
    """

    frame: pl.DataFrame
    unit: str
    columns: Mapping[str, Column]
    provenance: Mapping[str, str]

    def __post_init__(self) -> None:
        _check_shape(self.frame, self.columns)
        _check_values(self.frame, self.columns)

    @property
    def keys(self) -> list[str]:
        """The columns that identify a row."""
        return [name for name, column in self.columns.items() if column.add == "key" and column.dtype != pl.String]

    @property
    def coverage(self) -> dict[str, tuple[int, int]]:
        """First and last year with a value, for every column that has one."""
        years = self.frame.select(
            pl.struct(low=pl.col("year").filter(known).min(), high=pl.col("year").filter(known).max()).alias(name)
            for name in self.columns
            for known in [pl.col(name).is_not_null()]
        )
        spans = years.row(0, named=True) if years.height else {}
        return {name: (span["low"], span["high"]) for name, span in spans.items() if span["low"] is not None}


def _check_shape(frame: pl.DataFrame, columns: Mapping[str, Column]) -> None:
    if frame.columns != list(columns):
        raise DataError(f"panel columns are {', '.join(frame.columns)}; required: {', '.join(columns)}")
    for name, column in columns.items():
        if frame.schema[name] != column.dtype:
            raise DataError(f"panel column '{name}' is {frame.schema[name]}; columns.csv says {column.dtype}")
    keys = [name for name, column in columns.items() if column.add == "key" and column.dtype != pl.String]
    astray = frame.select((packed(keys).diff() <= 0).sum()).item()
    if astray:
        raise DataError(f"{astray} panel rows repeat or precede the row above; sort by {', '.join(keys)}, each once")


def _check_values(frame: pl.DataFrame, columns: Mapping[str, Column]) -> None:
    """Count, in one pass, the values out of range or out of the years of their column."""
    tests: dict[str, pl.Expr] = {}
    sentences: dict[str, str] = {}
    for name, column in columns.items():
        for text, wrong in _rules(column):
            tests[f"{name} {text}"] = wrong.sum()
            sentences[f"{name} {text}"] = f"panel column '{name}' must be {text}; source {column.source}"
    counts = frame.select(**tests).row(0, named=True) if tests else {}
    for test, count in counts.items():
        if count:
            raise DataError(f"{sentences[test]}: {count} rows are not")


def _rules(column: Column) -> Iterator[tuple[str, pl.Expr]]:
    """What a column must be, with the expression that is true where it is not."""
    value, year = pl.col(column.name), pl.col("year")
    if column.low is not None:
        yield f"at least {column.low:g}", value < column.low
    if column.high is not None:
        yield f"at most {column.high:g}", value > column.high
    if column.first_year is not None:
        yield f"null before {column.first_year}", value.is_not_null() & (year < column.first_year)
    if column.last_year is not None:
        yield f"null after {column.last_year}", value.is_not_null() & (year > column.last_year)
