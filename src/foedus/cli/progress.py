"""How far a long command is, and how long it may take: a bar on a terminal, plain lines anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING

from foedus.cli import interrupts
from foedus.progress import listening
from foedus.shown import one_line

if TYPE_CHECKING:
    from rich.console import Console

    from foedus.progress import Progress

FIRST, LONGEST = 2.0, 60.0
"""Seconds before the first line, and most between two; they double in between."""
PREPARING = "getting ready"


@contextmanager
def progress(first: str = PREPARING) -> Iterator[Progress]:
    """Progress on standard error, starting with `first`: a bar that is removed when done; without a terminal plain lines,
    none in the first two seconds."""
    from rich.console import Console

    console = Console(stderr=True)
    with _bar(console, first) if console.is_terminal else _lines(first) as advance:
        yield advance


@contextmanager
def _bar(console: Console, first: str) -> Iterator[Progress]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(first, total=None)

        def advance(done: int, total: int, what: str) -> None:
            interrupts.check()
            bar.update(task, completed=done, total=total, description=what)

        with listening(lambda what: bar.update(task, description=what)):
            yield advance


@contextmanager
def _lines(first: str) -> Iterator[Progress]:
    lines = Lines()
    early = Timer(FIRST, _say, (first,))
    early.daemon = True
    early.start()

    def advance(done: int, total: int, what: str) -> None:
        interrupts.check()
        early.cancel()
        lines.tell(done, total, what)

    def hear(what: str) -> None:
        early.cancel()
        _say(what)

    try:
        with listening(hear):
            yield advance
    finally:
        early.cancel()


class Lines:
    """Lines that come less and less often, each with an estimate of the time left."""

    def __init__(self) -> None:
        self._start = monotonic()
        self._begun: tuple[float, int] | None = None
        self._last = (0, 0)
        self._wait = FIRST

    def tell(self, done: int, total: int, what: str) -> None:
        """Say how far the work is, if it is time to."""
        now = monotonic()
        if done < self._last[0] or total != self._last[1]:  # another part of the work, at a pace of its own
            self._begun = None
        self._begun, self._last = self._begun or (now, done), (done, total)
        if now - self._start >= self._wait:
            self._wait = now - self._start + min(LONGEST, max(FIRST, now - self._start))
            _say(f"{what}: {done:,} of {total:,}{self._left(now, done, total)}")

    def _left(self, now: float, done: int, total: int) -> str:
        """The time left of this part, at the pace since its first step that was told; empty where none is known."""
        begun, first = self._begun or (now, done)
        if done <= first or done >= total:
            return ""
        return f", about {spoken((now - begun) * (total - done) / (done - first))} left"


def spoken(seconds: float) -> str:
    """A time for a reader.

    >>> spoken(8), spoken(75), spoken(4000)
    ('8 s', '1 min 15 s', '1 h 7 min')
    """
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _say(line: str) -> None:
    sys.stderr.write(f"foedus: {one_line(line)}\n")
    sys.stderr.flush()
