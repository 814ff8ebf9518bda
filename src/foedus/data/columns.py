"""What each column is, from columns.csv: one row drives validation, documentation and the contents of panels.

A row describes a column of a publisher's table as its reader returns it, a column of panels, or both. Panels of several
states repeat a state's column with the number of the state: `cinc` of state-years is `cinc1` and `cinc2` of dyad-years.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import polars as pl

from foedus.errors import InputError, unknown

SYSTEMS = ("cow", "gw")

TYPES: Mapping[str, type[pl.DataType]] = MappingProxyType(
    {
        "bool": pl.Boolean,
        "int8": pl.Int8,
        "int16": pl.Int16,
        "int32": pl.Int32,
        "int64": pl.Int64,
        "float32": pl.Float32,
        "float64": pl.Float64,
        "date": pl.Date,
        "string": pl.String,
    }
)

UNITS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "state-year": {"row": ("",), "label": ("",), "state": ("",)},
        "state-day": {"row": ("",), "day": ("",), "label": ("",), "state": ("",)},
        "dyad-year": {"row": ("",), "state": ("1", "2"), "dyad": ("",)},
        "directed-dyad-year": {"row": ("",), "state": ("1", "2"), "dyad": ("",), "directed": ("",)},
        "leader-year": {"row": ("",), "label": ("",), "leader": ("",), "state": ("",)},
        "leader-dyad-year": {
            "row": ("",),
            "leader": ("1", "2"),
            "state": ("1", "2"),
            "dyad": ("",),
            "directed": ("",),
        },
    }
)
"""Each unit of analysis, with the levels of columns it has and the suffixes with which each appears."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    role    'key' or 'value' of the publisher's table, 'derived' from it, or 'unit': it identifies a row of a panel
    level   what it describes in panels: 'row', 'label', 'day', 'state', 'leader', 'dyad', 'directed'; None: not in panels
    add     the group of columns that contains it; 'key' for identifiers
    `low` and `high` bound its values, `first_year` and `last_year` the years of a panel outside which it is null; None
    means no bound.
    """

    source: str
    name: str
    role: str
    level: str | None
    add: str | None
    dtype: pl.DataType | type[pl.DataType]
    unit: str
    low: float | None
    high: float | None
    first_year: int | None
    last_year: int | None
    missing: str
    meaning: str


@cache
def all_columns() -> tuple[Column, ...]:
    """Every row of columns.csv, in order."""
    text = files("foedus.data").joinpath("columns.csv").read_text(encoding="utf-8")
    return tuple(_column(row) for row in csv.DictReader(text.splitlines()))


@cache
def table_columns(key: str) -> Mapping[str, Column]:
    """The columns of the table of source `key` by name, in order."""
    found = {c.name: c for c in all_columns() if c.source == key and c.role in ("key", "value")}
    return MappingProxyType(found)


@cache
def columns(unit: str, system: str = "cow") -> Mapping[str, Column]:
    """The columns of panels of `unit` by name, in their order.

    In the Gleditsch-Ward system the keys are Gleditsch-Ward numbers and COW numbers follow them as attributes.
    """
    if unit not in UNITS:
        raise InputError(unknown("unit of analysis", unit, UNITS))
    found = {c.name: c for base in _in_system(system) for c in _repeated(base, UNITS[unit])}
    return MappingProxyType(found)


def groups(unit: str) -> tuple[str, ...]:
    """The names `add` accepts for `unit`."""
    return tuple(dict.fromkeys(c.add for c in columns(unit).values() if c.add and c.add != "key"))


def _in_system(system: str) -> Iterator[Column]:
    """Columns of panels, with the identifiers of the system as keys."""
    for column in all_columns():
        if column.add == "gw":
            if system == "gw":
                yield replace(column, add="key")
        elif (
            system == "gw"
            and column.role == "unit"
            and column.source == "cow-states"
            and column.level not in ("row", "day")
        ):
            if column.level == "state":
                yield replace(column, role="value", low=None, missing="null if no COW state")
        elif column.level is not None:
            yield column


def _repeated(column: Column, levels: Mapping[str, tuple[str, ...]]) -> Iterator[Column]:
    """A column once for each state or leader of a unit."""
    for suffix in levels.get(column.level or "", ()):
        if not suffix:
            yield column
        else:
            whose = f"{'State' if column.level == 'state' else 'Leader'} {suffix}"
            meaning = f"{whose}: {column.meaning}"
            yield replace(column, name=f"{column.name}{suffix}", meaning=meaning)


def _column(row: dict[str, str]) -> Column:
    return Column(
        source=row["source"],
        name=row["column"],
        role=row["role"],
        level=row["level"] or None,
        add=row["add"] or None,
        dtype=TYPES[row["type"]],
        unit=row["unit"],
        low=float(row["min"]) if row["min"] else None,
        high=float(row["max"]) if row["max"] else None,
        first_year=int(row["first_year"]) if row["first_year"] else None,
        last_year=int(row["last_year"]) if row["last_year"] else None,
        missing=row["missing"],
        meaning=row["meaning"],
    )
