"""The store of the watch: one DuckDB file a case, that holds events and what is known of the files they came from.

    events   what was read: the columns of `foedus.watch.event`
    files    files that were read, by SHA-256 and source, and what was found in each
    covers   days that a source covers, as spans: in them a day without a row is a day without an event

This module alone imports DuckDB, which comes with the extra `watch`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from platformdirs import user_data_dir

from foedus.atomic import plain_file
from foedus.errors import InputError, lacking
from foedus.intake.refusal import FILE
from foedus.shown import LINE, escaped, shown
from foedus.watch.event import COLUMNS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMAT = "foedus.watch/1"
MEMORY = "1GB"
"""What DuckDB may hold in memory; beyond it goes to the disk."""

TYPES = {pl.String: "VARCHAR", pl.Date: "DATE", pl.Float64: "DOUBLE"}
EVENT = ", ".join(f'"{name}" {TYPES[kind]}' for name, kind in COLUMNS.items())
TABLES = f"""
    CREATE TABLE IF NOT EXISTS format (name VARCHAR);
    CREATE TABLE IF NOT EXISTS events ({EVENT});
    CREATE TABLE IF NOT EXISTS files (number INTEGER, sha256 VARCHAR, source VARCHAR, unit VARCHAR, taken VARCHAR);
    CREATE TABLE IF NOT EXISTS covers (source VARCHAR, first DATE, last DATE);
"""


@dataclass(frozen=True)
class Store:
    """An open store."""

    path: Path
    connection: DuckDBPyConnection

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query finds, as rows."""
        return self.connection.execute(sql, list(values)).fetchall()

    def one(self, sql: str, *values: object) -> Any:
        """The first value that a query finds; None where there is none."""
        found = self.connection.execute(sql, list(values)).fetchone()
        return found[0] if found else None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what the block does."""
        self.connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def sources(self) -> list[str]:
        """The sources that the store has read, by name."""
        return [name for (name,) in self.rows("SELECT DISTINCT source FROM files ORDER BY source")]

    def unit(self, source: str) -> str | None:
        """The unit that the rows of a source count; None where it has not been read."""
        found: str | None = self.one("SELECT unit FROM files WHERE source = ? LIMIT 1", source)
        return found

    def spans(self, source: str) -> list[tuple[date, date]]:
        """The days that a source covers, as spans that neither touch nor overlap."""
        found = self.rows("SELECT first, last FROM covers WHERE source = ? ORDER BY first, last", source)
        joined: list[tuple[date, date]] = []
        for first, last in found:
            if joined and first.toordinal() <= joined[-1][1].toordinal() + 1:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        return joined


def default_store(case: str) -> Path:
    """Where the store of a case is kept, if nothing else is said."""
    return Path(user_data_dir("foedus")) / "watch" / f"{case}.duckdb"


@contextmanager
def open_store(path: Path, *, write: bool = False) -> Iterator[Store]:
    """The store in a file; with `write` it is made if there is none. Raises InputError for what is no store of the watch."""
    if not write and not path.exists():
        raise InputError(
            f"there is no store at {escaped(str(path), FILE)}; make it with 'foedus watch update CASE FILE...', or give --store"
        )
    with connected(path, write=write) as connection:
        store = Store(path, connection)
        if write:
            connection.execute(TABLES)
        _check(store, write)
        yield store


def _check(store: Store, write: bool) -> None:
    """Refuse a file of DuckDB that is something else."""
    known = {name for (name,) in store.rows("SELECT table_name FROM information_schema.tables")}
    found = store.one("SELECT name FROM format") if "format" in known else None
    if found is None and write:
        store.connection.execute("INSERT INTO format VALUES (?)", [FORMAT])
    elif found != FORMAT:
        raise InputError(
            f"{escaped(str(store.path), FILE)} is no store of this version of the watch ({shown(found)}; wanted: {FORMAT}); "
            "move it away, and read the files again"
        )


@contextmanager
def connected(path: Path, *, write: bool) -> Iterator[DuckDBPyConnection]:
    """A connection to a file of DuckDB. Raises InputError without the extra `watch`, and for a file that DuckDB refuses."""
    try:
        import duckdb
    except ImportError as error:
        raise InputError(lacking("the watch", "watch", error)) from error
    named, file = escaped(str(path), FILE), plain_file(path).absolute()  # whole: DuckDB takes ':memory:' for no file
    try:
        if write:
            file.parent.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(str(file), read_only=not write)
    except (duckdb.Error, OSError) as error:
        said = str(error).splitlines()[0].replace(f'"{file}"', named)
        if "set lock" in said.lower():
            raise InputError(f"{named} is in use by another process; wait until it has ended") from error
        raise InputError(f"{named} cannot be opened as a store: {escaped(said, LINE)}; give another --store") from error
    try:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET preserve_insertion_order = false")
        yield connection
    except duckdb.Error as error:
        said = shown(str(error).splitlines()[0])
        raise InputError(
            f"{named} fails as a store: {said}; make room if the disk is full, else move it away, and read the files again"
        ) from error
    finally:
        connection.close()
