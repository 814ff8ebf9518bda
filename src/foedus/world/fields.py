"""The fields of a world, from fields.csv: meaning, unit, range, equations that need it, and source.

One row per quantity: the three indices of capability are three rows of one array. `panel` names the columns of a
directed-dyad-year panel that `foedus.world.at` reads it from, `case` its place in a case file; a row without `array` is
stated in a case and used to build the world.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foedus.world.world import World


@dataclass(frozen=True)
class Field:
    """One row of fields.csv.

    low, high   allowed values, inclusive; `above` says that `low` itself is not allowed
    needed_by   equations that require it: a copy of their `NEEDS` for readers
    where       the flag of the states for which it is required; empty if it is required of all
    """

    name: str
    array: str
    level: str
    shape: str
    dtype: str
    unit: str
    low: float
    high: float
    above: bool
    whole: bool
    needed_by: tuple[str, ...]
    where: str
    panel: tuple[str, ...]
    case: str
    meaning: str

    @property
    def allowed(self) -> str:
        """'0 to 1 share of system'."""
        return f"{self.low:g} to {self.high:g} {self.unit}"


@cache
def fields() -> Mapping[str, Field]:
    """Every field by name, in the order of fields.csv."""
    text = (files("foedus") / "world" / "fields.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["name"]: _field(row) for row in csv.DictReader(text.splitlines())})


def _field(row: dict[str, str]) -> Field:
    return Field(
        **{key: row[key] for key in ("name", "array", "level", "shape", "dtype", "unit", "where", "case", "meaning")},
        low=float(row["low"].removeprefix(">") or "-inf"),
        high=float(row["high"] or "inf"),
        above=row["low"].startswith(">"),
        whole=row["whole"] == "yes",
        needed_by=tuple(row["needed_by"].split()),
        panel=tuple(row["panel"].split()),
    )


def panel_columns() -> tuple[str, ...]:
    """Columns of a panel from which a world is read, each once."""
    return tuple(dict.fromkeys(column for field in fields().values() for column in field.panel))


@cache
def needs() -> Mapping[str, tuple[str, ...]]:
    """Field -> the equations that require it, by their `NEEDS`."""
    modules = sorted(module.name for module in iter_modules(import_module("foedus.equations").__path__))
    declared = {name: getattr(import_module(f"foedus.equations.{name}"), "NEEDS", ()) for name in modules}
    return MappingProxyType({field: tuple(name for name in modules if field in declared[name]) for field in fields()})


def described() -> str:
    """The fields as lines of a docstring: name of the array, shape, unit, meaning."""
    lines = []
    for field in fields().values():
        if field.array:
            shape = f"({field.shape})" if field.shape else ""
            part = f" [{field.name}]" if field.shape == "3,N" else ""
            lines.append(f"    {field.array + part:22} {shape:7} {field.unit}: {field.meaning}")
    return "\n".join(lines)


def check_arrays(world: World) -> None:
    """Raise ValueError if an array of a world lacks the shape and type of its row, or states or pairs are out of order."""
    sizes = {
        "N": len(world.codes),
        "P": len(world.pairs),
        "2P": 2 * len(world.pairs),
        "K": len(world.instruments),
        "B": len(world.bloc),
        "E": len(world.known),
        "S": len(world.polls),
        "Q": len(world.provocations),
    }
    for field in fields().values():
        value = getattr(world, field.array) if field.array else None
        if isinstance(value, np.ndarray):
            shape = tuple(sizes[size] if size in sizes else int(size) for size in field.shape.split(","))
            if value.shape != shape or value.dtype != field.dtype:
                raise ValueError(
                    f"{field.array} is {value.dtype} of shape {value.shape}; it must be {field.dtype} of {shape}"
                )
    if (np.diff(world.codes) <= 0).any():
        raise ValueError("codes are not in ascending order: states are sorted by code, each once")
    first, second = world.pairs.T
    if (first >= second).any() or (np.diff(first * len(world.codes) + second) <= 0).any():
        raise ValueError("pairs are not in ascending order: the first state of each before the second, each pair once")
