"""What a caller passes, as the library takes it: NumPy numbers, paths, one text for a list, frames; the rest is refused."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.errors import InputError
from foedus.shown import quoted, shown

if TYPE_CHECKING:
    import polars as pl


def whole(name: str, value: object, least: int, most: int, unit: str = "") -> int:
    """A whole number from least to most: an integer of any kind, or a float without a fraction.

    >>> whole("futures", 1e4, 1, 100_000)
    10000

    Raises InputError for anything else.
    """
    found = _whole(value)
    if found is None or not least <= found <= most:
        told = f"{name} {shown(value)} is not allowed: a whole number from {least:,} to {most:,} {unit}"
        raise InputError(told.rstrip())
    return found


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return None
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real) and float(value).is_integer():
        return int(float(value))
    return None


def flag(name: str, value: object) -> bool:
    """True or False, Python's or NumPy's. Raises InputError for anything else."""
    if type(value).__name__ not in ("bool", "bool_"):
        raise InputError(f"{name} {shown(value)} is not allowed: True or False")
    return bool(value)


def names(what: str, value: object) -> tuple[str, ...]:
    """Names from one text or path, any row of them, or a mapping of names to texts or numbers; none for None.

    >>> names("orders", "bipolar"), names("orders", ["bipolar", "multipolar"]), names("orders", None)
    (('bipolar',), ('bipolar', 'multipolar'), ())
    >>> names("specification", {"escalation": "rates"})
    ('escalation=rates',)

    Raises InputError for what is none of these.
    """
    if value is None:
        return ()
    if isinstance(value, Mapping):
        value = [_entry(what, name, each) for name, each in value.items()]
    elif isinstance(value, str | os.PathLike | bytes) or not isinstance(value, Iterable):
        value = [value]
    found = [os.fspath(each) if isinstance(each, os.PathLike) else each for each in value]
    wrong = next((each for each in found if not isinstance(each, str)), None)
    if wrong is not None:
        raise InputError(f"{what} {shown(wrong)} is not allowed: a name, or a list of names")
    return tuple(str(each) for each in found)


def _entry(what: str, name: object, value: object) -> str:
    if not isinstance(name, str) or not isinstance(value, str | Real) or isinstance(value, bool):
        raise InputError(f"{what} {quoted({name: value})} is not allowed: names, each with a text or a number")
    return f"{name}={value}"


def path(what: str, value: object) -> Path:
    """A path from a text or a path. Raises InputError for anything else."""
    if isinstance(value, str | os.PathLike) and not isinstance(value, bytes):
        text = os.fspath(value)
        if isinstance(text, str) and text and "\0" not in text:
            return Path(text)
    raise InputError(f"{what} {quoted(value)} is not allowed: the path of a file or folder")


def years(value: object) -> tuple[int, int]:
    """First and last year, from two whole numbers in any row, or the text A:B.

    >>> years([1946, 2010]), years("1946:2010")
    ((1946, 2010), (1946, 2010))

    Raises InputError for anything else.
    """
    if isinstance(value, str) and value.count(":") == 1:
        parts: list[Any] = [int(part) if part.isascii() and part.isdigit() else part for part in value.split(":")]
    else:
        parts = list(value) if isinstance(value, Iterable) and not isinstance(value, str | bytes) else [value]
    found = [_whole(part) for part in parts]
    if len(found) != 2 or found[0] is None or found[1] is None:
        raise InputError(f"years {quoted(value)} are not two whole numbers, first and last: (1946, 2010)")
    return found[0], found[1]


def frame(what: str, value: object) -> pl.DataFrame:
    """A Polars frame from one, or from a pandas frame. Raises InputError for anything else."""
    import polars as pl

    if isinstance(value, pl.DataFrame):
        return value
    if isinstance(value, pl.LazyFrame):
        return value.collect()
    if type(value).__module__.partition(".")[0] == "pandas" and hasattr(value, "columns"):
        table: Any = value
        cells = table.astype(object).where(table.notna(), None)
        return pl.DataFrame({str(name): cells[name].tolist() for name in table.columns}, strict=False)
    raise InputError(f"{what} is {shown(type(value).__name__)}; give a frame of Polars or pandas")
