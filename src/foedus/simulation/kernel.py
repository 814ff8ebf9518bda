"""Compile a function once for this machine and keep what came out, checked before it is loaded.

Compiled code that was damaged on disk may crash the process or compute something else, so what is kept is a pickle of
Numba's under a SHA-256 (`foedus.cache`), by name for all it depends on: source, Numba, Python, processor, types.
"""

from __future__ import annotations

import hashlib
import pickle
import shutil
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numba
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

from foedus.cache import Cache, root
from foedus.simulation.interrupt import interruptible

PACKAGE = Path(__file__).parents[1]
SOURCES = (
    "jitable.py",
    "equations/**/*.py",
    "equations/effects.csv",
    "measures/memory.py",
    "simulation/**/*.py",
    "world/*.py",
    "world/*.csv",
)
"""What the compiled block is made of, within the package; of the world it has the numbers of kinds and of outcomes, of
the effects those of channels, and of measures how fast memory fades."""
LIMIT = 64_000_000
"""Most bytes of compiled code that are kept: some twenty kernels, of other versions, processors or types."""


@lru_cache
def compiled(function: Callable[..., None]) -> Callable[..., None]:
    """A function of the package, compiled when it is first called, or loaded if it was compiled before."""
    if numba.config.DISABLE_JIT:
        return function
    found = numba.njit(function, nogil=True, _nrt=False)
    found._cache = Kept(function, kernels())  # as `cache=True` does
    found.compile = interruptible(found.compile)
    return cast(Callable[..., None], found)


def kernels() -> Cache:
    """Compiled code in the user's cache folder."""
    return Cache(root() / "kernel", LIMIT, "the compiled kernel")


class Kept(NullCache):  # type: ignore[misc]
    """Numba's view of a cache: one compiled function, by types of arguments and processor."""

    def __init__(self, function: Callable[..., None], cache: Cache) -> None:
        self._function = function
        self._cache = cache

    @property
    def cache_path(self) -> str:
        """The folder."""
        return str(self._cache.folder)

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

    def _name(self, sig: Any, codegen: Any) -> str:
        function = self._function
        versions = (numba.__version__, sys.version, codegen.magic_tuple())
        source = (source_digest(), function.__module__, function.__qualname__, function.__code__.co_code)
        return hashlib.sha256(repr((versions, source, str(sig))).encode()).hexdigest()


def remove_old(folder: Path) -> None:
    """Remove what versions before this one kept: a folder of Numba's own for each source, named by 16 digits."""
    for each in folder.glob("[0-9a-f]" * 16):
        shutil.rmtree(each, ignore_errors=True)


def source_digest(package: Path = PACKAGE) -> str:
    """Digest of the source of the compiled block: names and text of the files of SOURCES, in every subfolder."""
    digest = hashlib.sha256()
    for source in SOURCES:
        for path in sorted(each for each in package.glob(source) if each.is_file()):
            digest.update(f"{path.relative_to(package).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
