"""The publishers' files foedus can read: what each is, whom to cite, and where it lies on this machine."""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from platformdirs import user_data_dir

from foedus.errors import DataError, InputError, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Source:
    """One file of one publisher.

    `first_year` and `last_year` bound what the publisher coded (inclusive); outside them a value is unknown.
    `cite` names works in references.toml; `reader` the module that reads the format, where it is not the key's own.
    `licence`, `url`, `page` and `address` are None where we are not sure of them.
    """

    key: str
    file: str
    title: str
    version: str
    first_year: int
    last_year: int
    citation: str = ""
    cite: tuple[str, ...] = ()
    reader: str | None = None
    licence: str | None = None
    url: str | None = None
    page: str | None = None
    address: str | None = None


@cache
def sources() -> Mapping[str, Source]:
    """Every source in catalog.toml by key, in the order of the file."""
    text = files("foedus.data").joinpath("catalog.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: Source(key=key, **fields) for key, fields in tomllib.loads(text).items()})


def source(key: str) -> Source:
    """The source named `key`."""
    try:
        return sources()[key]
    except KeyError:
        raise InputError(unknown("source", key, sources())) from None


def data_root() -> Path:
    """The folder of publishers' files: $FOEDUS_DATA, else the user's data directory."""
    chosen = os.environ.get("FOEDUS_DATA")
    return Path(chosen).expanduser() if chosen else Path(user_data_dir("foedus"))


def locate(key: str) -> Path:
    """The file of source `key` under the data root, which must exist."""
    path = data_root() / source(key).file
    if not path.is_file():
        raise DataError(
            f"source '{key}' is not at {path}; put the file there, run 'foedus data import {key} PATH', "
            "or point FOEDUS_DATA at the folder that holds it"
        )
    return path


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
