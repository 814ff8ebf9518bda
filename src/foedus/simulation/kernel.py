"""The compiled functions of the simulator: made once for a machine, in two processes at a time, and kept."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from foedus.cache import digest_of
from foedus.jitable import register_all
from foedus.progress import announce

PACKAGE = Path(__file__).parents[1]
SOURCES = (
    "compiler.py",
    "elementary.py",
    "jitable.py",
    "equations/**/*.py",
    "equations/effects.csv",
    "measures/memory.py",
    "measures/polarity.py",
    "simulation/**/*.py",
    "world/*.py",
    "world/*.csv",
)
"""What is compiled, within the package; of the world it has the numbers of kinds and of outcomes, of the effects those of
channels, and of measures how fast memory fades."""

Function = Callable[..., None]
Call = tuple[Function, tuple[Any, ...]]
"""A function and the arguments it is to be compiled for."""


def compiles() -> bool:
    """Whether Numba compiles: it can be switched off."""
    from numba import config

    return not config.DISABLE_JIT


@lru_cache
def compiled(function: Function) -> Any:
    """The function, compiled when it is first called, or loaded if it was compiled before."""
    from foedus.compiled import compiled as made
    from foedus.compiler import OPTIONS, Whole

    register_all()
    return made(source_digest, nogil=True, pipeline_class=Whole, **OPTIONS)(function)


_entries: dict[tuple[Function, Any], Function] = {}


def entry(function: Function, arguments: tuple[Any, ...]) -> Function:
    """The function, compiled for the types of these arguments, without a look at types in every call."""
    key = _key(function, arguments)
    if key not in _entries:
        _entries[key] = _entry(function, arguments)
    return _entries[key]


def _key(function: Function, arguments: tuple[Any, ...]) -> tuple[Function, Any]:
    return function, kind_of(arguments)


def _entry(function: Function, arguments: tuple[Any, ...]) -> Function:
    found = compiled(function)
    if found is function:  # Numba is switched off
        return function
    types = types_of(arguments)
    found.compile(types)
    made: Function = found.overloads[types].entry_point
    return made


def kind_of(value: Any) -> Any:
    """All that Numba's type of a value depends on, found in a hundredth of the time."""
    if isinstance(value, tuple):
        return type(value), *map(kind_of, value)
    if isinstance(value, np.ndarray):
        return value.dtype, value.ndim, value.flags.num
    return type(value)


def make_ready(calls: Sequence[Call]) -> None:
    """Compile what is not kept yet, every other function in a second process if there is a processor for it, and load the rest.

    What is loaded already is passed over.

    Of two programs that do so at once, one waits for the other. What the second process did not make, or what is kept and
    damaged, is made here.
    """
    from foedus.compiled import is_kept, kept

    calls = [call for call in calls if _key(*call) not in _entries]

    def missing() -> list[Call]:
        return [call for call in calls if not is_kept(compiled(call[0]), types_of(call[1]))]

    if missing():
        announce("compiling the simulator, once for this machine: half a minute or more")
        with kept().alone():
            _share(missing(), kept().writable())
    for call in calls:
        entry(*call)


def _share(wanted: list[Call], keeps: bool) -> None:
    """Compile every other function here while a second process compiles the others, if it can hand them over."""
    mine, others = wanted[::2], wanted[1::2]
    helper = _second_process(others) if others and keeps and processors() > 1 else None
    try:
        for call in mine:
            entry(*call)
        if helper:
            helper.wait()
    except BaseException:
        if helper:
            helper.kill()
        raise


def processors() -> int:
    """Processors that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def types_of(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Numba's types."""
    from numba import typeof

    return tuple(map(typeof, arguments))


def _second_process(calls: Sequence[Call]) -> subprocess.Popen[bytes] | None:
    """Compile functions in another process, which keeps what it makes; None where it cannot be started."""
    asked = [(function.__module__, function.__qualname__, types_of(given)) for function, given in calls]
    command = [sys.executable or "", "-P", "-c", "from foedus.simulation.kernel import compile_asked; compile_asked()"]
    quiet = subprocess.DEVNULL
    with suppress(OSError), tempfile.TemporaryFile() as file:
        pickle.dump((os.getpid(), asked), file)
        file.seek(0)
        return subprocess.Popen(command, stdin=file, stdout=quiet, stderr=quiet)
    return None


def compile_asked() -> None:
    """Compile what another process of this program asks for on standard input: functions by name, with types of arguments.

    It stops when the other process is no more.
    """
    parent, asked = pickle.load(sys.stdin.buffer)
    for module, name, types in asked:
        if os.getppid() == parent:
            compiled(getattr(import_module(module), name)).compile(types)


@lru_cache
def source_digest(package: Path = PACKAGE) -> str:
    """Digest of the source of the simulator: names and text of the files of SOURCES, in every subfolder."""
    files = (path for source in SOURCES for path in sorted(package.glob(source)) if path.is_file())
    return digest_of(files, package)
