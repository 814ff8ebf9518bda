r"""A file to which lines are added and in which none is changed: JSON lines, each with the SHA-256 of the one before.

A line is {"sha256":"S","previous":"P",...}: S is the SHA-256 of its bytes without the member `sha256`, P the S of the line
before it, or 64 zeros. So a byte that is changed anywhere, and a line that is taken out, put in or moved, is found. What cannot
be found: that the last lines are gone, or that all lines from one on were made anew. The S of the last line, kept elsewhere,
shows that.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from foedus.atomic import atomic_write, plain_file
from foedus.errors import InputError
from foedus.intake.file import read_bytes
from foedus.intake.refusal import FILE, refused
from foedus.shown import escaped

if sys.platform != "win32":
    import fcntl

FIRST = "0" * 64
"""What the first line has in place of the SHA-256 of the line before it."""
MOST = 64_000_000
"""Most bytes of a file."""
HEAD = re.compile(rb'\{"sha256":"([0-9a-f]{64})",(?="previous":"[0-9a-f]{64}",)')
"""How a line begins."""


def lines(path: Path) -> list[tuple[str, bytes]]:
    """The SHA-256 of each line, and its JSON without it. CaseError, by line, for what is no such file or was changed."""
    return _checked(read_bytes(path, MOST), str(path))


def add(
    path: Path, make: Callable[[Sequence[tuple[str, bytes]]], Sequence[Mapping[str, Any]]]
) -> list[tuple[str, bytes]]:
    """Add the lines that `make` gives from those there are, while no other foedus process does. Returns all lines.

    Nothing is written if `make` or the check of the file raises. Windows has no such lock: there two processes at once are
    not excluded, and one may replace what the other added.
    """
    with _alone(path) as target:
        before = read_bytes(target, MOST) if target.exists() else b""
        held = _checked(before, str(path))
        last, new = held[-1][0] if held else FIRST, b""
        for line in make(held):
            body = json.dumps({"previous": last, **line}, separators=(",", ":")).encode()
            last = _digest(body)
            new += b'{"sha256":"' + last.encode() + b'",' + body[1:] + b"\n"
        with atomic_write(target) as part:
            part.write_bytes(before + new)
    return _checked(before + new, str(path))


@contextmanager
def _alone(path: Path) -> Iterator[Path]:
    """The file that a path leads to, while no other foedus process adds to a file of its folder."""
    target = plain_file(path)
    if not target.parent.is_dir():
        raise InputError(f"{escaped(str(path), FILE)}: the folder {target.parent} does not exist; make it first")
    if sys.platform == "win32":
        yield target
        return
    folder = _locked(target.parent)
    try:
        yield target
    finally:
        os.close(folder)


def _locked(folder: Path) -> int:
    """A handle of a folder that no other process has locked: it waits for one that has."""
    handle = None
    try:
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError as error:
        if handle is not None:
            os.close(handle)
        raise InputError(
            f"{escaped(str(folder), FILE)} cannot be locked: {error.strerror}; choose another folder"
        ) from error
    return handle


def _checked(content: bytes, file: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    *whole, rest = content.split(b"\n")
    for number, line in enumerate(whole, 1):
        head = HEAD.match(line)
        if head is None:
            raise refused(
                file,
                number,
                "is no entry of a ledger, or its beginning was changed; give a file of 'foedus ledger add'",
            )
        sha256, body = head[1].decode(), b"{" + line[head.end() :]
        if _digest(body) != sha256:
            raise refused(
                file, number, "was changed after it was written: its SHA-256 is another; put back the line as it was"
            )
        if body[13:77].decode() != (found[-1][0] if found else FIRST):
            raise refused(
                file, number, "does not follow the line before it: one was taken out, put in or moved; put it back"
            )
        found.append((sha256, body))
    if rest:
        raise refused(file, len(whole) + 1, "is cut off: it does not end in a line break; put back the line as it was")
    return found


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
