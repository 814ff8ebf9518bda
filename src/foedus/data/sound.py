"""What holds of every sound table beyond its columns: both directions of a pair, and states that were there in the year.

The catalogue says of which tables it holds (`directed`, `members`, `strangers`). A column of state numbers belongs to COW's
or to Gleditsch and Ward's system by its unit in columns.csv.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.data.catalog import present, source
from foedus.data.columns import table_columns
from foedus.data.readers import cow_states, gw_system
from foedus.data.readers.taken import taking
from foedus.errors import DataError
from foedus.shown import shown

STATES = frozenset(("ccode", "ccode1", "ccode2", "gwcode", "member"))
"""Columns of the state, or the two, that a row is about."""

SYSTEMS = {
    "COW state number": ("cow-states", "COW's"),
    "Gleditsch-Ward state number": ("gw-system", "Gleditsch and Ward's"),
}
READERS = {"cow-states": cow_states.read, "gw-system": gw_system.read}
HIGHEST, FIRST, LAST = 1000, 1400, 2200


def dated_by(key: str) -> str | None:
    """The column of the table of source `key` that dates its rows: the first key of years or days, else the first value."""
    columns = [c for c in table_columns(key).values() if c.unit == "calendar year" or c.dtype == pl.Date]
    columns = [c for c in columns if c.name != "yrborn"]
    return next((c.name for c in sorted(columns, key=lambda c: c.role != "key")), None)


def year_of(table: pl.DataFrame, name: str) -> pl.Series:
    """The years in a column of years or days."""
    dates = table[name]
    return (dates.dt.year() if dates.dtype == pl.Date else dates).cast(pl.Int32).rename("year")


def sound(table: pl.DataFrame, key: str, file: str) -> tuple[str, ...]:
    """Raise DataError where the table of source `key` is not sound; what could not be checked, in sentences."""
    if source(key).directed:
        _refuse_one_direction(table, key, file)
    return _refuse_strangers(table, key, file)


def _refuse_one_direction(table: pl.DataFrame, key: str, file: str) -> None:
    keys = [c.name for c in table_columns(key).values() if c.role == "key"]
    turned = {"ccode1": "ccode2", "ccode2": "ccode1"}
    there, back = (_numbered(table, names) for names in (keys, [turned.get(name, name) for name in keys]))
    if there.sum() == back.sum():
        return
    alone = table.join(table.select(keys).rename(turned), on=keys, how="anti", maintain_order="left")
    first = alone.row(0, named=True)
    one, two = first["ccode1"], first["ccode2"]
    rest = ", ".join(f"{name} {shown(first[name])}" for name in keys if name not in turned)
    raise DataError(
        f"{file}: pair ({one}, {two}) lacks ({two}, {one}) ({rest}; {alone.height:,} of {table.height:,} rows have no row of "
        "the other direction); give the whole file"
    )


def _refuse_strangers(table: pl.DataFrame, key: str, file: str) -> tuple[str, ...]:
    dated = dated_by(key)
    unchecked: dict[str, None] = {}
    for column in table_columns(key).values():
        if column.name not in STATES or column.unit not in SYSTEMS or dated is None:
            continue
        system, label = SYSTEMS[column.unit]
        if system == key:
            continue
        if not present(system):
            unchecked[f"whether its states are members in their years was not checked: import {system} first"] = None
            continue
        rows = pl.DataFrame([table[column.name].alias("state"), year_of(table, dated)]).drop_nulls()
        rows = rows.filter(~pl.col("state").is_in(source(key).strangers), pl.col("state").is_between(0, HIGHEST))
        there = _membership(system, forever=not source(key).members)
        since = (rows["year"] - FIRST).clip(0, LAST - FIRST - 1).to_numpy()
        wrong = rows.filter(~there[rows["state"].to_numpy(), since])
        if wrong.height:
            state, year = wrong.row(0)
            raise DataError(
                f"{file}: {state} is no member of {label} system in {year} (column '{column.name}', {wrong.height:,} rows); "
                "the numbers of the two systems differ: Germany since 1990 is 255 in COW's, 260 in Gleditsch and Ward's"
            )
    return tuple(unchecked)


def _membership(system: str, *, forever: bool) -> NDArray[np.bool_]:
    """By state number and year from FIRST: whether the state is a member, or `forever`: is one then or enters later."""
    paths = present(system)
    with taking():
        spells = READERS[system](paths[0])
    there = np.zeros((HIGHEST + 1, LAST - FIRST), np.bool_)
    known = spells.select(pl.col("^ccode|gwcode$").alias("state"), pl.col("start").dt.year(), "end").drop_nulls()
    for state, start, end in known.filter(pl.col("state").is_between(0, HIGHEST)).iter_rows():
        ends = LAST if end == spells["end"].max() else end.year + 1
        there[state, 0 if forever else start - FIRST : ends - FIRST] = True
    return there


def _numbered(table: pl.DataFrame, names: list[str]) -> NDArray[np.uint64]:
    """A number for every row, mixed from its values in `names`, in that order; equal rows have equal numbers."""
    mixed = np.zeros(table.height, np.uint64)
    for name in names:
        mixed = (mixed ^ table[name].to_physical().cast(pl.Int64).to_numpy().astype(np.uint64)) * np.uint64(
            0x9E3779B97F4A7C15
        )
        mixed ^= mixed >> np.uint64(29)
    return mixed
