"""Mark a function that runs both interpreted and, inside the compiled simulator, compiled."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

Number = Any
"""A float, a NumPy array or a JAX array: equations are plain arithmetic and take any of them."""

_marked: list[Callable[..., Any]] = []
_registering = Lock()


def jitable(function: Callable[P, R]) -> Callable[P, R]:
    """The function itself, remembered for the compiler. A marked function may not allocate: reference counting is off
    (docs/decisions/0003)."""
    _marked.append(function)
    return function


def register_all() -> None:
    """Register every marked function with the compiler: to be called before anything that uses one is compiled.

    Numba takes half a second to import, which what is never compiled need not wait for.
    """
    from numba.extending import register_jitable

    register = register_jitable(_nrt=False, forceinline=True)
    with _registering:
        for function in _marked:
            register(function)
        _marked.clear()
