"""Steepest descent for any number of blocs, from starts that are given: all partitions of few states, or seeded draws.

A step moves the one state whose switch to another bloc, or to an empty one while fewer than k are in use, lowers the
energy most; among equals the first state, then the first bloc. It ends at a local minimum of k blocs.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Floats
from foedus.classic.alignments import ROUNDING
from foedus.classic.compiled import compiled
from foedus.classic.landscape import Landscape, Sides
from foedus.errors import InputError


def partitions(states: int, blocs: int) -> int:
    """How many ways there are to put states into at most so many blocs: the sum of Stirling's numbers S(n, 1..k).

    >>> partitions(11, 2), partitions(5, 5)
    (1024, 52)
    """
    counts = [0] * (blocs + 1)
    counts[0] = 1
    for _ in range(states):
        counts = [0] + [counts[k - 1] + k * counts[k] for k in range(1, blocs + 1)]
    return sum(counts)


def all_partitions(states: int, blocs: int) -> Sides:
    """Every partition into at most so many blocs, (partitions, n), as restricted growth strings in order."""
    rows = np.zeros((1, 1), np.int8)
    for _ in range(1, states):
        room = np.minimum(rows.max(axis=1) + 2, blocs)
        rows = np.repeat(rows, room, axis=0)
        first = np.repeat(np.cumsum(room) - room, room)
        rows = np.column_stack([rows, (np.arange(len(rows)) - first).astype(np.int8)])
    return rows


def random_partitions(states: int, blocs: int, count: int, seed: int) -> Sides:
    """Seeded starts, (count, n): every state in one of the blocs at random."""
    drawn = np.random.default_rng(seed).integers(0, blocs, size=(count, states), dtype=np.int8)
    for row in drawn:
        _canonical(row, np.empty(blocs, np.int8))
    return drawn


def descend(landscape: Landscape, starts: Sides, blocs: int) -> Sides:
    """The local minimum that each start, (starts, n), falls to."""
    if not 2 <= blocs <= landscape.states:
        raise InputError(f"blocs {blocs} is not allowed: from 2 to the number of states, {landscape.states}")
    ends = starts.copy()
    tolerance = ROUNDING * float(np.abs(landscape.weights).sum())
    _on_every_core(lambda part: _descend_all(landscape.weights, blocs, tolerance, part), ends)
    return ends


def diverted(landscape: Landscape, starts: Sides, ends: Sides, blocs: int) -> Floats:
    """For every state, the share of its switches away from a start that end in another minimum, (n,).

    A switch of state i sends a start of `starts` into each of the other blocs in turn; `ends` are the minima that the
    starts themselves fall to.
    """
    tolerance = ROUNDING * float(np.abs(landscape.weights).sum())
    counts = np.zeros((len(starts), landscape.states), np.int32)
    _on_every_core(lambda *part: _divert_all(landscape.weights, blocs, tolerance, *part), starts, ends, counts)
    shares: Floats = counts.sum(axis=0) / (len(starts) * (blocs - 1))
    return shares


def _on_every_core(work, *arrays: NDArray) -> None:  # type: ignore[no-untyped-def, type-arg]
    """Call work on matching slices of the arrays."""
    cores = os.cpu_count() or 1
    edges = [len(arrays[0]) * share // (4 * cores) for share in range(4 * cores + 1)]
    slices = [slice(first, last) for first, last in pairwise(edges)]
    with ThreadPoolExecutor(max_workers=cores) as pool:
        list(pool.map(lambda part: work(*(array[part] for array in arrays)), slices))


@compiled
def _canonical(row, label):  # type: ignore[no-untyped-def]
    """Number the blocs in the order in which they first appear."""
    label[:] = -1
    used = 0
    for i in range(len(row)):
        if label[row[i]] < 0:
            label[row[i]] = used
            used += 1
        row[i] = label[row[i]]


@compiled
def _descend(weights, blocs, tolerance, row, pull, members):  # type: ignore[no-untyped-def]
    """Move `row` to its local minimum; pull and members are working space, (n, blocs) and (blocs,)."""
    n = len(row)
    pull[:], members[:] = 0.0, 0
    for i in range(n):
        members[row[i]] += 1
        for j in range(n):
            pull[i, row[j]] += weights[i, j]
    while True:
        best, chosen, into = -tolerance, -1, -1
        for i in range(n):
            empty = False
            for b in range(blocs):
                if b == row[i] or (members[b] == 0 and (empty or members[row[i]] == 1)):
                    continue
                empty = empty or members[b] == 0
                change = pull[i, row[i]] - pull[i, b]
                if change < best:
                    best, chosen, into = change - tolerance, i, b
        if chosen < 0:
            return
        old = row[chosen]
        for j in range(n):
            pull[j, old] -= weights[j, chosen]
            pull[j, into] += weights[j, chosen]
        members[old] -= 1
        members[into] += 1
        row[chosen] = into


@compiled
def _descend_all(weights, blocs, tolerance, rows):  # type: ignore[no-untyped-def]
    pull, members = np.empty((len(weights), blocs)), np.empty(blocs, np.int64)
    label = np.empty(blocs, np.int8)
    for row in rows:
        _descend(weights, blocs, tolerance, row, pull, members)
        _canonical(row, label)


@compiled
def _divert_all(weights, blocs, tolerance, starts, ends, counts):  # type: ignore[no-untyped-def]
    n = len(weights)
    pull, members = np.empty((n, blocs)), np.empty(blocs, np.int64)
    label, row = np.empty(blocs, np.int8), np.empty(n, np.int8)
    for s in range(len(starts)):
        for i in range(n):
            for b in range(blocs):
                if b == starts[s, i]:
                    continue
                row[:] = starts[s]
                row[i] = b
                _descend(weights, blocs, tolerance, row, pull, members)
                _canonical(row, label)
                for j in range(n):
                    if row[j] != ends[s, j]:
                        counts[s, i] += 1
                        break
