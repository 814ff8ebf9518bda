"""A folder of things that can be made again: bounded in bytes, checked when read, safe to share between processes.

An entry is one file: a line with the version of this format, the SHA-256 of name and content, and the content. It is
written to a temporary sibling and renamed, so a reader meets a whole entry or none. What is damaged or of another
version is removed and counts as absent. Nothing that the disk refuses stops the work: it is said once, in one line on
standard error, and the work goes on without.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_cache_dir

from foedus.shown import one_line

FAMILY = b"foedus cache "
FORMAT = FAMILY + b"1\n"
HEAD = len(FORMAT) + hashlib.sha256().digest_size
SUFFIX, PART, LOCK = ".kept", ".part", ".lock"
ROOM = 0.9
"""Share of the limit that is left when old entries have made room."""
ABANDONED = 3600.0
"""Seconds after which a temporary file is what a process that was killed left behind."""


class Status(NamedTuple):
    """What a cache holds. Bytes are those of whole files."""

    folder: Path
    entries: int
    bytes: int
    limit: int


class Entry(NamedTuple):
    """A file of a cache, in order of last use."""

    used: float  # seconds since the epoch
    bytes: int
    path: str


class Cache:
    """Entries by name in one folder, of at most `limit` bytes together; those not used for longest go first.

    `what` is what an entry is, for messages: "a result", "the compiled kernel".
    """

    def __init__(self, folder: Path, limit: int, what: str) -> None:
        self.folder = folder
        self.limit = limit
        self.what = what
        self._bytes: int | None = None  # as of the last count, and what was written since
        self._refused = False

    def get(self, name: str) -> bytes | None:
        """The content of an entry; None where there is none that is whole."""
        path = self._path(name)
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        if stored[:HEAD] != _head(name, content := stored[HEAD:]):
            self.reject(name, said=not _of_another_version(stored))
            return None
        with suppress(OSError):
            os.utime(path)
        return content

    def put(self, name: str, content: bytes) -> None:
        """Keep an entry, in place of one of the same name. One that is larger than the limit is not kept."""
        size = HEAD + len(content)
        if self._refused or size > self.limit:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._write(self._path(name), _head(name, content) + content)
        except OSError as error:
            self._refused = True
            say(f"{self.what} cannot be kept in {self.folder} ({error.strerror}); the work goes on without")
            return
        if self._bytes is not None:
            self._bytes += size
        if self._bytes is None or self._bytes > self.limit:
            self._make_room()

    def reject(self, name: str, *, said: bool = True) -> None:
        """Remove an entry that is of no use."""
        if said:
            say(f"{self.what} kept in {self.folder} was damaged; it is made again")
        _remove(self._path(name))

    def writable(self) -> bool:
        """Whether entries can be kept."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            return os.access(self.folder, os.W_OK)
        return False

    def has(self, name: str) -> bool:
        """Whether there is an entry, whole or not."""
        return self._path(name).exists()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process is here, so that what it makes need not be made again. Where the system has no such lock
        the work goes on without.
        """
        with ExitStack() as stack:
            with suppress(OSError, ImportError):
                import fcntl

                self.folder.mkdir(parents=True, exist_ok=True)
                lock = stack.enter_context((self.folder / LOCK).open("w"))
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def status(self) -> Status:
        """How many entries, and how large together."""
        entries = self._entries()
        return Status(self.folder, len(entries), sum(each.bytes for each in entries), self.limit)

    def clear(self) -> Status:
        """Remove every entry. Returns what there was."""
        before = self.status()
        for each in self._entries():
            _remove(Path(each.path))
        self._sweep()
        self._bytes = None
        return before

    def _path(self, name: str) -> Path:
        return self.folder / (name + SUFFIX)

    def _write(self, path: Path, stored: bytes) -> None:
        handle, part = tempfile.mkstemp(PART, ".", self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(stored)
            Path(part).replace(path)
        finally:
            _remove(Path(part))

    def _make_room(self) -> None:
        """Count the bytes, and above the limit remove entries, the one not used for longest first, never the newest."""
        entries = sorted(self._entries())
        self._bytes = sum(each.bytes for each in entries)
        if self._bytes <= self.limit:
            return
        self._sweep()
        for each in entries[:-1]:
            _remove(Path(each.path))
            self._bytes -= each.bytes
            if self._bytes <= ROOM * self.limit:
                return

    def _sweep(self) -> None:
        """Remove temporary files that were left behind."""
        for each in self._files(PART):
            if each.used < time.time() - ABANDONED:
                _remove(Path(each.path))

    def _entries(self) -> list[Entry]:
        return list(self._files(SUFFIX))

    def _files(self, suffix: str) -> Iterator[Entry]:
        """Files with a suffix, but for those that another process removes meanwhile."""
        with suppress(OSError), os.scandir(self.folder) as found:
            for each in found:
                with suppress(OSError):
                    if each.name.endswith(suffix) and each.is_file():
                        stat = each.stat()
                        yield Entry(stat.st_mtime, stat.st_size, each.path)


def root() -> Path:
    """The folder that holds the user's caches."""
    return Path(user_cache_dir("foedus"))


@lru_cache
def say(line: str) -> None:
    """Say a line on standard error, once, if anything can be said there."""
    with suppress(OSError, ValueError, AttributeError):  # full, closed, or none at all
        sys.stderr.write(f"foedus: {one_line(line)}\n")
        sys.stderr.flush()


def _head(name: str, content: bytes) -> bytes:
    return FORMAT + hashlib.sha256(name.encode() + b"\0" + content).digest()


def _of_another_version(stored: bytes) -> bool:
    return stored.startswith(FAMILY) and not stored.startswith(FORMAT)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def digest_of(files: Iterable[Path], package: Path) -> str:
    """Digest of the names within a package and the text of files, in the order given."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(package).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
