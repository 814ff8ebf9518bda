"""The publishers' files that foedus can read: what each is, whom to cite, and where it is on this machine."""

from __future__ import annotations

import hashlib
import os
import tomllib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from platformdirs import user_data_dir

from foedus.errors import DataError, known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TABLES = (".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class Source:
    """One table of one publisher.

    `first_year` and `last_year` bound what the publisher coded (inclusive); outside them a value is unknown. `rows` are
    the first and last year with a row, where these differ because not every year has an event. `cite` are keys of
    references.toml; `reader` names the reader if it has another name than the source. `page` is the publisher's page
    and `address` the publisher's own file, which may be a zip that holds `member` (a path, if need be through a zip
    inside the zip). `sha256` is that of the unpacked table. What is not certain is None.
    `parts` are files that together hold the table, for where the publisher's whole file is not.
    """

    key: str
    file: str
    title: str
    version: str
    first_year: int
    last_year: int
    cite: tuple[str, ...] = ()
    rows: tuple[int, int] | None = None
    reader: str | None = None
    licence: str | None = None
    page: str | None = None
    address: str | None = None
    member: str | None = None
    sha256: str | None = None
    parts: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The module of foedus.data.readers that reads the file."""
        return self.reader or self.key.replace("-", "_")


@cache
def sources() -> Mapping[str, Source]:
    """Every source in catalog.toml by key, in the order of the file."""
    text = files("foedus.data").joinpath("catalog.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: _source(key, fields) for key, fields in tomllib.loads(text).items()})


def _source(key: str, fields: Mapping[str, Any]) -> Source:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    return Source(key=key, **values)


def source(key: str) -> Source:
    """The source named `key`."""
    return sources()[known("source", key, sources())]


def chosen_root() -> Path | None:
    """The folder named by $FOEDUS_DATA, if it is set."""
    chosen = os.environ.get("FOEDUS_DATA")
    return Path(chosen).expanduser() if chosen else None


def data_root() -> Path:
    """The folder of publishers' files: $FOEDUS_DATA, else the user's data directory."""
    return chosen_root() or Path(user_data_dir("foedus"))


def places(key: str) -> tuple[Path, ...]:
    """Places where the file of source `key` may be under the data root, the catalogue's own name first.

    A table may be CSV or Parquet.
    """
    named = data_root() / source(key).file
    return tuple(dict.fromkeys([named, *map(named.with_suffix, TABLES)])) if named.suffix in TABLES else (named,)


_first: ContextVar[Mapping[str, Path]] = ContextVar("files that go before those under the data root")


@contextmanager
def files_first(paths: Mapping[str, Path]) -> Iterator[None]:
    """While this is open, the files named here take precedence over those under the data root."""
    token = _first.set(paths)
    try:
        yield
    finally:
        _first.reset(token)


def present(key: str) -> tuple[Path, ...]:
    """The files that hold source `key`: its own or, without that, all its parts; none if it is absent."""
    if (chosen := _first.get({}).get(key)) is not None:
        return (chosen,)
    whole = next((path for path in places(key) if path.is_file()), None)
    if whole is not None:
        return (whole,)
    parts = tuple(data_root() / part for part in source(key).parts)
    return parts if all(part.is_file() for part in parts) else ()


def located(key: str) -> tuple[Path, ...]:
    """The files of `present`. Raises DataError where there is none."""
    found = present(key)
    if not found:
        how = "run 'foedus data get {0}'" if source(key).address else "run 'foedus data import {0} PATH'"
        raise DataError(
            f"source '{key}' is not at {places(key)[0]}; {how.format(key)}, "
            "or point FOEDUS_DATA at the folder that holds it"
        )
    return found


def locate(key: str) -> Path:
    """The existing file of source `key`, under the data root or where `files_first` says; the first of several parts."""
    return located(key)[0]


def digest(*paths: Path) -> str:
    """The SHA-256 of a file, or of several one after the other, in hexadecimal."""
    found = hashlib.sha256()
    for path in paths:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                found.update(block)
    return found.hexdigest()
