"""The files under the data root: checked, put in place in one piece, and compared with what was put there.

A file takes its place only after the reader of its source has read it, by a rename; until then the old one stays.
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

from foedus.data.catalog import TABLES, Source, data_root, digest, places, source, sources
from foedus.data.library import reader
from foedus.data.manifest import Record, records, remember
from foedus.errors import DataError, FoedusError, InputError

if sys.platform != "win32":
    import fcntl

PARQUET = b"PAR1"
ZIP = b"PK\x03\x04"
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file put in place: where it lies, how many rows its reader found, and its record."""

    key: str
    path: Path
    rows: int
    record: Record


@dataclass(frozen=True, slots=True)
class Status:
    """One source as it stands under the data root.

    `state` is 'changed' where the file is not the one on record; `published` says whether it is the one whose SHA-256
    the catalogue gives. Both are None or 'present' where there is nothing to compare with.
    """

    key: str
    state: Literal["present", "absent", "changed"]
    path: Path
    size: int | None = None
    sha256: str | None = None
    record: Record | None = None
    published: bool | None = None


def status() -> list[Status]:
    """Every source as it stands, in the order of the catalogue."""
    known = records()
    return [_status(each, known.get(key)) for key, each in sources().items()]


def _status(each: Source, record: Record | None) -> Status:
    path = next((place for place in places(each.key) if place.is_file()), None)
    if path is None:
        return Status(each.key, "absent", places(each.key)[0], record=record)
    found = digest(path)
    return Status(
        each.key,
        "changed" if record and record.sha256 != found else "present",
        path,
        path.stat().st_size,
        found,
        record,
        None if each.sha256 is None else found == each.sha256,
    )


def import_file(key: str, path: Path) -> Arrival:
    """Copy the user's file to the place of source `key` once its reader accepts it.

    A zip is unpacked where the catalogue names the member. A file that is not the source's raises DataError (the
    columns missing and those required), and the file already in place stays.
    """
    each = source(key)
    if not path.is_file():
        raise InputError(f"{path} {'is a folder' if path.is_dir() else 'does not exist'}; give the publisher's file")
    with changing(key) as folder:
        return put(key, unpack(each, path, folder, path.stem), f"imported from {path.name}")


@contextmanager
def changing(key: str) -> Iterator[Path]:
    """A folder to prepare the file of `key` in, on the disk it will lie on, while no other foedus changes the root.

    A disk that is full, or cannot be written, raises DataError. Windows has no such lock: there nobody is kept out.
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
        raise unwritable(place.parent, error) from error


def _refuse_read_only(key: str) -> None:
    """Respect a folder or a file that its owner made read-only, which the system lets an administrator ignore."""
    for path in (data_root(), places(key)[0].parent, *places(key)):
        if path.exists() and not path.stat().st_mode & WRITABLE:
            raise DataError(f"{path} is read-only; point FOEDUS_DATA at a folder of your own")


def unwritable(path: Path, error: OSError) -> DataError:
    """The sentence for a disk that does not take a file."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DataError(f"the disk that holds {path} is full; make room and run the same command again")
    return DataError(f"{path} cannot be written ({error.strerror}); point FOEDUS_DATA at a folder that can")


def unpack(each: Source, path: Path, folder: Path, stem: str) -> Path:
    """The table in the file at `path`, copied into `folder` under the suffix of its content: `stem`.csv or .parquet."""
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
    """Unpack one member, looked for in any folder of the archive, through a zip inside the zip where it says so."""
    outer, inside, rest = member.partition(".zip/")
    wanted = outer + ".zip" if inside else member
    try:
        with zipfile.ZipFile(archive) as opened:
            found = [name for name in opened.namelist() if name == wanted or name.endswith(f"/{wanted}")]
            if len(found) != 1:
                raise DataError(
                    f"{archive.name} holds {len(found)} files named {wanted}, not one "
                    f"(it holds: {', '.join(opened.namelist())}); unpack it and import the table itself"
                )
            with opened.open(found[0]) as packed, out.open("wb") as stream:
                shutil.copyfileobj(packed, stream)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataError(f"{archive.name} is not a sound zip archive ({error}); fetch it again") from None
    if inside:
        inner = out.rename(out.with_name(Path(wanted).name))
        _extract(inner, rest, out)


def put(key: str, candidate: Path, origin: str) -> Arrival:
    """Move a file that lies on the root's disk into the place of source `key`, once the source's reader accepts it."""
    records()  # a manifest that cannot be read is refused before anything is replaced
    rows = _rows(key, candidate)
    place = places(key)[0].with_suffix(candidate.suffix)
    with candidate.open("rb") as stream:
        os.fsync(stream.fileno())
    record = Record(digest(candidate), candidate.stat().st_size, origin, datetime.now(UTC).date().isoformat())
    candidate.replace(place)
    for other in places(key):
        if other != place:
            other.unlink(missing_ok=True)
    remember(key, record)
    return Arrival(key, place, rows, record)


def _rows(key: str, candidate: Path) -> int:
    try:
        rows = reader(key).read(candidate).height
    except FoedusError:
        raise
    except Exception as error:
        # A stranger's file can fail a reader in ways it does not name; whatever they are, it is not the source's file.
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise DataError(f"{candidate.name} is not the file of source '{key}': {first}") from error
    if rows == 0:
        raise DataError(f"{candidate.name} has the columns of source '{key}' but no rows; give the whole file")
    return rows
