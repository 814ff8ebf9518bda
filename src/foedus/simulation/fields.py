"""The fields of a future and of a parameter set that each step declares; `foedus.simulation.state` composes them.

Futures go through a step side by side, in lanes: every field of a block of W futures is W numbers in a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from foedus.arrays import Floats
from foedus.jitable import compiled_as
from foedus.simulation.draws import PARAMETER

Field = tuple[str, Any] | tuple[str, Any, tuple[int, ...]]
"""Name, NumPy type, and shape where it is not a scalar."""
Named = TypeVar("Named")


@dataclass(frozen=True)
class Owns:
    """The fields and addresses of one step. Each has exactly one owner.

    states, pairs, links, instruments   fields of each state, pair, link and instrument of a future
    whole        fields of the future itself
    draws        fields of a parameter set
    units        its arrays in `state.Parameters`: draws that differ between units
    processes    process numbers of its draws
    equations    fitted equations whose posteriors it draws from
    """

    states: tuple[Field, ...] = ()
    pairs: tuple[Field, ...] = ()
    links: tuple[Field, ...] = ()
    instruments: tuple[Field, ...] = ()
    whole: tuple[Field, ...] = ()
    draws: tuple[Field, ...] = ()
    units: tuple[str, ...] = ()
    processes: tuple[int, ...] = ()
    equations: tuple[str, ...] = ()


def coefficients(kind: Any, of: Any = "f8") -> np.dtype[np.void]:
    """A record with the fields of a NamedTuple of coefficients."""
    return np.dtype([(name, of) for name in kind._fields])


def by_name(kind: Any, values: Mapping[str, Floats]) -> Floats:
    """Columns (G, fields) in the order of a NamedTuple of coefficients."""
    return np.stack([values[name] for name in kind._fields], axis=1)


def composed(parts: Iterable[tuple[Field, ...]]) -> np.dtype[np.void]:
    """One record of the fields of all steps. Raises ValueError for a name that two of them use, or that cannot be read."""
    fields = [field for part in parts for field in part]
    for name, *_ in fields:
        if hasattr(np.record, name):
            raise ValueError(
                f"the name {name!r} is that of a method of NumPy records, which hides the field; choose another"
            )
    return np.dtype(fields, align=True)


def in_lanes(kind: np.dtype[Any], width: int) -> np.dtype[Any]:
    """The record with `width` numbers, one for each future of a block, in the place of every number; flags are 0 or 1."""
    if kind.subdtype is not None and kind.base.names is None:
        return np.dtype((kind.base, (*kind.shape, width)))
    if kind.subdtype is not None:
        return np.dtype((in_lanes(kind.base, width), kind.shape))
    if kind.names is None:
        return np.dtype(("i8" if kind == np.bool_ else kind, (width,)))
    return np.dtype([(name, in_lanes(kind[name], width)) for name in kind.names], align=True)


def _read(kind: Any, record: Any, r: Any) -> Callable[..., Any]:
    """`lane` for the compiler, which needs every field by its name."""
    fields = ", ".join(f'record["{name}"][r]' for name in kind.instance_class._fields)
    made: dict[str, Any] = {}
    exec(f"def read(kind, record, r): return kind({fields})", made)
    found: Callable[..., Any] = made["read"]
    return found


@compiled_as(_read)
def lane(kind: type[Named], record: Any, r: int) -> Named:
    """The coefficients of future r of a block, from a record in lanes with the fields of the NamedTuple `kind`."""
    return kind(*(record[name][r] for name in kind._fields))  # type: ignore[attr-defined]


def distinct(processes: Iterable[int]) -> None:
    """Raise ValueError for a process number that two steps use, or that of the parameter draws."""
    seen = {PARAMETER}
    for number in processes:
        if number in seen:
            raise ValueError(f"process number {number} is in use; choose one that no step and no parameter draw has")
        seen.add(number)
