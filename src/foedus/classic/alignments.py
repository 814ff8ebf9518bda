r"""All 2^(n-1) ways to divide n states into two blocs, walked so that each step is one switch.

A configuration is a code: bit i - 1 is 1 where state i stands against state 0. The walk is a Gray code, in which
neighbours differ in one state k, so the field h_j = sum_k w_jk x_k of every state, x = +1 or -1 being its side, needs one
addition,

    h_j <- h_j + 2 w_jk x_k (new)          a switch of j raises the energy by 2 x_j h_j

and energies and sums need not be recomputed. The top bits of the code divide the walk into runs that start from a fresh
sum: runs go to threads, and rounding errors do not accumulate across runs.

Source of the code: Gray (1953), US patent 2,632,058.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import NDArray

from foedus.arrays import Floats, Ints
from foedus.classic.compiled import compiled
from foedus.classic.landscape import Landscape, Sides

RUN_BITS = 14
"""Bits of a run: 16,384 switches between fresh sums, and enough work for a thread."""

LANES = 8
"""States are padded to a multiple of this, so that the sums fill vector registers."""

ROUNDING = 1e-12
"""A change of energy smaller than this share of sum |w_ij| is rounding, and counts as none."""


def sides(codes: NDArray[np.integer], states: int) -> Sides:
    """The blocs, (..., n), of codes (...)."""
    bits = np.arange(states) - 1
    found = (np.asarray(codes)[..., None] >> np.maximum(bits, 0)) & 1
    found[..., 0] = 0
    return found.astype(np.int8)


def minima(landscape: Landscape) -> Ints:
    """Codes of all local minima, ascending: no single switch lowers the energy. A level switch does not count as lower."""
    n = landscape.states
    stable = np.zeros(1 << (n - 1), np.uint8)
    weights, tolerance = padded(landscape)
    _over_runs(n, lambda low, first, last: _walk_minima(weights, n, low, first, last, tolerance, stable))
    return np.flatnonzero(stable).astype(np.int64)


def descents(landscape: Landscape) -> NDArray[np.int32]:
    """For every code, the code after its best switch: the one that lowers the energy most (the first state among
    equals), or itself at a local minimum."""
    n = landscape.states
    after = np.empty(1 << (n - 1), np.int32)
    weights, tolerance = padded(landscape)
    _over_runs(n, lambda low, first, last: _walk_descents(weights, n, low, first, last, tolerance, after))
    return after


def padded(landscape: Landscape) -> tuple[Floats, float]:
    """The weights with rows and columns of zeros up to a multiple of LANES, and the rounding of a field."""
    n = landscape.states
    width = -(-n // LANES) * LANES
    weights = np.zeros((width, width))
    weights[:n, :n] = landscape.weights
    return weights, ROUNDING * float(np.abs(weights).sum())


def _over_runs(n: int, walk: Callable[[int, int, int], object]) -> None:
    """Call walk(run bits, first run, last run) for shares of the runs, on every core."""
    low = min(RUN_BITS, n - 1)
    runs = 1 << (n - 1 - low)
    if runs == 1:
        walk(low, 0, 1)
        return
    shares = min(runs, 4 * (os.cpu_count() or 1))
    edges = [runs * share // shares for share in range(shares + 1)]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        list(pool.map(walk, [low] * shares, edges[:-1], edges[1:]))


@njit(nogil=True, inline="always")
def _flip(weights, step, x, h):  # type: ignore[no-untyped-def]
    """Turn the state that a Gray code turns at `step`, and the fields with it; its bit in the code."""
    k = 1
    while not (step >> (k - 1)) & 1:
        k += 1
    x[k] = -x[k]
    twice = 2.0 * x[k]
    for j in range(len(x)):
        h[j] += twice * weights[k, j]
    return 1 << (k - 1)


@compiled
def _start(weights, n, code, x, h):  # type: ignore[no-untyped-def]
    """Sides and fields of a code."""
    x[:] = 1.0
    for i in range(1, n):
        if (code >> (i - 1)) & 1:
            x[i] = -1.0
    for i in range(len(x)):
        total = 0.0
        for j in range(len(x)):
            total += weights[i, j] * x[j]
        h[i] = total


@compiled
def _walk_minima(weights, n, low, first, last, tolerance, stable):  # type: ignore[no-untyped-def]
    x, h = np.empty(len(weights)), np.empty(len(weights))
    for run in range(first, last):
        code = run << low
        _start(weights, n, code, x, h)
        for step in range(1, (1 << low) + 1):
            lower = 0
            for j in range(len(x)):
                lower += x[j] * h[j] < -tolerance
            stable[code] = lower == 0
            if step == 1 << low:
                break
            code ^= _flip(weights, step, x, h)


@compiled
def _walk_descents(weights, n, low, first, last, tolerance, after):  # type: ignore[no-untyped-def]
    x, h = np.empty(len(weights)), np.empty(len(weights))
    every = (1 << (n - 1)) - 1
    for run in range(first, last):
        code = run << low
        _start(weights, n, code, x, h)
        for step in range(1, (1 << low) + 1):
            best, chosen = -tolerance, -1
            for j in range(n):
                change = x[j] * h[j]
                if change < best:
                    best, chosen = change - tolerance, j
            after[code] = code if chosen < 0 else code ^ every if chosen == 0 else code ^ (1 << (chosen - 1))
            if step == 1 << low:
                break
            code ^= _flip(weights, step, x, h)
