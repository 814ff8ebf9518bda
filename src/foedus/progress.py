"""The type of progress callbacks, and what is said beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int, str], None]
"""Called with the steps done, the steps in all, and what is being done."""

_listener: ContextVar[Callable[[str], None]] = ContextVar("listener", default=lambda what: None)


@contextmanager
def listening(listener: Callable[[str], None]) -> Iterator[None]:
    """Hear what is announced meanwhile."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)


def announce(what: str) -> None:
    """Say what takes long and has no steps to count; nothing where nobody listens."""
    _listener.get()(what)
