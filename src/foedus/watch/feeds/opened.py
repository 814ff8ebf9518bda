"""The bytes of a file of events: plain, in a zip archive or compressed by gzip, from an offset on, and its SHA-256."""

from __future__ import annotations

import gzip
import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from foedus.atomic import KINDS
from foedus.errors import InputError
from foedus.intake.refusal import FILE
from foedus.shown import escaped

GZIP, ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
"""How packed files begin; the last is an archive of nothing."""
CHUNK = 1 << 22
"""Bytes read at once where they are only counted."""

DAMAGED = (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)
"""What an archive that is cut short, or changed on the way, raises while it is read."""


@contextmanager
def opened(path: Path, offset: int = 0) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked, from `offset` on. Raises InputError for what cannot be read whole."""
    named = escaped(str(path), FILE)
    try:
        with _unpacked(path) as stream:
            _skip(stream, offset)
            yield stream
    except DAMAGED as error:
        raise InputError(f"{named} is cut short or damaged ({error or 'it ends too early'}); fetch it again") from error
    except OSError as error:
        raise InputError(f"cannot read {named}: {error.strerror or error}") from error


@contextmanager
def _unpacked(path: Path) -> Iterator[IO[bytes]]:
    named = escaped(str(path), FILE)
    if not path.is_file():
        kind = next(
            (said for mode, said in KINDS.items() if path.exists() and path.stat().st_mode & 0o170000 == mode), ""
        )
        raise InputError(
            f"cannot read {named}: it {f'is {kind}' if kind else 'does not exist'}; give the path of a file"
        )
    with path.open("rb") as raw:
        start = raw.read(4)
    if start[:2] == GZIP:
        with gzip.open(path, "rb") as stream:
            yield stream  # type: ignore[misc]
    elif start in ZIP:
        with zipfile.ZipFile(path) as archive:
            names = [one for one in archive.namelist() if not one.endswith("/")]
            if len(names) != 1:
                raise InputError(f"{named} holds {len(names)} files; give an archive of one, or the file itself")
            try:
                member = archive.open(names[0])
            except RuntimeError as error:  # a password, or a way of packing that Python has not
                raise InputError(f"{named} cannot be unpacked: {error}; unpack it, and give the file itself") from error
            with member:
                yield member
    else:
        with path.open("rb") as stream:
            yield stream


def _skip(stream: IO[bytes], offset: int) -> None:
    """Go on from an offset: what is packed is read up to it."""
    if not offset:
        return
    if stream.seekable():
        stream.seek(offset)
        return
    while offset > 0 and (read := len(stream.read(min(CHUNK, offset)))):
        offset -= read


def digest(path: Path) -> str:
    """The SHA-256 of a file as it lies on the disk. Raises InputError where it cannot be read."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                found.update(chunk)
    except OSError as error:
        raise InputError(f"cannot read {escaped(str(path), FILE)}: {error.strerror or error}") from error
    return found.hexdigest()
