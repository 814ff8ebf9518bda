"""A signed network: actors, and ties that are positive or negative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from foedus.arrays import Floats, Ints
from foedus.errors import InputError


@dataclass(frozen=True, eq=False)
class Network:
    """A simple signed graph, checked.

    names  n distinct names
    ends   (m, 2) positions of the two actors of each tie; no tie joins an actor to itself, and no pair has two
    signs  (m,) 1 or -1
    """

    names: tuple[str, ...]
    ends: Ints
    signs: Ints

    def __init__(self, names: Sequence[str], ends: ArrayLike, signs: ArrayLike) -> None:
        pairs = np.sort(np.array(ends, dtype=np.int64).reshape(-1, 2), axis=1)
        marks = np.array(signs, dtype=np.int64)
        for field, value in (("names", tuple(names)), ("ends", pairs), ("signs", marks)):
            object.__setattr__(self, field, value)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
        _check(self.names, self.ends, self.signs)

    @property
    def adjacency(self) -> Floats:
        """(n, n) 1, -1 or 0, symmetric."""
        found = np.zeros((len(self.names), len(self.names)))
        first, second = self.ends.T
        found[first, second] = found[second, first] = self.signs
        return found

    def named(self, tie: int) -> tuple[str, str]:
        """The two actors of a tie."""
        first, second = self.ends[tie].tolist()
        return self.names[first], self.names[second]


def _check(names: tuple[str, ...], ends: Ints, signs: Ints) -> None:
    if len(set(names)) != len(names):
        raise InputError("two actors have the same name; give each its own")
    if signs.shape != (len(ends),) or not np.isin(signs, (1, -1)).all():
        raise InputError(f"signs must be {len(ends)} values of 1 or -1, one for each tie")
    if not len(ends):
        raise InputError("the network has no ties; give at least one")
    if ends.min() < 0 or ends.max() >= len(names):
        raise InputError(f"a tie names actor {ends.max()} of {len(names)}; positions run from 0 to {len(names) - 1}")
    own = np.flatnonzero(ends[:, 0] == ends[:, 1])
    if own.size:
        raise InputError(f"'{names[ends[own[0], 0]]}' has a tie with itself; take it out")
    pairs, counts = np.unique(ends, axis=0, return_counts=True)
    if (counts > 1).any():
        first, second = pairs[counts > 1][0].tolist()
        raise InputError(f"'{names[first]}' and '{names[second]}' have two ties; keep one")
