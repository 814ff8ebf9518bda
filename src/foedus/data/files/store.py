"""The files under the data root: check them, store them atomically, and compare them with the record.

A file is renamed into place only after it was accepted as the file of its source; until then the old one stays.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from foedus.atomic import KINDS
from foedus.data.catalog import TABLES, Source, data_root, digest, places, present, source, sources
from foedus.data.files.accept import Accepted, accept
from foedus.data.files.known import Check
from foedus.data.files.manifest import ManifestEntry, held_as, records, remembered
from foedus.errors import DataError, InputError
from foedus.shown import first_line, some

if sys.platform != "win32":
    import fcntl

PARQUET = b"PAR1"
ZIP = b"PK\x03\x04"
UNPACKED = 1_000_000_000
"""Most bytes of a table in an archive; far above the largest of a publisher."""

WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Arrival:
    """A stored file: its path, what it was accepted as, its record, and the path of the file it replaced."""

    key: str
    path: Path
    accepted: Accepted
    record: ManifestEntry
    kept: Path | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The status of one source under the data root.

    `state` is 'changed' if the file is not the one on record, 'present' where there is nothing to compare with. `check` and
    `version` say what the file on record was accepted as, or what another is by the catalogue (`foedus.data.files.known`).
    """

    key: str
    state: Literal["present", "absent", "changed"]
    path: Path
    size: int | None = None
    sha256: str | None = None
    record: ManifestEntry | None = None
    check: Check | None = None
    version: str | None = None


def status() -> list[Status]:
    """The status of every source, in the order of the catalogue."""
    known = records()
    return [_status(each, known.get(key)) for key, each in sources().items()]


def _status(each: Source, record: ManifestEntry | None) -> Status:
    paths = present(each.key)
    if not paths:
        return Status(each.key, "absent", places(each.key)[0], record=record)
    found = digest(*paths)
    return Status(
        each.key,
        "changed" if record and record.sha256 != found else "present",
        paths[0],
        sum(path.stat().st_size for path in paths),
        found,
        record,
        *held_as(each, paths, found, record),
    )


def import_file(key: str, path: Path, *, accept_changed: bool = False) -> Arrival:
    """Copy the user's file to the place of source `key`, if `accept` accepts it as the file of that source.

    A zip is unpacked if the catalogue names the member. A refused file raises DataError, and the stored file stays.
    `accept_changed` accepts a file that is not that of a version of the catalogue, and puts that on record.
    """
    each = source(key)
    if not path.is_file():
        raise InputError(f"{path} {_what(path)}; give the publisher's file")
    if not os.access(path, os.R_OK):
        raise InputError(f"{path} cannot be read; ask its owner, or copy it to a place of your own")
    with changing(each.key) as folder:
        table = unpack(each, path, folder, path.stem)
        return put(each.key, table, f"imported from {path.name}", accept_changed=accept_changed)


def _what(path: Path) -> str:
    """What a path that names no file is."""
    try:
        return f"is {KINDS.get(stat.S_IFMT(path.stat().st_mode), 'no plain file')}"
    except OSError:
        return "is a link that leads to no file" if path.is_symlink() else "does not exist"


@contextmanager
def changing(key: str) -> Iterator[Path]:
    """A folder for preparing the file of `key`, on the disk of the data root, while no other foedus process changes the root.

    A full or read-only disk raises DataError. Windows has no such lock: there other processes are not excluded.
    """
    place = places(key)[0]
    _refuse_read_only(key)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with (
            (data_root() / ".foedus-data.lock").open("w") as lock,
            tempfile.TemporaryDirectory(dir=place.parent, prefix=".foedus-") as folder,
        ):
            if sys.platform != "win32":
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield Path(folder)
    except BlockingIOError:
        raise DataError(f"another foedus is changing {data_root()}; run this again when it is done") from None
    except OSError as error:
        raise _unwritable(place.parent, error) from error


def _refuse_read_only(key: str) -> None:
    """Refuse a folder or file that its owner made read-only, even where an administrator could write it."""
    for path in (data_root(), places(key)[0].parent, *places(key)):
        if path.exists() and not path.stat().st_mode & WRITABLE:
            raise DataError(f"{path} is read-only; point FOEDUS_DATA at a folder of your own")


def _unwritable(path: Path, error: OSError) -> DataError:
    """The message for a disk that cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DataError(f"the disk that holds {path} is full; make room and run the same command again")
    return DataError(f"{path} cannot be written ({error.strerror}); point FOEDUS_DATA at a folder that can")


def unpack(each: Source, path: Path, folder: Path, stem: str) -> Path:
    """Copy the table in the file at `path` into `folder`, as `stem`.csv or .parquet by its content."""
    table = folder / "table"
    with path.open("rb") as stream:
        zipped = stream.read(len(ZIP)) == ZIP
    if zipped and each.member:
        _extract(path, each.member, table)
    else:
        shutil.copyfile(path, table)
    with table.open("rb") as stream:
        parquet = stream.read(len(PARQUET)) == PARQUET
    suffix = Path(each.file).suffix
    if suffix in TABLES:
        suffix = ".parquet" if parquet else ".csv"
    return table.rename(folder / f"{stem}{suffix}")


def _extract(archive: Path, member: str, out: Path) -> None:
    """Unpack one member, searched for in every folder of the archive (and in a zip inside the zip if it says so)."""
    outer, inside, rest = member.partition(".zip/")
    wanted = outer + ".zip" if inside else member
    try:
        with zipfile.ZipFile(archive) as opened:
            found = [name for name in opened.namelist() if name == wanted or name.endswith(f"/{wanted}")]
            if len(found) != 1:
                raise DataError(
                    f"{archive.name} holds {len(found)} files named {wanted}, not one "
                    f"(it holds: {some(opened.namelist(), 5)}); unpack it and import the table itself"
                )
            if (size := opened.getinfo(found[0]).file_size) > UNPACKED:
                raise DataError(
                    f"{archive.name} unpacks to {size:,} bytes; at most {UNPACKED:,} are read: is it the publisher's file?"
                )
            with opened.open(found[0]) as packed, out.open("wb") as stream:
                shutil.copyfileobj(packed, stream)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataError(f"{archive.name} is not a sound zip archive ({first_line(error)}); fetch it again") from None
    if inside:
        inner = out.rename(out.with_name(Path(wanted).name))
        _extract(inner, rest, out)


def put(key: str, candidate: Path, origin: str, *, accept_changed: bool = False) -> Arrival:
    """Move a file from the folder of `changing` into the place of source `key`, if `accept` accepts it.

    Nothing is lost: the file it replaces is kept in the same folder as NAME.SHA-256.old. If the table is there under
    another suffix (CSV, Parquet), the new file is refused, because only one of the two would count.
    """
    accepted = accept(key, candidate, accept_changed=accept_changed)
    place = places(key)[0].with_suffix(candidate.suffix)
    twin = next((other for other in places(key) if other != place and other.is_file()), None)
    if twin:
        raise DataError(
            f"source '{key}' is already at {twin} and would be at {place} as well, but only one can count; "
            f"move {twin.name} elsewhere, then run this again"
        )
    today = datetime.now(UTC).date().isoformat()
    size = candidate.stat().st_size
    record = ManifestEntry(digest(candidate), size, origin, today, accepted.version, accepted.check)
    with candidate.open("rb") as stream:
        os.fsync(stream.fileno())
    with remembered(key, record):
        kept = _keep(place, record, candidate.parent)
        candidate.replace(place)
    return Arrival(key, place, accepted, record, kept)


def _keep(place: Path, new: ManifestEntry, folder: Path) -> Path | None:
    """Keep a copy of the file in `place` before it is replaced; None if there is nothing to keep."""
    if not place.is_file() or (old := digest(place)) == new.sha256:
        return None
    kept = place.with_name(f"{place.name}.{old[:12]}.old")
    if not kept.is_file():
        copy = folder / kept.name
        shutil.copy2(place, copy)
        copy.replace(kept)
    return kept
