"""Painters: processes that draw pictures, and get ready while their numbers are still made.

The program that draws takes half a second to begin and draws its first picture slowly, and Python waits for it all the while.
A command that will draw starts painters before its work; pictures are the same with and without them.
"""

from __future__ import annotations

import atexit
import json
import signal
import subprocess
import sys
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, Any

from foedus.report import pictures
from foedus.report.vega import Spec, field, grid, layer, mark

MOST = 2
"""Most painters of a program; the tests, which run in many processes, have none."""
SIZE = 8
"""Bytes that say how long a message is; none is longer than they can say, and one without bytes is that nothing was drawn."""


class Painter:
    """A process that draws."""

    def __init__(self) -> None:
        command = [sys.executable, "-P", "-c", "from foedus.report.painters import serve; serve()"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def svg(self, spec: Spec) -> str | None:
        """The picture as SVG; None where it was not drawn."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            _send(self._process.stdin, json.dumps(spec).encode())
            return _received(self._process.stdout).decode() or None
        except (OSError, EOFError, TypeError, ValueError):
            return None

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        with suppress(OSError):
            self._process.communicate()


_painters: list[Painter] = []
_idle: SimpleQueue[Painter] = SimpleQueue()


def start(number: int = 1) -> None:
    """Start painters until there are so many, or MOST. They end with the program."""
    while len(_painters) < min(number, MOST) and sys.executable:
        try:
            found = Painter()
        except OSError:
            return
        atexit.register(found.end)
        _painters.append(found)
        _idle.put(found)


def together() -> int:
    """How many pictures can be drawn at once."""
    return max(1, len(_painters))


def svg(spec: Spec) -> str:
    """A picture in Vega-Lite as SVG, by a painter where there is one, else here. May be called from several threads.

    Where there are painters the picture is kept, and one that was drawn before is not drawn again.
    """
    if not _painters:
        return drawn_here(spec)
    kept, name = pictures.kept(), pictures.name_of(spec)
    if before := kept.get(name):
        return before.decode()
    painter = _idle.get()
    try:
        found = painter.svg(spec)
    finally:
        _idle.put(painter)
    found = drawn_here(spec) if found is None else found
    kept.put(name, found.encode())
    return found


def drawn_here(spec: Spec) -> str:
    """A picture in Vega-Lite as SVG, drawn in this process."""
    import vl_convert

    found: str = vl_convert.vegalite_to_svg(spec)
    return found


def serve() -> None:
    """What a painter does: draw what comes in, to the end of the input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    drawn_here(_first())
    while True:
        try:
            spec = json.loads(_received(sys.stdin.buffer))
        except EOFError:
            return
        try:
            found = drawn_here(spec)
        except ValueError:  # whoever asked draws it himself, and is told what is wrong
            found = ""
        _send(sys.stdout.buffer, found.encode())


def _first() -> Spec:
    """A picture of most kinds of marks, which nobody sees: after it others are drawn faster."""
    rows: list[dict[str, Any]] = [{"a": k, "b": k * k, "c": str(k)} for k in range(4)]
    x, y = field("a:Q", scale={"nice": False}, title=None), field("b:Q", axis={"format": ".1~%"}, title=None)
    marks = [mark(kind, rows, {"x": x, "y": y, "color": field("c:N")}) for kind in ("area", "rule", "line", "point")]
    named = mark("bar", rows, {"x": field("b:Q"), "y": field("c:N", sort=None), "text": "c"})
    return grid([layer(*marks, width=80, height=40, title="a"), named], 2)


def _send(stream: IO[bytes], content: bytes) -> None:
    stream.write(len(content).to_bytes(SIZE, "big") + content)
    stream.flush()


def _received(stream: IO[bytes]) -> bytes:
    """The next message. Raises EOFError where there is none, or not all of it."""
    head = stream.read(SIZE)
    content = stream.read(int.from_bytes(head, "big"))
    if len(head) < SIZE or len(content) < int.from_bytes(head, "big"):
        raise EOFError
    return content
