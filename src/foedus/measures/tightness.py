r"""How tightly a set of states is bound: the part of the index of `foedus.equations.bloc` that has a yearly record.

    T = mean over the pairs of  (a_ij + p_ij + c_ij) / 4

    a_ij  exp(-|ideal_i - ideal_j|), nearness of their UN ideal points
    p_ij  1 while a defence pact binds them
    c_ij  1 while a pact, or a treaty of neutrality, non-aggression or consultation, binds them

The index of the simulator has a fourth term, x_ij / 4, 1 while an order has one send arms to the other. No file records
that for all pairs; the simulator has x_ij = 0 unless an order imposes it, and the whole index lies between T and T + 1/4.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from foedus.errors import InputError

PARTS = 4
"""Terms of the index, of which three are measured."""


class Tightness(NamedTuple):
    """The index of a set of states in a year, and its parts: means over the pairs; NaN where unknown.

    tightness   (nearness + pacts + treaties) / 4, 0 to 3/4
    nearness    of ideal points, above 0 to 1
    pacts       share of pairs with a defence pact, 0 to 1
    treaties    share of pairs with a pact or a treaty below it, 0 to 1
    """

    tightness: float
    nearness: float
    pacts: float
    treaties: float


def tightness(ideal: ArrayLike, pacts: ArrayLike, below: ArrayLike) -> Tightness:
    r"""How tightly N states are bound, without arms that they send each other,

        T = 2 / (N (N - 1)) sum_{i<j} (exp(-|ideal_i - ideal_j|) + p_ij + c_ij) / 4

    Range 0 to 3/4. A part with an unknown value of any pair is NaN, and so is T.

    ideal   (N,) UN General Assembly ideal points, publisher's standardised scale; NaN where unknown
    pacts   (N, N) 1 where the state of the row or that of the column owes the other defence, else 0; NaN where unknown
    below   (N, N) the same for neutrality, non-aggression or consultation; a pact counts as such a treaty too

    One direction suffices, and the diagonal does not count. Fewer than two states, other shapes and other ties than 0 and 1
    raise InputError.

    Source: the index of this project, `foedus.equations.bloc`, less its transfers.
    """
    points, owed, soft = (np.asarray(each, dtype=np.float64) for each in (ideal, pacts, below))
    if points.ndim != 1 or points.size < 2:
        raise InputError(f"tightness is of two or more states, got {points.size}: give all the states of the bloc")
    if owed.shape != (points.size, points.size) or soft.shape != owed.shape:
        raise InputError(f"ties of {points.size} states must be tables of {points.size} x {points.size}")
    if not all(np.all((ties == 0.0) | (ties == 1.0) | np.isnan(ties)) for ties in (owed, soft)):
        raise InputError("ties must be 1, 0 or unknown (NaN)")
    i, j = np.triu_indices(points.size, k=1)
    pact = np.maximum(owed[i, j], owed[j, i])
    treaty = np.maximum(pact, np.maximum(soft[i, j], soft[j, i]))
    parts = [float(part.mean()) for part in (np.exp(-np.abs(points[i] - points[j])), pact, treaty)]
    return Tightness(sum(parts) / PARTS, *parts)
