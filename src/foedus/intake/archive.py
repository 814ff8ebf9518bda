"""Arrays of an `.npz` file that a user hands in: sizes are looked at before anything is unpacked, and nothing in it is run.

A refusal names the file, the array, what was found and what was expected.
"""

from __future__ import annotations

import io
import re
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path
from tokenize import TokenError
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from foedus.intake.file import read_bytes
from foedus.intake.limits import ARCHIVE_BYTES, ARRAY_BYTES, ARRAYS
from foedus.shown import VALUE, escaped

NAME = re.compile(r"[A-Za-z0-9_]+(?:/[A-Za-z0-9_]+)?\.npy")
"""Names of the members of an archive: `record.npy`, `draws/b.npy`."""

ENCRYPTED = 0x1
HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
"""How the head of an array is read, by version of the format."""

Arrays = dict[str, NDArray[Any]]


def read_arrays(path: Path, allowed: Callable[[str, np.dtype[Any]], str | None]) -> Arrays:
    """Every array of a file by name.

    allowed   what was expected, where a name or a type of numbers is not allowed; else None

    Raises ValueError, which says what is wrong in a few words; InputError if it is no ordinary file, or too large.
    """
    content = read_bytes(path, ARCHIVE_BYTES)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return {
                item.filename.removesuffix(".npy"): _array(archive, item, allowed)
                for item in _members(archive.infolist())
            }
    except (BadZipFile, NotImplementedError, RuntimeError, OverflowError, UnicodeError) as error:
        said = str(error).splitlines()[0] if str(error) else "cut off"
        raise ValueError(f"it is no archive of arrays, or is damaged ({escaped(said, VALUE)})") from error


def _members(items: list[ZipInfo]) -> list[ZipInfo]:
    """The members, all of whose names, packing and sizes are what they can be."""
    if len(items) > ARRAYS:
        raise ValueError(f"it has {len(items)} arrays; at most {ARRAYS} are read")
    names = [item.filename for item in items]
    for item in items:
        named = escaped(item.filename, VALUE)
        if not NAME.fullmatch(item.filename):
            raise ValueError(f"array '{named}' is not the name of one; expected draws/NAME, units/NAME or record")
        if names.count(item.filename) > 1:
            raise ValueError(f"array '{named}' is in it twice")
        if item.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or item.flag_bits & ENCRYPTED:
            raise ValueError(f"array '{named}' is packed in a way that is not read, or encrypted")
    total = sum(item.file_size for item in items)
    if total > ARRAY_BYTES:
        raise ValueError(f"its arrays have {total:,} bytes unpacked; at most {ARRAY_BYTES:,} are read")
    return items


def _array(archive: ZipFile, item: ZipInfo, allowed: Callable[[str, np.dtype[Any]], str | None]) -> NDArray[Any]:
    """One array: its head is read and judged before its numbers."""
    name = item.filename.removesuffix(".npy")
    try:
        with archive.open(item) as packed:
            stream = io.BytesIO(packed.read(item.file_size))
    except (BadZipFile, EOFError, zlib.error, OSError, ValueError) as error:
        raise ValueError(f"array '{name}' is damaged ({escaped(str(error) or 'cut off', VALUE)})") from error
    try:
        with warnings.catch_warnings(action="ignore"):
            shape, fortran, dtype = HEADERS[npy.read_magic(stream)](stream)
    except (ValueError, KeyError, SyntaxError, TypeError, TokenError, RecursionError, MemoryError) as error:
        said = escaped(str(error).splitlines()[0] if str(error) else "no head", VALUE)
        raise ValueError(f"array '{name}' is no array of numbers ({said})") from error
    expected = allowed(name, dtype)
    if expected:
        raise ValueError(f"array '{name}' is {escaped(str(dtype), VALUE)}; expected {expected}")
    numbers = stream.read()
    count = int(np.prod(shape, dtype=object)) if shape else 1
    if len(numbers) != count * dtype.itemsize or min(shape, default=1) < 0:
        raise ValueError(
            f"array '{name}' has {len(numbers):,} bytes of numbers; its shape {shape} needs {count * dtype.itemsize:,}"
        )
    return np.frombuffer(numbers, dtype).reshape(shape, order="F" if fortran else "C")
