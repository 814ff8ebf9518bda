"""The compiled functions of the simulator: made once for a machine, in two processes at a time, and kept."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from foedus.cache import digest_of
from foedus.jitable import register_all

PACKAGE = Path(__file__).parents[1]
SOURCES = (
    "compiler.py",
    "elementary.py",
    "jitable.py",
    "equations/**/*.py",
    "equations/effects.csv",
    "measures/memory.py",
    "simulation/**/*.py",
    "world/*.py",
    "world/*.csv",
)
"""What is compiled, within the package; of the world it has the numbers of kinds and of outcomes, of the effects those of
channels, and of measures how fast memory fades."""

Function = Callable[..., None]
Call = tuple[Function, tuple[Any, ...]]
"""A function and the arguments it is to be compiled for."""


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
    key = function, kind_of(arguments)
    if key not in _entries:
        _entries[key] = _entry(function, arguments)
    return _entries[key]


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
    """Compile what is not kept yet, every other function in a second process if there is a processor for it.

    Of two programs that do so at once, one waits for the other.
    """
    from foedus.compiled import is_kept, kept

    def missing() -> list[Call]:
        return [call for call in calls if not is_kept(compiled(call[0]), types_of(call[1]))]

    if not missing():
        return
    with kept().alone():
        wanted = missing()
        others = wanted[1::2] if (os.cpu_count() or 1) > 1 and kept().writable() else []
        elsewhere = [function for function, _ in others]
        helper = _second_process(others) if others else None
        try:
            for function, arguments in wanted:
                if function not in elsewhere:
                    entry(function, arguments)
        except BaseException:
            if helper:
                helper.kill()
            raise
        if helper:
            helper.wait()


def types_of(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Numba's types."""
    from numba import typeof

    return tuple(map(typeof, arguments))


def _second_process(calls: Sequence[Call]) -> subprocess.Popen[bytes]:
    """Compile functions in another process, which keeps what it makes. What it does not make is made here."""
    asked = pickle.dumps([(function.__module__, function.__qualname__, types_of(given)) for function, given in calls])
    command = [sys.executable, "-P", "-c", "from foedus.simulation.kernel import compile_asked; compile_asked()"]
    quiet = subprocess.DEVNULL
    helper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet)
    assert helper.stdin
    with helper.stdin as pipe:
        pipe.write(asked)
    return helper


def compile_asked() -> None:
    """Compile what another process of this program asks for on standard input: functions by name, with types of arguments."""
    for module, name, types in pickle.load(sys.stdin.buffer):
        function = getattr(sys.modules.get(module) or __import__(module, fromlist=[name]), name)
        compiled(function).compile(types)


@lru_cache
def source_digest(package: Path = PACKAGE) -> str:
    """Digest of the source of the simulator: names and text of the files of SOURCES, in every subfolder."""
    files = (path for source in SOURCES for path in sorted(package.glob(source)) if path.is_file())
    return digest_of(files, package)
