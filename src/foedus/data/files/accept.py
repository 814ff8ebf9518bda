"""Check that a file is the one a source of the catalogue describes: whole, sound, and of a version that is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from foedus.data.catalog import Edition, Source, digest, source, sources
from foedus.data.columns import table_columns
from foedus.data.files.bounds import refuse_less
from foedus.data.files.known import Check, known_as
from foedus.data.files.landmarks import refuse_others
from foedus.data.library import reader, required
from foedus.data.panel.tables import checked
from foedus.data.readers.taken import Taken, taking
from foedus.data.sound import sound
from foedus.errors import DataError, FoedusError
from foedus.shown import first_line


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that is taken for a source: which version it is, how far that is certain, and what became of its rows.

    check   verified: the known file; unverified: none is known; changed: taken although it is not the version's
    rows    of the table made of it; `taken` holds the rows of the file, and those left out by reason
    notes   what could not be checked, and what was accepted although it differs
    """

    rows: int
    version: str
    check: Check
    taken: Taken
    notes: tuple[str, ...] = ()


def accept(key: str, path: Path, *, accept_changed: bool = False) -> Accepted:
    """What the file at `path` is taken for, if it is a file of source `key`; otherwise DataError.

    Always: the columns that the reader needs, and not those that identify another source; at least one row; keys and values
    as columns.csv has them; both directions of directed pairs, and states that are members in their years. Then it must be
    the known file of a version; or, of a version of which no file is known, have its years, and at least the rows, units and
    years of each decade, and the rows by which it is recognised; of a later version than the one that was counted, nearly as
    many. `accept_changed` takes another file, and says so.
    """
    with taking() as taken:
        table = _read(key, path)
    _refuse_another(key, path)
    if table.height == 0:
        raise DataError(f"{path.name} has the columns of source '{key}' but no rows; give the whole file")
    unchecked = sound(checked(table, key, path.name), key, path.name)
    edition = known_as(source(key), path)
    if edition is not None:
        return Accepted(table.height, edition.version, "verified", taken, unchecked)
    try:
        version = _recognised(source(key), table, path)
    except DataError as error:
        if not accept_changed:
            raise
        differs = f"accepted as it is: {str(error).partition('; ')[0]}"
        return Accepted(table.height, source(key).version, "changed", taken, (*unchecked, differs))
    return Accepted(table.height, version, "unverified", taken, unchecked)


def _recognised(each: Source, table: pl.DataFrame, path: Path) -> str:
    """The version a table is by its years and rows, if no file of that version is known; DataError if it is none's."""
    edition = _dated(each, table, path.name)
    later = edition.last_year > each.last_year
    if later or edition.version == each.version:
        refuse_less(table, each.key, edition.version, path.name, later=later)
        refuse_others(table, each.key, edition.version, path.name, later=later)
    if table.height < edition.least:
        raise DataError(
            f"{path.name} holds {table.height:,} rows, but version {edition.version} of source '{each.key}' {edition.least:,}; "
            "fetch the whole file again, or accept this one with --accept-changed"
        )
    if edition.sha256 is not None:
        raise DataError(
            f"{path.name} is not the file of version {edition.version} of source '{each.key}' that is known: SHA-256 "
            f"{digest(path)}, known {edition.sha256}; the publisher changed it, or it was damaged: compare it with "
            f"{each.page or each.address or 'the publisher'}, and if it is sound accept it with --accept-changed"
        )
    return edition.version


def _read(key: str, path: Path) -> pl.DataFrame:
    try:
        return reader(key)(path)
    except FoedusError:
        raise
    except Exception as error:
        # A stranger's file can fail a reader in ways it does not name; whatever they are, it is not the source's file.
        raise DataError(f"{path.name} is not the file of source '{key}': {first_line(error)}") from error


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


def _dated(each: Source, table: pl.DataFrame, name: str) -> Edition:
    """The latest version whose years the rows of a table span, without going beyond them; DataError if there is none."""
    dated = [c for c in table_columns(each.key).values() if c.unit == "calendar year" or c.dtype == pl.Date]
    years = pl.concat([*(_years(table[column.name]) for column in dated), pl.Series("year", [], pl.Int32)])
    if years.is_empty():
        return each.editions[0]
    first, last = int(years.min()), int(years.max())  # type: ignore[arg-type]
    # Some versions list what was still to come, such as elections: columns.csv then allows more than was coded.
    latest = max((int(column.high) for column in dated if column.high is not None), default=0)
    for edition in sorted(each.editions, key=lambda edition: -edition.last_year):
        begins, ends = edition.rows or (edition.first_year, edition.last_year)
        if first <= begins and ends <= last <= max(ends, latest):
            return edition
    own = each.editions[0]
    begins, ends = own.rows or (own.first_year, own.last_year)
    raise DataError(
        f"{name} holds the years {first} to {last}, but version {own.version} of source '{each.key}' holds {begins} to {ends}; "
        "give that version, or accept this one with --accept-changed"
    )


def _years(column: pl.Series) -> pl.Series:
    """The years in a column of years or of dates."""
    years = column.dt.year() if column.dtype == pl.Date else column
    return years.drop_nulls().cast(pl.Int32).rename("year")
