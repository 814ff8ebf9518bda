"""The fields of a future and of a parameter set that each step declares; `foedus.simulation.state` composes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from foedus.arrays import Floats
from foedus.simulation.draws import PARAMETER

Field = tuple[str, Any] | tuple[str, Any, tuple[int, ...]]
"""Name, NumPy type, and shape where it is not a scalar."""


@dataclass(frozen=True)
class Owns:
    """The fields and addresses of one step. Each has exactly one owner.

    states, pairs, instruments   fields of each state, pair and instrument of a future
    whole        fields of the future itself
    draws        fields of a parameter set
    matrices     its arrays in `state.Future`, for what is not one number per state, pair, instrument or future
    units        its arrays in `state.Parameters`: draws that differ between units
    processes    process numbers of its draws
    equations    fitted equations whose posteriors it draws from
    """

    states: tuple[Field, ...] = ()
    pairs: tuple[Field, ...] = ()
    instruments: tuple[Field, ...] = ()
    whole: tuple[Field, ...] = ()
    draws: tuple[Field, ...] = ()
    matrices: tuple[str, ...] = ()
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
    """One record of the fields of all steps. Raises ValueError for a name that two of them use."""
    return np.dtype([field for part in parts for field in part], align=True)


def distinct(processes: Iterable[int]) -> None:
    """Raise ValueError for a process number that two steps use, or that of the parameter draws."""
    seen = {PARAMETER}
    for number in processes:
        if number in seen:
            raise ValueError(f"process number {number} is in use; choose one that no step and no parameter draw has")
        seen.add(number)
