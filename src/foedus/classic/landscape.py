r"""Landscape theory: which sides would states take, given how well each pair gets on?

A configuration puts every state into a bloc. With size s_i of state i, propensity p_ij of i and j to be together
(positive: friendly; negative: hostile), and d_ij(X) = 1 where X puts i and j into different blocs, else 0,

    frustration of i    F_i(X) = sum_j s_j p_ij d_ij(X)
    energy              E(X)   = sum_i s_i F_i(X)

In a configuration of low energy, states are together with friends and apart from foes. A
configuration is stable, a local minimum, when no single state lowers the energy by going to another bloc. With two
blocs there are 2^(n-1) configurations; E counts every pair twice, as its authors do.

Source: Axelrod & Bennett (1993), A landscape theory of aggregation, British Journal of Political Science 23:211-233;
Axelrod & Furnas (2016) for the Syrian data. Matched: all 1,024 published rows of the strong-Syria scenario, exactly (the
published column named frustration is s_i F_i). Not attempted: the European alignment of 1936-39, whose inputs we lack.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.arrays import Floats
from foedus.errors import InputError

Sides = NDArray[np.int8]
"""Bloc of each state, (..., n), numbered from 0 in the order in which blocs first appear."""

SYMMETRY = 1e-9
"""Relative difference below which p_ij and p_ji are the same number: rounding, not a disagreement."""


@dataclass(frozen=True, eq=False)
class Landscape:
    """States with their sizes and propensities, checked.

    names       n distinct names, at least 2
    sizes       (n,) finite, above zero, any unit (only ratios matter to what is stable)
    propensity  (n, n) finite, symmetric, zero diagonal, any unit
    """

    names: tuple[str, ...]
    sizes: Floats
    propensity: Floats

    def __init__(self, names: Sequence[str], sizes: ArrayLike, propensity: ArrayLike) -> None:
        for field, value in (("names", tuple(names)), ("sizes", _frozen(sizes)), ("propensity", _frozen(propensity))):
            object.__setattr__(self, field, value)
        _check_states(self.names, self.sizes)
        _check_propensity(self.names, self.propensity)

    @cached_property
    def weights(self) -> Floats:
        """(n, n) s_i s_j p_ij: the energy of separating the pair, once for each of the two."""
        weights = self.sizes[:, None] * self.sizes * self.propensity
        weights.setflags(write=False)
        return weights

    @property
    def states(self) -> int:
        """n, the number of states."""
        return len(self.names)


def frustrations(landscape: Landscape, sides: ArrayLike) -> Floats:
    """F_i of every state, (..., n), for sides (..., n); the sum over i of s_i F_i is the energy."""
    blocs = np.asarray(sides)
    if blocs.shape[-1:] != (landscape.states,):
        raise InputError(f"sides have shape {blocs.shape}; the last axis must hold {landscape.states} states")
    apart = blocs[..., :, None] != blocs[..., None, :]
    found: Floats = (apart * landscape.propensity) @ landscape.sizes
    return found


def energy(landscape: Landscape, sides: ArrayLike) -> Floats:
    """E of every configuration, (...), for sides (..., n).

    >>> world = Landscape(["A", "B", "C"], [1, 1, 2], [[0, 1, -1], [1, 0, -1], [-1, -1, 0]])
    >>> energy(world, [[0, 0, 1], [0, 1, 1]]).tolist()
    [-8.0, -2.0]
    """
    found: Floats = frustrations(landscape, sides) @ landscape.sizes
    return found


def changes(landscape: Landscape, sides: ArrayLike, blocs: int = 2) -> Floats:
    """How much the energy rises if state i alone goes to bloc b, (n, blocs), for one configuration (n,).

    NaN where i already is in b, or would only exchange one empty bloc for another.
    """
    own = np.asarray(sides).astype(np.int64)
    members = own[:, None] == np.arange(blocs)
    pull = landscape.weights @ members
    found: Floats = 2.0 * (np.take_along_axis(pull, own[:, None], axis=1) - pull)
    alone = members.sum(axis=0)[own] == 1
    found[members | (alone[:, None] & ~members.any(axis=0))] = np.nan
    return found


def blocs(landscape: Landscape, sides: ArrayLike) -> tuple[tuple[str, ...], ...]:
    """The names in each bloc, in the order of the states."""
    found: dict[int, list[str]] = {}
    for name, side in zip(landscape.names, np.asarray(sides).tolist(), strict=True):
        found.setdefault(side, []).append(name)
    return tuple(tuple(names) for names in found.values())


def _frozen(values: ArrayLike) -> Floats:
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError("sizes and propensities must be numbers in rows of one length") from None
    array.setflags(write=False)
    return array


def _check_states(names: tuple[str, ...], sizes: Floats) -> None:
    if len(names) < 2:
        raise InputError(f"a landscape needs at least 2 states, got {len(names)}")
    twice = [name for row, name in enumerate(names) if name in names[:row]]
    if twice:
        raise InputError(f"state '{twice[0]}' is named twice; give each state once")
    if sizes.shape != (len(names),):
        raise InputError(f"there are {len(names)} states and {sizes.size} sizes; give one size for each state")
    for name, size in zip(names, sizes.tolist(), strict=True):
        if not 0 < size < np.inf:
            raise InputError(f"size of '{name}' is {size:g}; it must be a number above 0, so leave the state out")


def _check_propensity(names: tuple[str, ...], matrix: Floats) -> None:
    n = len(names)
    if matrix.shape != (n, n):
        raise InputError(f"propensities have shape {matrix.shape}; {n} states need {n} rows of {n} numbers")
    if not np.isfinite(matrix).all():
        i, j = np.argwhere(~np.isfinite(matrix))[0]
        raise InputError(
            f"propensity of '{names[i]}' and '{names[j]}' is {matrix[i, j]:g}; give a number, 0 if neutral"
        )
    own = np.flatnonzero(np.diagonal(matrix))
    if own.size:
        i = own[0]
        raise InputError(f"propensity of '{names[i]}' with itself is {matrix[i, i]:g}; leave the diagonal empty or 0")
    uneven = np.argwhere(np.abs(matrix - matrix.T) > SYMMETRY * np.abs(matrix).max(initial=0.0))
    if uneven.size:
        i, j = uneven[0]
        raise InputError(
            f"propensities are not symmetric: '{names[i]}' with '{names[j]}' is {matrix[i, j]:g}, "
            f"'{names[j]}' with '{names[i]}' is {matrix[j, i]:g}; give one number for a pair"
        )
