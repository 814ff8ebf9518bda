"""Check that a file is the one a source of the catalogue describes: columns, version, keys and values."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.catalog import Source, source, sources
from foedus.data.columns import table_columns
from foedus.data.library import reader, required
from foedus.data.panel.tables import checked
from foedus.errors import DataError, FoedusError


def accept(key: str, path: Path, *, any_version: bool = False) -> int:
    """The number of rows of the file at `path`, if it is the file of source `key`; otherwise DataError.

    It must have the columns that the reader needs, but not those that identify another source; at least one row;
    the years of the catalogue's version (unless `any_version`); and keys and values as columns.csv has them.
    """
    table = _read(key, path)
    _refuse_another(key, path)
    if table.height == 0:
        raise DataError(f"{path.name} has the columns of source '{key}' but no rows; give the whole file")
    if not any_version:
        _refuse_version(source(key), table, path.name)
    return checked(table, key, path.name).height


def _read(key: str, path: Path) -> pl.DataFrame:
    try:
        return reader(key)(path)
    except FoedusError:
        raise
    except Exception as error:
        # A stranger's file can fail a reader in ways it does not name; whatever they are, it is not the source's file.
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise DataError(f"{path.name} is not the file of source '{key}': {first}") from error


def _refuse_another(key: str, path: Path) -> None:
    """Refuse a table that a more demanding reader with the same columns can read: it belongs to that source."""
    mine = required(key)
    for other in sources():
        if mine < required(other):
            try:
                reader(other)(path)
            except DataError:
                continue
            more = ", ".join(sorted(required(other) - mine))
            raise DataError(
                f"{path.name} is the file of source '{other}', not of '{key}' (it has the columns {more}); "
                f"run 'foedus data import {other} PATH'"
            )


def _refuse_version(each: Source, table: pl.DataFrame, name: str) -> None:
    """Refuse a table whose rows do not span the years of the catalogue's version, or go beyond them."""
    dated = [c for c in table_columns(each.key).values() if c.unit == "calendar year" or c.dtype == pl.Date]
    if not dated:
        return
    years = pl.concat(_years(table[column.name]) for column in dated)
    if years.is_empty():
        return
    first, last = int(years.min()), int(years.max())  # type: ignore[arg-type]
    begins, ends = each.rows or (each.first_year, each.last_year)
    # Some versions list what was still to come, such as elections: columns.csv then allows more than was coded.
    latest = max([ends, *(int(column.high) for column in dated if column.high is not None)])
    if first > begins or not ends <= last <= latest:
        raise DataError(
            f"{name} holds the years {first} to {last}, but version {each.version} of source '{each.key}' holds "
            f"{begins} to {ends}; give that version, or accept another (import --force, get --accept-changed)"
        )


def _years(column: pl.Series) -> pl.Series:
    """The years in a column of years or of dates."""
    years = column.dt.year() if column.dtype == pl.Date else column
    return years.drop_nulls().cast(pl.Int32).rename("year")
