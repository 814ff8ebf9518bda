"""A view of the whole landscape: configurations by distance from the deepest minimum, energy, and basin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from foedus.arrays import Floats
from foedus.classic.descent import all_partitions, descend, partitions, random_partitions
from foedus.classic.landscape import Landscape, Sides, energy

POINTS = 512
"""Most configurations of a view: all of them for two blocs and up to 10 states, else as many seeded draws."""


@dataclass(frozen=True, eq=False)
class Relief:
    """Configurations, (K,) each: `switches` is the fewest states that would have to change bloc to reach the deepest
    minimum, `end` the position, in the minima given, of the one that steepest descent leads to, -1 if not among them."""

    switches: NDArray[np.int64]
    energies: Floats
    end: NDArray[np.int64]
    exact: bool


def relief(landscape: Landscape, minima: Sides, blocs: int = 2, *, seed: int = 1) -> Relief:
    """The view of a landscape, with the minima of interest, (M, n) deepest first; they are always among the points."""
    n = landscape.states
    exact = partitions(n, blocs) <= POINTS
    rows = all_partitions(n, blocs) if exact else random_partitions(n, blocs, POINTS, seed)
    rows = rows if exact else np.unique(np.concatenate([minima, rows]), axis=0)
    place = {sides.tobytes(): k for k, sides in enumerate(minima)}
    ends = np.array([place.get(sides.tobytes(), -1) for sides in descend(landscape, rows, blocs)], np.int64)
    away = np.array([switches(sides, minima[0], blocs) for sides in rows], np.int64)
    return Relief(away, energy(landscape, rows), ends, exact)


def switches(first: Sides, second: Sides, blocs: int = 2) -> int:
    """The fewest states that must change bloc to turn one configuration into the other, whatever blocs are called.

    >>> switches(np.array([0, 0, 1], np.int8), np.array([0, 1, 1], np.int8))
    1
    """
    shared = np.zeros((blocs, blocs), np.int64)
    np.add.at(shared, (first.astype(np.int64), second.astype(np.int64)), 1)
    rows, columns = linear_sum_assignment(-shared)
    return int(len(first) - shared[rows, columns].sum())
