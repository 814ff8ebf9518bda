"""What was stored under the data root, and when: foedus-data.json in that folder, one record per source."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from foedus.data.catalog import Source, data_root
from foedus.data.files.known import Check, check_of
from foedus.errors import DataError
from foedus.shown import first_line

NAME = "foedus-data.json"


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One stored file: its SHA-256, size in bytes, origin, day (UTC, ISO 8601), and what it was accepted as."""

    sha256: str
    size: int
    origin: str
    obtained: str
    version: str | None = None
    check: Check | None = None


def records() -> dict[str, ManifestEntry]:
    """Every record by source; empty if nothing was imported or fetched yet."""
    path = data_root() / NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); FOEDUS_DATA must name a folder") from None
    try:
        return {str(key): ManifestEntry(**fields) for key, fields in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise DataError(
            f"{path} is not a record of files ({first_line(error)}); move it away, the files themselves stay"
        ) from None


def held_as(each: Source, paths: tuple[Path, ...], sha256: str, record: ManifestEntry | None) -> tuple[Check, str]:
    """What the files of a source are: what they were accepted as if they are those on record, else what is known of them."""
    if record and record.sha256 == sha256 and record.check and record.version:
        return record.check, record.version
    return check_of(each, *paths)


@contextmanager
def remembered(key: str, record: ManifestEntry) -> Iterator[None]:
    """Change the file of a source inside this context; its record is written before and renamed after.

    So a disk without room for the record fails before the file is touched, and the manifest is replaced atomically.
    """
    entries = {name: asdict(each) for name, each in (records() | {key: record}).items()}
    path = data_root() / NAME
    part = path.with_name(f".{NAME}.{os.getpid()}.part")
    try:
        part.write_text(json.dumps(entries, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        yield
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
