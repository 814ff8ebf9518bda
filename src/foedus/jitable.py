"""Mark a function that runs both interpreted and, inside the compiled simulator, compiled."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

Number = Any
"""A float, a NumPy array or a JAX array: equations are plain arithmetic and take any of them."""

Implementation = Callable[..., Callable[..., Any]]
"""From the types of arguments to the function that is compiled for them."""

_marked: list[tuple[Callable[..., Any], Implementation]] = []
_registering = Lock()


def jitable(function: Callable[P, R]) -> Callable[P, R]:
    """The function itself, remembered for the compiler. A marked function may not allocate: reference counting is off
    (docs/decisions/0003)."""
    return compiled_as(lambda *types, **named: function)(function)


def compiled_as(implementation: Implementation) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function whose compiled form depends on the types of its arguments."""

    def marked(function: Callable[P, R]) -> Callable[P, R]:
        _marked.append((function, implementation))
        return function

    return marked


def register_all() -> None:
    """Register every marked function with the compiler: to be called before anything that uses one is compiled.

    Numba takes half a second to import, which what is never compiled need not wait for.
    """
    from numba.extending import overload

    from foedus.compiler import OPTIONS, Part

    register = {"forceinline": True, "pipeline_class": Part, **OPTIONS}
    with _registering:
        for function, implementation in _marked:
            overload(function, jit_options=register, strict=False)(implementation)
        _marked.clear()
