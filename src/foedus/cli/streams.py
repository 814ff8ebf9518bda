"""Standard output and standard error: there, able to write any text, and left in peace once they fail."""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
from contextlib import suppress
from typing import NoReturn

from foedus.cli import interrupts

ESCAPES = "foedus.escapes"

CODES = re.compile(r"\x1b(?!\[[0-9;]*m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that move the cursor, clear the screen or turn the direction of a text."""


def prepare() -> None:
    """Write what an encoding lacks as \\uXXXX, which JSON reads; where a stream is closed, refuse what is written to it."""
    codecs.register_error(ESCAPES, _escaped)
    for number, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, _closed(number, refuse=number == 1))
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            whole = _whole(stream) if stream is getattr(sys, f"__{name}__") else stream
            whole.reconfigure(errors=ESCAPES)
            setattr(sys, name, whole)


def stop(message: str, code: int) -> NoReturn:
    """End the command with one line on standard error (a line for each problem of a file).

    After an interrupt that is the line, whatever error a library made of it.
    """
    if interrupts.pending() and code != interrupts.INTERRUPTED:
        message, code = interrupts.SAID, interrupts.INTERRUPTED
    with suppress(OSError, ValueError):
        sys.stderr.write(printable(message.strip()) + "\n")
        sys.stderr.flush()
    sys.exit(code)


def printable(text: str) -> str:
    """A text without codes that a terminal would obey, but for colours.

    >>> printable("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """
    return CODES.sub(lambda found: ascii(found[0])[1:-1], text)


def abandon() -> None:
    """Let nothing more be written to a standard output that failed: Python would try again at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)


def _closed(number: int, *, refuse: bool) -> io.TextIOWrapper:
    """A stream in place of a closed one, so that no other file takes its number."""
    opened = os.open(os.devnull, os.O_RDONLY if refuse else os.O_WRONLY)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)
    return io.TextIOWrapper(io.FileIO(number, "w", closefd=False), encoding="utf-8", write_through=True)


def _whole(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    """A stream that writes all of a text or fails: without a buffer (PYTHONUNBUFFERED) a full disk takes half, unsaid."""
    if not isinstance(stream.buffer, io.RawIOBase):
        return stream
    return io.TextIOWrapper(io.BufferedWriter(stream.buffer), encoding=stream.encoding, line_buffering=True)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)), error.end
