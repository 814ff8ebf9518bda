"""What each column of a panel is, from columns.csv: one row drives validation, documentation and `add`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import polars as pl

from foedus.errors import InputError, unknown

TYPES: Mapping[str, type[pl.DataType]] = MappingProxyType(
    {"int8": pl.Int8, "int16": pl.Int16, "int64": pl.Int64, "float64": pl.Float64, "string": pl.String}
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one unit of analysis.

    `add` names the group the column comes with ("key" for identifiers); `low` and `high` bound its values, and
    `first_year` and `last_year` the years outside which it is null; None means no bound.
    """

    name: str
    units: tuple[str, ...]
    add: str
    dtype: type[pl.DataType]
    measure: str
    low: float | None
    high: float | None
    first_year: int | None
    last_year: int | None
    missing: str
    source: str
    meaning: str


@cache
def all_columns() -> tuple[Column, ...]:
    """Every row of columns.csv, in order."""
    text = files("foedus.data").joinpath("columns.csv").read_text(encoding="utf-8")
    return tuple(_column(row) for row in csv.DictReader(text.splitlines()))


@cache
def units() -> tuple[str, ...]:
    """The units of analysis that have columns."""
    return tuple(sorted({unit for column in all_columns() for unit in column.units}))


@cache
def columns(unit: str) -> Mapping[str, Column]:
    """The columns of `unit` by name, in the order of the panel."""
    if unit not in units():
        raise InputError(unknown("unit of analysis", unit, units()))
    return MappingProxyType({column.name: column for column in all_columns() if unit in column.units})


def groups(unit: str) -> tuple[str, ...]:
    """The names `add` accepts for `unit`."""
    return tuple(dict.fromkeys(column.add for column in columns(unit).values() if column.add != "key"))


def _column(row: dict[str, str]) -> Column:
    return Column(
        name=row["column"],
        units=tuple(row["units"].split()),
        add=row["add"],
        dtype=TYPES[row["type"]],
        measure=row["measure"],
        low=float(row["min"]) if row["min"] else None,
        high=float(row["max"]) if row["max"] else None,
        first_year=int(row["first_year"]) if row["first_year"] else None,
        last_year=int(row["last_year"]) if row["last_year"] else None,
        missing=row["missing"],
        source=row["source"],
        meaning=row["meaning"],
    )
