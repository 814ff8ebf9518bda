"""Sources by key, each read by the module of its name, and a shelf that caches what it opened."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import cast

import polars as pl

from foedus.data.catalog import digest, located, source
from foedus.data.columns import table_columns
from foedus.data.files.known import Held
from foedus.data.files.manifest import ManifestEntry, held_as, records
from foedus.data.panel.tables import checked
from foedus.data.readers.taken import taking
from foedus.data.sound import sound
from foedus.errors import DataError


def reader(key: str) -> Callable[[Path], pl.DataFrame]:
    """The function that reads the format of source `key`."""
    return cast("Callable[[Path], pl.DataFrame]", _module(key).read)


def required(key: str) -> frozenset[str]:
    """The publisher's columns that the reader of source `key` requires."""
    return frozenset(_module(key).SCHEMA)


def _module(key: str) -> ModuleType:
    return import_module(f"foedus.data.readers.{source(key).module}")


def read(key: str) -> pl.DataFrame:
    """The table of source `key`, from its files under the data root, checked against columns.csv."""
    paths = located(key)
    tables = [reader(key)(path) for path in paths]
    keys = [column.name for column in table_columns(key).values() if column.role == "key"]
    table = pl.concat(tables).sort(keys) if len(tables) > 1 else tables[0]
    file = " and ".join(path.name for path in paths)
    sound(checked(table, key, file), key, file)
    return table


def _recorded(key: str) -> ManifestEntry | None:
    """The record of a source; none where the records cannot be read, which is no reason not to read its file."""
    try:
        return records().get(key)
    except DataError:
        return None


class Shelf:
    """Reads each source at most once and keeps what it was."""

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}
        self._tables: dict[str, pl.DataFrame] = {}

    @property
    def provenance(self) -> dict[str, str]:
        """The SHA-256 of every file that was read, by source."""
        return {key: held.sha256 for key, held in self.held.items()}

    def read(self, key: str) -> pl.DataFrame:
        """The table of source `key`."""
        if key not in self._tables:
            paths = located(key)
            sha256 = digest(*paths)
            with taking() as taken:
                table = read(key)
            check, version = held_as(source(key), paths, sha256, _recorded(key))
            self.held[key] = Held(sha256, version, check, table.height, taken)
            self._tables[key] = table
        return self._tables[key]
