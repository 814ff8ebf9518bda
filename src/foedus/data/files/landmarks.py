"""Single rows by which a version of a source is recognised: their keys, and for every other column a mark of its value.

A key of numbers and dates stands as it is, one of words as the beginning of its SHA-256. A mark is the beginning of a
SHA-256 too: it says whether a value is the one that was there, not what it was. Columns whose names were swapped, whose cells
were shifted, whose sign was turned or in which a code stands for what is missing differ from their marks: a column is refused
where it differs in at least a quarter of the rows with a value, here or there, and in three or more. A later version may hold
other values, and lack a quarter of the rows. `landmarks.csv` is made by `python -m foedus.data.files.measure`.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

import polars as pl

from foedus.data.columns import table_columns
from foedus.errors import DataError

LANDMARKS = 16
FEWEST, SHARE = 3, 0.25
WIDTH = 3
"""Hexadecimal digits of a mark: by chance one value in 4,096 has the mark of another."""
NULL = "-" * WIDTH


@cache
def landmarks() -> Mapping[str, Mapping[str, str]]:
    """The marks of every source that has any: by source, then by the key of the row."""
    found: dict[str, dict[str, str]] = {}
    text = files("foedus.data").joinpath("landmarks.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["source"], {})[row["row"]] = row["marks"]
    return found


def marked(table: pl.DataFrame, key: str, rows: int = LANDMARKS) -> dict[str, str]:
    """Rows of the table of source `key` by their keys, spread evenly over it, with the marks of their other columns."""
    if not _keys(key) or table.is_empty():
        return {}
    places = sorted({round(n * (table.height - 1) / (rows - 1)) for n in range(rows)})
    chosen = table[places]
    return {name: _marks(row, key) for name, row in zip(_names(chosen, key), chosen.iter_rows(named=True), strict=True)}


def refuse_others(table: pl.DataFrame, key: str, version: str, file: str, *, later: bool = False) -> None:
    """Raise DataError if the table lacks rows of its version, or columns hold other values in many of those it has.

    later   the table is of a later version than the one that was marked: it may lack a few rows, and hold other values
    """
    known = landmarks().get(key, {})
    if not known:
        return
    names = _names(table, key)
    at = names.is_in(list(known)).arg_true()
    here = {names[n]: _marks(table.row(n, named=True), key) for n in at}
    missing = [row for row in known if row not in here]
    if len(missing) > (SHARE * len(known) if later else 0):
        raise DataError(
            f"{file} has no row {missing[0]} ({', '.join(_keys(key))}), which version {version} of source '{key}' has; "
            "fetch the whole file again, or accept this one with --accept-changed"
        )
    if later:
        return
    wrong = [name for place, name in enumerate(_others(key)) if _differs(place, known, here)]
    if wrong:
        raise DataError(
            f"{file}: the values of {', '.join(wrong)} are not those of version {version} of source '{key}' (are names of the "
            "header swapped, or cells shifted?); fetch the file again, or accept this one with --accept-changed"
        )


def _differs(place: int, known: Mapping[str, str], here: Mapping[str, str]) -> bool:
    """Whether the column at `place` differs in too many of the rows in which the version or the table has a value."""
    at = slice(place * WIDTH, (place + 1) * WIDTH)
    pairs = [(marks[at], here[row][at]) for row, marks in known.items() if {marks[at], here[row][at]} != {NULL}]
    other = sum(one != two for one, two in pairs)
    return other >= FEWEST and other >= SHARE * len(pairs)


def _keys(key: str) -> list[str]:
    return [c.name for c in table_columns(key).values() if c.role == "key"]


def _others(key: str) -> list[str]:
    return [c.name for c in table_columns(key).values() if c.role != "key"]


def _names(table: pl.DataFrame, key: str) -> pl.Series:
    """The names of rows, by the values of their keys."""
    keys = table.select(_keys(key))
    names = keys.select(pl.concat_str(pl.all().cast(pl.String), separator="|")).to_series()
    if pl.String not in keys.dtypes:
        return names
    return pl.Series([hashlib.sha256(name.encode()).hexdigest()[:12] for name in names])


def _marks(row: Mapping[str, object], key: str) -> str:
    return "".join(_mark(row[name]) for name in _others(key))


def _mark(value: object) -> str:
    if value is None:
        return NULL
    text = f"{value:.5g}" if isinstance(value, float) else value.isoformat() if isinstance(value, date) else str(value)
    return hashlib.sha256(text.encode()).hexdigest()[:WIDTH]
