"""Sources by key, read: the readers found by name, and a shelf that remembers what it opened."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import polars as pl

from foedus.data.catalog import digest, locate, source


class Reader(Protocol):
    """A module of foedus.data.readers: one raw format."""

    def read(self, path: Path) -> pl.DataFrame:
        """The table in the file at `path`."""
        ...


def reader(key: str) -> Reader:
    """The reader of source `key`, imported on first use."""
    return cast(Reader, import_module(f"foedus.data.readers.{source(key).module}"))


def read(key: str) -> pl.DataFrame:
    """The table of source `key`, from its file under the data root."""
    return reader(key).read(locate(key))


class Shelf:
    """Reads each source at most once and keeps the SHA-256 of every file it opened."""

    def __init__(self) -> None:
        self.provenance: dict[str, str] = {}
        self._tables: dict[str, pl.DataFrame] = {}

    def read(self, key: str) -> pl.DataFrame:
        """The table of source `key`."""
        if key not in self._tables:
            self.provenance[key] = digest(locate(key))
            self._tables[key] = read(key)
        return self._tables[key]
