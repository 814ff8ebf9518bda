"""The publishers' files that foedus can read: what each is, whom to cite, and where it is on this machine."""

from __future__ import annotations

import hashlib
import os
import tomllib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
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
class Edition:
    """One version of a source: the years it codes, and by what its file is known.

    `rows` are the first and last year with a row, where these differ because not every year has an event; `least` is
    how many rows the publisher counts. `sha256` and `size` are those of the unpacked table; `text` is the SHA-256 of its text
    (`foedus.data.readers.text.same_text`), which other ends of lines do not change; `copies` are texts of the same table
    written otherwise. `file` is where it may lie if it is not where the source's own version lies; `published` is the
    publisher's name for it. What is not certain is None.
    """

    version: str
    first_year: int
    last_year: int
    rows: tuple[int, int] | None = None
    least: int = 0
    sha256: str | None = None
    size: int | None = None
    text: str | None = None
    copies: tuple[str, ...] = ()
    file: str | None = None
    published: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One table of one publisher: its own version, and others of it (`also`).

    `first_year` and `last_year` bound what the publisher coded (inclusive); outside them a value is unknown. `cite` are keys
    of references.toml; `reader` names the reader if it has another name than the source. `parts` are files that together
    hold the table, for where the publisher's whole file is not. The other fields of the version are those of `Edition`.

    page        the publisher's page
    address     of the publisher's file, which may be a zip that holds `member` (a path, if need be through a zip in the zip)
    by_hand     why `get` does not take what `address` gives
    latest      the latest version known of, and `latest_years`
    directed    every pair has a row for each direction (`foedus.data.sound`)
    members     every state is a member of the state system in the year of its row; else it may be one that enters later
    strangers   numbers of states of which that does not hold
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
    by_hand: str | None = None
    published: str | None = None
    latest: str | None = None
    latest_years: str | None = None
    note: str | None = None
    sha256: str | None = None
    size: int | None = None
    text: str | None = None
    copies: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    directed: bool = False
    members: bool = False
    strangers: tuple[int, ...] = ()
    also: tuple[Edition, ...] = ()

    @property
    def module(self) -> str:
        """The module of foedus.data.readers that reads the file."""
        return self.reader or self.key.replace("-", "_")

    @property
    def fetched(self) -> bool:
        """Whether `foedus data get` fetches it."""
        return self.address is not None and self.by_hand is None

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Its own version, then the others."""
        own = {name.name: getattr(self, name.name) for name in fields(Edition) if name.name != "least"}
        return (Edition(**own), *self.also)


@cache
def sources() -> Mapping[str, Source]:
    """Every source in catalog.toml by key, in the order of the file."""
    text = files("foedus.data").joinpath("catalog.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: _source(key, given) for key, given in tomllib.loads(text).items()})


def _source(key: str, given: Mapping[str, Any]) -> Source:
    also = tuple(Edition(**_tuples(edition)) for edition in given.get("also", ()))
    return Source(key=key, **_tuples(given) | {"also": also})


def _tuples(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


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
    """The files that hold source `key`: its own, else all its parts, else that of another version; none if it is absent."""
    if (chosen := _first.get({}).get(key)) is not None:
        return (chosen,)
    whole = next((path for path in places(key) if path.is_file()), None)
    if whole is not None:
        return (whole,)
    parts = tuple(data_root() / part for part in source(key).parts)
    if parts and all(part.is_file() for part in parts):
        return parts
    others = (data_root() / edition.file for edition in source(key).also if edition.file)
    return tuple(path for path in others if path.is_file())[:1]


def located(key: str) -> tuple[Path, ...]:
    """The files of `present`. Raises DataError where there is none."""
    found = present(key)
    if not found:
        how = "run 'foedus data get {0}'" if source(key).fetched else "run 'foedus data import {0} PATH'"
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
