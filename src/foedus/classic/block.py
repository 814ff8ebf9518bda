r"""The fewest frustrated ties of one biconnected signed network, by cuts and then by branch and bound.

With f_e = 1 for a frustrated tie and x_i the side of actor i, a set of ties works if and only if it meets every negative
cycle,

    sum of f_e over the ties of C >= 1          for every cycle C with an odd number of negative ties.

The linear programme over these cuts, found by shortest paths in the signed double cover, is a strong bound and often whole
by itself. Where it is not, the mixed-integer programme with the same cuts and, for every tie,

    f_e >= |x_i - x_j| if positive              f_e >= |x_i + x_j - 1| if negative,          x in {0, 1}

closes the gap (HiGHS, by way of scipy.optimize.milp).
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, vstack
from scipy.sparse.csgraph import dijkstra

from foedus.arrays import Floats, Ints
from foedus.classic.landscape import Sides
from foedus.errors import ModelError

SLACK = 1e-6
"""Violation of a cut, or distance from a whole number, that is rounding of the solver."""

SHORT = 1e-7
"""Length added to every tie in the search for cycles: among cycles that break their cut alike, the short ones come first.
Times the ties of a cycle it stays far below a violation that matters."""


def frustrated(ends: Ints, signs: Ints, sides: Sides) -> NDArray[np.bool_]:
    """Which ties (m,) a split (..., n) frustrates, (..., m)."""
    apart = sides[..., ends[:, 0]] != sides[..., ends[:, 1]]
    return np.asarray(apart == (signs > 0))


class Block:
    """A biconnected network with the cuts found so far."""

    def __init__(self, actors: int, ends: Ints, signs: Ints) -> None:
        self.actors, self.ends, self.signs = actors, ends, signs
        self._cuts: dict[tuple[int, ...], None] = {}
        self._tie = {(a, b): tie for tie, (a, b) in enumerate(ends.tolist())}

    def relax(self, found: int, deadline: float) -> int:
        """A lower bound: solve the linear programme, add broken cuts, until there are none, `found` is reached, or the
        deadline (time.monotonic) is."""
        values = np.zeros(len(self.signs))
        bound = 0
        while bound < found and time.monotonic() < deadline and self._separate(values):
            result = milp(
                np.ones(len(self.signs)),
                constraints=LinearConstraint(self._cut_rows(), lb=1.0),
                bounds=Bounds(0.0, 1.0),
                options={"time_limit": max(0.01, deadline - time.monotonic())},
            )
            if result.status != 0:
                break
            values = result.x
            bound = max(bound, int(np.ceil(result.fun - SLACK)))
        return bound

    def branch(self, deadline: float) -> tuple[Ints | None, int]:
        """Branch and bound: the frustrated ties, None if no split was found in time, and the lower bound."""
        left = deadline - time.monotonic()
        if left <= 0:
            return None, 0
        ties, actors = len(self.signs), self.actors
        cuts = hstack([self._cut_rows(), csr_array((len(self._cuts), actors))])
        result = milp(
            np.concatenate([np.ones(ties), np.zeros(actors)]),
            constraints=[LinearConstraint(cuts, lb=1.0), self._definitions()],
            bounds=Bounds(0.0, np.concatenate([np.ones(ties), [0.0], np.ones(actors - 1)])),
            integrality=np.concatenate([np.zeros(ties), np.ones(actors)]),
            options={"time_limit": left, "mip_rel_gap": 0.0},
        )
        if result.status not in (0, 1):
            raise ModelError(f"the solver of the frustration index stopped: {result.message}")
        bound = 0 if result.mip_dual_bound is None else int(np.ceil(max(0.0, result.mip_dual_bound - SLACK)))
        if result.x is None:
            return None, bound
        sides = np.rint(result.x[ties:]).astype(np.int8)
        return np.flatnonzero(frustrated(self.ends, self.signs, sides)), bound

    def _cut_rows(self) -> csr_array:
        lengths = [len(cut) for cut in self._cuts]
        columns = np.fromiter((tie for cut in self._cuts for tie in cut), np.int64, sum(lengths))
        rows = np.repeat(np.arange(len(lengths)), lengths)
        return csr_array((np.ones(len(columns)), (rows, columns)), shape=(len(lengths), len(self.signs)))

    def _definitions(self) -> LinearConstraint:
        """What frustrated means, in two rows a tie."""
        ties = len(self.signs)
        row = np.arange(ties)
        first, second = self.ends.T
        one = csr_array((np.ones(ties), (row, first)), shape=(ties, self.actors))
        other = csr_array((self.signs.astype(np.float64), (row, second)), shape=(ties, self.actors))
        apart = one - other  # x_i - x_j for a positive tie, x_i + x_j for a negative one
        itself = csr_array((np.ones(ties), (row, row)), shape=(ties, ties))
        negative = (self.signs < 0).astype(np.float64)
        matrix = vstack([hstack([itself, -apart]), hstack([itself, apart])])
        return LinearConstraint(matrix, lb=np.concatenate([-negative, negative]))

    def _separate(self, values: Floats) -> bool:
        """Add, for every actor, the shortest negative cycle through it that breaks its cut; whether any is new.

        In the double cover actor i is i and i + n; a positive tie joins copies of one kind, a negative one the two kinds, so
        a walk from i to i + n is closed and negative.
        """
        n = self.actors
        first, second = self.ends.T
        negative = self.signs < 0
        rows = np.concatenate([first, first + n])
        columns = np.concatenate([np.where(negative, second + n, second), np.where(negative, second, second + n)])
        lengths = np.tile(np.maximum(values, 0.0) + SHORT, 2)
        cover = csr_array((lengths, (rows, columns)), shape=(2 * n, 2 * n))
        reach, before = dijkstra(cover, directed=False, indices=np.arange(n), return_predecessors=True)
        known = len(self._cuts)
        own = np.arange(n)
        for actor in np.flatnonzero(reach[own, own + n] < 1.0 - SLACK).tolist():
            cut = self._cycle(before[actor], actor)
            if cut is not None:
                self._cuts[cut] = None
        return len(self._cuts) > known

    def _cycle(self, before: NDArray[np.int32], actor: int) -> tuple[int, ...] | None:
        """The ties of the walk from an actor to its other copy; None if it passes an actor twice, for then one of its
        parts is a shorter negative cycle, found from an actor on that."""
        n = self.actors
        here, ties, passed = actor + n, [], {actor}
        while here != actor:
            last = int(before[here])
            a, b = sorted((here % n, last % n))
            ties.append(self._tie[a, b])
            here = last
            if here != actor and here % n in passed:
                return None
            passed.add(here % n)
        return tuple(sorted(ties))
