"""Atomic writes: write a temporary sibling, then rename. Links stay; what is no plain file is never replaced."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from foedus.errors import InputError

MOST_LINKS = 40
"""Links that lead one to the next; more are a circle."""

KINDS = {  # what a path may name other than a file
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """A temporary file beside the file that `path` leads to: takes its place when the block ends, is removed if it raises.

    A link stays and what it leads to is replaced; the new file has the mode of the one before it.
    Raises InputError where the file system refuses, and for what is no plain file.
    """
    target = plain_file(path)
    part = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        yield part
        _like(part, target)
        part.replace(target)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def plain_file(path: Path) -> Path:
    """The file that writing to `path` makes or replaces: where its links lead. InputError for what is no plain file."""
    steps = list(links(path))
    if len(steps) > MOST_LINKS:
        raise InputError(f"{path} is a link that leads to itself; give the name of a file")
    if any(_of_the_system(step) and step.exists() for step in steps):
        raise InputError(f"{path} cannot be written: it leads to a device; give the name of a file")
    target = steps[-1]
    try:
        kind = stat.S_IFMT(target.stat().st_mode)
    except FileNotFoundError:
        return target
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from error
    if kind != stat.S_IFREG:
        raise InputError(f"{path} is {KINDS.get(kind, 'no plain file')}; give the name of a file")
    return target


def links(path: Path) -> Iterator[Path]:
    """The path, and the paths that its links lead to, one after the other."""
    for _ in range(MOST_LINKS + 1):
        yield path
        if not path.is_symlink():
            return
        path = path.parent / path.readlink()


def _of_the_system(path: Path) -> bool:
    """Whether a path is an entry of the folders in which a system shows its devices and open files."""
    folder = os.path.realpath(path.parent)
    return folder in ("/dev", "/proc") or folder.startswith("/proc/")


def _like(part: Path, target: Path) -> None:
    """Give a new file the owner and the mode of the one that it replaces, if there is one."""
    with suppress(FileNotFoundError):
        old = target.stat()
        with suppress(PermissionError):
            os.chown(part, old.st_uid, old.st_gid)
        part.chmod(stat.S_IMODE(old.st_mode))
