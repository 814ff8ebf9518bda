r"""Minima, basins and swing of a landscape: what is stable, how far it attracts, and who decides.

The basin of a minimum is the share of configurations from which steepest descent ends there. The swing of state i is the
share of configurations in which i alone, by going to another bloc, changes the minimum that is reached,

    swing_i = P[ minimum(X) != minimum(X with i switched) ]

with X uniform over configurations (and over the other blocs, if there are several), so that every minimum counts by the
width of its basin. The state with the largest swing is the swing state; where all swings are 0 there is none. It shows
who could tip the pattern before it forms, not who gains from it.

Both are exact where every configuration is a start (two blocs and up to 25 states; more blocs and up to 100,000
partitions), and estimates from seeded random starts beyond that, which may miss a deeper minimum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Floats, Ints
from foedus.classic import alignments
from foedus.classic.compiled import compiled
from foedus.classic.descent import all_partitions, descend, diverted, partitions, random_partitions
from foedus.classic.landscape import Landscape, Sides, energy
from foedus.errors import InputError

EXHAUSTIVE_STATES = 25
"""States up to which two blocs are surveyed in full: 16.8 million configurations, 64 MiB."""

EXHAUSTIVE_PARTITIONS = 100_000
"""Partitions up to which more blocs are surveyed in full; each is descended from, and so is each of its switches."""


@dataclass(frozen=True, eq=False)
class Survey:
    """The minima found, deepest first.

    sides     (M, n) bloc of each state
    energies  (M,)
    basins    (M,) shares of the starts, summing to 1
    swing     (n,) shares, 0 to 1
    starts    configurations that were descended from
    exact     every configuration was one of them
    """

    sides: Sides
    energies: Floats
    basins: Floats
    swing: Floats
    starts: int
    exact: bool


def survey(
    landscape: Landscape, blocs: int = 2, *, starts: int = 10_000, seed: int = 1, at_most: int | None = None
) -> Survey:
    """Survey a landscape: in full where that is possible, else from `starts` random configurations.

    `at_most` lowers the number of configurations up to which the survey is complete, for repeated surveys.
    """
    if not 2 <= blocs <= landscape.states:
        raise InputError(f"blocs {blocs} is not allowed: from 2 to the number of states, {landscape.states}")
    if starts < 1:
        raise InputError(f"starts {starts} is not allowed: 1 or more")
    configurations = partitions(landscape.states, blocs)
    limit = 1 << (EXHAUSTIVE_STATES - 1) if blocs == 2 else EXHAUSTIVE_PARTITIONS
    exact = configurations <= min(limit, limit if at_most is None else at_most)
    if exact and blocs == 2:
        return _in_full(landscape)
    rows = (
        all_partitions(landscape.states, blocs) if exact else random_partitions(landscape.states, blocs, starts, seed)
    )
    ends = descend(landscape, rows, blocs)
    minima, counts = np.unique(ends, axis=0, return_counts=True)
    swing = diverted(landscape, rows, ends, blocs)
    return _sorted(landscape, minima, counts, swing, len(rows), exact=exact)


def _in_full(landscape: Landscape) -> Survey:
    """Two blocs, every configuration."""
    codes, label = _labelled(alignments.descents(landscape))
    counts = np.bincount(label, minlength=len(codes))
    swing = _swing(label, landscape.states) / len(label)
    minima = alignments.sides(codes, landscape.states)
    return _sorted(landscape, minima, counts, swing, len(label), exact=True)


def _sorted(
    landscape: Landscape, minima: Sides, counts: NDArray[np.integer], swing: Floats, starts: int, *, exact: bool
) -> Survey:
    depths = energy(landscape, minima)
    order = np.lexsort((-counts, depths))
    return Survey(minima[order], depths[order], counts[order] / counts.sum(), swing, starts, exact)


def _labelled(after: NDArray[np.int32]) -> tuple[Ints, NDArray[np.int32]]:
    """The codes of the minima, ascending, and for every code the position of the one that it falls to."""
    codes = np.flatnonzero(after == np.arange(len(after), dtype=np.int32)).astype(np.int64)
    label = np.full(len(after), -1, np.int32)
    label[codes] = np.arange(len(codes))
    _follow(after, label)
    return codes, label


@compiled
def _follow(after, label):  # type: ignore[no-untyped-def]
    """Give every code the label at the end of its path, and leave it along the path."""
    for code in range(len(after)):
        end = code
        while label[end] < 0:
            end = after[end]
        found, here = label[end], code
        while label[here] < 0:
            label[here] = found
            here = after[here]


@compiled
def _swing(label, n):  # type: ignore[no-untyped-def]
    """For every state, the number of codes whose label changes when the state switches."""
    every = len(label) - 1
    counts = np.zeros(n, np.int64)
    for i in range(n):
        flip = every if i == 0 else 1 << (i - 1)
        for code in range(len(label)):
            counts[i] += label[code] != label[code ^ flip]
    return counts
