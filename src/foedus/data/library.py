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
from foedus.data.panel.tables import checked


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
    return checked(table, key, " and ".join(path.name for path in paths))


class Shelf:
    """Reads each source at most once and keeps the SHA-256 of every file it opened."""

    def __init__(self) -> None:
        self.provenance: dict[str, str] = {}
        self._tables: dict[str, pl.DataFrame] = {}

    def read(self, key: str) -> pl.DataFrame:
        """The table of source `key`."""
        if key not in self._tables:
            self.provenance[key] = digest(*located(key))
            self._tables[key] = read(key)
        return self._tables[key]
