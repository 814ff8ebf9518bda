"""What a step owns of a future and of a parameter set, as it declares it; composed by `foedus.simulation.state`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

Field = tuple[str, str] | tuple[str, str, tuple[int, ...]]
"""Name, NumPy type, and shape where it is not a scalar."""


@dataclass(frozen=True)
class Owns:
    """The fields and addresses of one step. Every one of them has one owner.

    states, pairs, instruments   fields of each state, pair and instrument of a future
    whole        fields of the future itself
    draws        fields of a parameter set
    matrices     its arrays in `state.Future`: what is neither one number a state, pair, instrument nor future
    units        its arrays in `state.Parameters`: draws that differ from unit to unit
    processes    numbers of the addresses of its draws
    equations    fitted equations it draws from
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


def composed(parts: Iterable[tuple[Field, ...]]) -> np.dtype[np.void]:
    """One record of the fields of all steps. Raises ValueError for a name that two of them use."""
    return np.dtype([field for part in parts for field in part], align=True)
