"""Military spending of two sides in consecutive years, from a user's table or from the publishers' files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from foedus import taken
from foedus.arrays import Floats
from foedus.classic.textable import Table, read_table
from foedus.data.library import read
from foedus.data.names import state_codes
from foedus.errors import DataError, InputError, known, unknown
from foedus.names import listed

SOURCES = {
    "sipri-milex": (
        "milex_constant",
        1.0,
        "million US dollars, constant prices",
        "SIPRI Military Expenditure Database",
    ),
    "cow-nmc": ("milex", 1e-3, "million US dollars, current prices", "COW National Material Capabilities"),
}
IN_POUNDS = 1913
"""Last year whose spending National Material Capabilities counts in pounds sterling; later years are in US dollars."""

"""By key of the catalogue: column, factor to the unit, unit, title. In the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class Spending:
    """Two sides' spending, shape (years, 2)."""

    names: tuple[str, str]
    years: tuple[int, ...]
    values: Floats
    unit: str
    source: str


def from_file(path: str | Path, sides: str | Sequence[str] = ()) -> Spending:
    """A CSV file with a column `year`; each side is a column, or several joined by + whose sum it is.

    Without `sides`, the file's other columns must be exactly two.
    """
    path, sides = taken.path("file", path), listed(sides)
    table = read_table(path, ["year"])
    table.require(["year"])
    others = [name for name in table.columns if name != "year"]
    if not sides and len(others) != 2:
        raise InputError(
            f"{table.file}:{table.line}: {len(others)} columns beside year ({', '.join(others)}); "
            "say which two sides race, for example --sides a+b,c+d"
        )
    chosen = tuple(sides) or tuple(others)
    _two(chosen, "sides")
    _apart(chosen)
    years = _years(table)
    values = np.column_stack([_side(table, side) for side in chosen])
    return Spending((chosen[0], chosen[1]), years, values, "the unit of the file", str(path))


def from_states(states: str | Sequence[str], first: int, last: int, source: str | None = None) -> Spending:
    """Spending of two states, in any usual spelling of their names, from the first source that has every year of both."""
    source = None if source is None else known("source", source, SOURCES)
    first, last = taken.years((first, last))
    if last <= first:
        raise InputError(f"years {first}:{last} are not a span; the first must come before the last")
    members = read("cow-states")
    _two(listed(states), "states")
    codes = state_codes(states, members, (first, last), cow_first=True)
    names = dict(members.select("ccode", "statenme").iter_rows())
    found = [(code, names[code]) for code in codes]
    years = tuple(range(first, last + 1))
    refused = []
    for key in [source] if source else SOURCES:
        try:
            return _from_source(key, found, years)
        except DataError as error:
            refused.append(str(error))
    raise DataError("; ".join(refused))


def _from_source(key: str, states: Sequence[tuple[int, str]], years: tuple[int, ...]) -> Spending:
    column, factor, unit, title = SOURCES[key]
    if key == "cow-nmc" and years[0] <= IN_POUNDS:
        if years[-1] > IN_POUNDS:
            raise DataError(
                f"{title} counts spending in pounds sterling to {IN_POUNDS} and in US dollars since; choose years on one side"
            )
        unit = "million pounds sterling, current prices"
    table = read(key).filter(pl.col("year").is_in(years) & pl.col(column).is_not_null())
    sides = []
    for code, name in states:
        own = dict(table.filter(pl.col("ccode") == code).select("year", column).iter_rows())
        absent = [year for year in years if year not in own]
        if absent:
            raise DataError(f"{title} has no spending of {name} in {_spans(absent)}")
        sides.append([factor * float(own[year]) for year in years])
    return Spending((states[0][1], states[1][1]), years, np.column_stack(sides), unit, title)


def _two(names: Sequence[str], what: str) -> None:
    if len(names) != 2 or names[0] == names[1]:
        raise InputError(f"{what} '{','.join(names)}' are not two; give two different ones with a comma between")


def _years(table: Table) -> tuple[int, ...]:
    years = table.numbers("year", codes=False)
    for i, (year, line) in enumerate(zip(years, table.lines, strict=True)):
        if year != int(year):
            raise InputError(f"{table.file}:{line}: year: {year:g} is not a whole number")
        if i and year != years[i - 1] + 1:
            raise InputError(f"{table.file}:{line}: year: {year:g} follows {years[i - 1]:g}; years must be consecutive")
    return tuple(int(year) for year in years)


def _columns(side: str) -> list[str]:
    """The columns of a side, a+b."""
    return [part.strip().lower() for part in side.split("+")]


def _apart(sides: Sequence[str]) -> None:
    """Refuse a column that counts twice."""
    every = [name for side in sides for name in _columns(side)]
    twice = next((name for name in every if every.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"sides '{','.join(sides)}' name column '{twice}' twice; a column counts once, on one side")


def _side(table: Table, side: str) -> Floats:
    total = np.zeros(len(table.rows))
    others = [name for name in table.columns if name != "year"]
    for name in _columns(side):
        if name not in others:
            raise InputError(f"{table.file}:{table.line}: {unknown('column', name, others)}")
        values = table.numbers(name)
        for value, line in zip(values, table.lines, strict=True):
            if value < 0:
                raise InputError(f"{table.file}:{line}: {name}: {value:g} is not allowed: spending is 0 or more")
        total += values
    return total


def _spans(years: Sequence[int]) -> str:
    """Years as spans: 1990-1994, 1997."""
    cuts = [i for i in range(1, len(years)) if years[i] != years[i - 1] + 1]
    parts = [years[a:b] for a, b in zip([0, *cuts], [*cuts, len(years)], strict=True)]
    return ", ".join(f"{part[0]}-{part[-1]}" if len(part) > 1 else f"{part[0]}" for part in parts)
