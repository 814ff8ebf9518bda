"""Compile a function once for this machine and keep what came out, checked before it is loaded.

Compiled code that was damaged on disk may crash the process or compute something else. What is kept is Numba's pickle
of it under a SHA-256 (`foedus.cache`), by name for all it depends on: source, Numba, Python, processor, types.
"""

from __future__ import annotations

import hashlib
import pickle
import shutil
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

from foedus.cache import Cache, root
from foedus.interrupt import interruptible

F = TypeVar("F", bound=Callable[..., Any])

LIMIT = 64_000_000
"""Most bytes of compiled code that are kept: some forty simulators, of other versions, processors or types."""


def compiled(source: Callable[[], str], **options: Any) -> Callable[[F], F]:
    """Decorate a function so that it is compiled when it is first called, or loaded if it was compiled before.

    source    gives the digest of the source of all that is compiled into the function
    options   those of Numba's `njit`, but for `cache`
    """

    def decorated(function: F) -> F:
        if numba.config.DISABLE_JIT:
            return function
        found = numba.njit(**options)(function)
        found._cache = Kept(function, source, kept())  # as `cache=True` does
        found.compile = interruptible(found.compile)
        return cast(F, found)

    return decorated


def is_kept(function: Any, types: tuple[Any, ...]) -> bool:
    """Whether a function that was decorated is compiled for these types of arguments, here or on disk."""
    return not hasattr(function, "overloads") or types in function.overloads or function._cache.has(types)


def kept() -> Cache:
    """Compiled code in the user's cache folder."""
    return Cache(root() / "kernel", LIMIT, "compiled code")


class Kept(NullCache):  # type: ignore[misc]
    """Numba's view of a cache: one compiled function, by types of arguments and processor."""

    def __init__(self, function: Callable[..., Any], source: Callable[[], str], cache: Cache) -> None:
        self._function = function
        self._digest_of_source = source
        self._cache = cache

    @property
    def cache_path(self) -> str:
        """The folder."""
        return str(self._cache.folder)

    def has(self, types: tuple[Any, ...]) -> bool:
        """Whether there is a function compiled for these types."""
        from numba.core.registry import cpu_target

        return self._cache.has(self._name(types, cpu_target.target_context.codegen()))

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The function compiled for a signature; None if it is to be compiled."""
        target_context.refresh()
        name = self._name(sig, target_context.codegen())
        stored = self._cache.get(name)
        if stored is None:
            return None
        try:
            return CompileResult._rebuild(target_context, *pickle.loads(stored))
        except Exception:  # whatever is wrong with it, it can be made again
            self._cache.reject(name)
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the function compiled for a signature."""
        if data.library.has_dynamic_globals:
            raise TypeError(f"{self._function.__qualname__} uses addresses of this process and cannot be kept")
        remove_old(self._cache.folder)
        self._cache.put(self._name(sig, data.codegen), dumps(data._reduce()))

    @cached_property
    def _source(self) -> str:
        return self._digest_of_source()

    def _name(self, sig: Any, codegen: Any) -> str:
        function = self._function
        versions = (numba.__version__, sys.version, codegen.magic_tuple())
        source = (self._source, function.__module__, function.__qualname__, function.__code__.co_code)
        return hashlib.sha256(repr((versions, source, str(sig))).encode()).hexdigest()


def remove_old(folder: Path) -> None:
    """Remove what versions before this one kept: a folder of Numba's own for each source, named by 16 digits."""
    for each in folder.glob("[0-9a-f]" * 16):
        shutil.rmtree(each, ignore_errors=True)
