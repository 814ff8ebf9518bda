"""Mark a function that runs both interpreted and, inside the compiled simulator, compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from numba.extending import register_jitable

from foedus.compiler import OPTIONS, Part

P = ParamSpec("P")
R = TypeVar("R")

Number = Any
"""A float, a NumPy array or a JAX array: equations are plain arithmetic and take any of them."""


def jitable(function: Callable[P, R]) -> Callable[P, R]:
    """The function itself, registered with the compiler. A marked function may not allocate: reference counting is off
    (docs/decisions/0003)."""
    return cast(Callable[P, R], register_jitable(forceinline=True, pipeline_class=Part, **OPTIONS)(function))
