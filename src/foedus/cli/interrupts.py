"""Ctrl-C: exit code 130 and one line, from the first import to the last; never a traceback, and never lost.

An interrupt may be raised where a library catches everything, or where Python can only print it (a callback, the end of an
object). It is remembered, so that `check` raises it again at the next step of the work, and the command ends as interrupted
whatever became of the exception.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

INTERRUPTED = 130
SAID = "foedus: interrupted; nothing was written"


class _Memory:
    pending = False


def pending() -> bool:
    """Whether an interrupt came."""
    return _Memory.pending


def check() -> None:
    """Raise an interrupt that came and was lost."""
    if _Memory.pending:
        raise KeyboardInterrupt


@contextmanager
def remembered() -> Iterator[None]:
    """Interrupts are remembered within; where they are ignored, as in a background job, they stay so."""
    _Memory.pending = False
    before, unraisable = signal.getsignal(signal.SIGINT), sys.unraisablehook
    if before is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, _interrupt)
    sys.unraisablehook = _quiet
    try:
        yield
    finally:
        exec("")  # Python kills itself at its end if an interrupt left a text it was running, and it ran no other since
        sys.unraisablehook = unraisable
        signal.signal(signal.SIGINT, before)
        _Memory.pending = False


def last() -> None:
    """From here on an interrupt ends the process at once: the command is over, and Python is only clearing up."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda number, frame: os._exit(INTERRUPTED))


def _interrupt(number: int, frame: Any) -> None:
    _Memory.pending = True
    raise KeyboardInterrupt


def _quiet(fault: Any) -> None:
    if not issubclass(fault.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(fault)
