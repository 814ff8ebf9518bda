"""Interrupts while Numba compiles: none is lost.

LLVM calls back into Python, and an exception raised in such a call is printed and dropped: the interrupt would be lost
and the work go on. There it is held until the compilation is done; elsewhere it is raised at once.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

CALLED_BY_LLVM = "_raw_object_cache_"
"""How the names of the functions of llvmlite begin that LLVM calls."""

T = TypeVar("T")


def interruptible(compile_: Callable[..., T]) -> Callable[..., T]:
    """The same function, in which no interrupt is lost."""

    def compiling(*arguments: Any) -> T:
        before = signal.getsignal(signal.SIGINT)
        if not callable(before) or threading.current_thread() is not threading.main_thread():
            return compile_(*arguments)
        held: list[tuple[int, FrameType | None]] = []

        def interrupt(number: int, frame: FrameType | None) -> None:
            if _called_by_llvm(frame):
                held.append((number, frame))
            else:
                before(number, frame)

        signal.signal(signal.SIGINT, interrupt)
        try:
            found = compile_(*arguments)
        finally:
            signal.signal(signal.SIGINT, before)
        for each in held:
            before(*each)
        return found

    return compiling


def _called_by_llvm(frame: FrameType | None) -> bool:
    while frame is not None and not frame.f_code.co_name.startswith(CALLED_BY_LLVM):
        frame = frame.f_back
    return frame is not None
