"""Results of runs, kept on disk: named arrays by a key that says everything they depend on.

An entry is a line of JSON that describes each array, and the arrays' bytes one after the other. Whole numbers are
stored in the narrowest type that holds them and compressed, which for counts costs little and saves most; floats are
stored as they are. Reading runs no code from the file.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.cache import Cache, Status, root
from foedus.errors import InputError

LIMIT = "FOEDUS_CACHE_MB"
"""Environment variable: most megabytes of results that are kept; 0 keeps none."""
MEGABYTES = 1000
"""Most megabytes of results that are kept where the user does not say."""
PLAIN = "biufcSUmM"
"""Kinds of array that can be kept: not records, not objects."""

Arrays = Mapping[str, NDArray[Any]]


class Store:
    """Named arrays by key, in a folder of at most `limit` bytes; those not used for longest go first."""

    def __init__(self, folder: Path | None = None, limit: int | None = None) -> None:
        self._kept = Cache(
            root() / "results" if folder is None else folder, users_limit() if limit is None else limit, "a result"
        )

    def get(self, key: str) -> dict[str, NDArray[Any]] | None:
        """The arrays put under a key; None where there are none that are whole."""
        stored = self._kept.get(key)
        return None if stored is None else unpacked(stored)

    def has(self, key: str) -> bool:
        """Whether there are arrays under a key, whole or not."""
        return self._kept.has(key)

    def put(self, key: str, arrays: Arrays) -> None:
        """Keep arrays under a key. Raises TypeError for an array of records or objects."""
        self._kept.put(key, packed(arrays))

    def status(self) -> Status:
        """How many results, and how large together."""
        return self._kept.status()

    def clear(self) -> Status:
        """Remove every result. Returns what there was."""
        return self._kept.clear()


def users_store() -> Store | None:
    """The store in the user's cache folder; None where the user wants none. Raises InputError for a limit that is no number."""
    return Store() if users_limit() else None


def users_limit() -> int:
    """Most bytes of results that are kept: $FOEDUS_CACHE_MB, else the default."""
    said = os.environ.get(LIMIT) or str(MEGABYTES)
    if not (said.isascii() and said.isdigit()):
        raise InputError(f"{LIMIT} '{said}' is not a whole number of megabytes, for example {MEGABYTES}; 0 keeps none")
    return int(said) * 1_000_000


def key(
    setting: bytes, parameters: bytes, seed: int, first: int, count: int, horizon: int, source: str, what: str
) -> str:
    """The name of a result, hexadecimal: of futures first .. first + count - 1, under what the digests stand for.

    setting     digest of the setting (`digest`)
    parameters  digest of the parameter sets
    horizon     years
    source      digest of the source of the simulator
    what        what is kept of the futures
    """
    described = json.dumps([setting.hex(), parameters.hex(), seed, first, count, horizon, source, what])
    return hashlib.sha256(described.encode()).hexdigest()


def digest(value: Any) -> bytes:
    """SHA-256 of a named tuple of arrays and numbers: of names, types, shapes and values, and of no padding of records.

    Raises TypeError for an object that is neither.
    """
    found = hashlib.sha256()
    for names, array in _leaves((), value):
        found.update(json.dumps([names, array.dtype.str, array.shape]).encode() + b"\n" + array.tobytes())
    return found.digest()


def _leaves(names: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], NDArray[Any]]]:
    """Arrays without fields, each with the names that lead to it."""
    parts: Iterable[tuple[str, Any]]
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        parts = zip(value._fields, value, strict=True)
    elif (array := np.asarray(value)).dtype.names is not None:
        parts = ((name, array[name]) for name in array.dtype.names)
    else:
        yield names, _plain(".".join(names), array)
        return
    for name, part in parts:
        yield from _leaves((*names, name), part)


def _plain(name: str, array: NDArray[Any]) -> NDArray[Any]:
    if array.dtype.kind not in PLAIN or array.dtype.names is not None:
        raise TypeError(f"{name}: an array of {array.dtype} is not plain numbers or text")
    return array


def packed(arrays: Arrays) -> bytes:
    """Arrays as bytes. Raises TypeError for an array of records or objects."""
    rows, parts = [], []
    for name, given in arrays.items():
        array = _plain(name, np.asarray(given))
        stored = _narrowest(array)
        part = np.ascontiguousarray(stored).tobytes()
        whole = array.dtype.kind in "biu"
        part = zlib.compress(part, 1) if whole else part
        rows.append([name, array.dtype.str, list(array.shape), stored.dtype.str if whole else "", len(part)])
        parts.append(part)
    return json.dumps(rows).encode() + b"\n" + b"".join(parts)


def unpacked(stored: bytes) -> dict[str, NDArray[Any]]:
    """The arrays of `packed`, each its own and writable."""
    head, _, body = stored.partition(b"\n")
    found: dict[str, NDArray[Any]] = {}
    start = 0
    for name, dtype, shape, narrow, size in json.loads(head):
        part = body[start : start + size]
        start += size
        array = np.ndarray(shape, narrow, zlib.decompress(part)) if narrow else np.ndarray(shape, dtype, part)
        found[name] = array.astype(dtype)
    return found


def _narrowest(array: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in the narrowest type that holds them; anything else as it is."""
    if array.dtype.kind not in "iu" or not array.size:
        return array
    low, high = int(array.min()), int(array.max())
    sign = "i" if low < 0 else "u"
    kinds = (np.iinfo(f"{sign}{size}") for size in (1, 2, 4, 8))
    return array.astype(next(kind.dtype for kind in kinds if kind.min <= low and high <= kind.max))
