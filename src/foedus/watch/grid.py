"""The grid of levels that `foedus.watch.level` follows: where it lies, what a change makes of it, what a count says of it."""

from __future__ import annotations

import math

import numpy as np

from foedus.arrays import Floats

FIRST = 24
"""Known months whose mean says where the grid begins."""
FLOOR, REACH = 0.02, 256.0
"""Lowest level followed, a month; and how far below the mean of the first months the grid begins where that is more."""
STEP, CELLS = math.log(2.0) / 4.0, 65
"""Width of a cell of the grid of ln L, and their number."""
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def grid_of(counts: Floats) -> Floats:
    """Levels (S, CELLS) that are followed, from the mean of the first months that are known."""
    known = np.isfinite(counts)
    first = known & (known.cumsum(axis=1) <= FIRST)
    mean = np.where(first, np.nan_to_num(counts), 0.0).sum(axis=1) / np.maximum(first.sum(axis=1), 1)
    grid: Floats = np.maximum(mean / REACH, FLOOR)[:, None] * np.exp(STEP * np.arange(CELLS))
    return grid


def jumps(jump: float, ratio: float) -> Floats:
    """(3, CELLS, CELLS) probability of each level after a change, from each before it; of those, rises; and falls.

    jump   standard deviation of a change of ln L
    ratio  least ratio of two levels that is a rise, or a fall
    """
    apart = np.arange(CELLS)[None, :] - np.arange(CELLS)[:, None]
    kernel = np.exp(-0.5 * (apart * STEP / jump) ** 2)
    kernel /= kernel.sum(axis=1, keepdims=True)
    least = math.log(ratio) / STEP
    return np.stack([kernel, np.where(apart >= least, kernel, 0.0), np.where(-apart >= least, kernel, 0.0)])


def log_mass(y: Floats, mean: Floats, k: Floats) -> Floats:
    """Log of the probability of a count, but for a part that neither mean nor dispersion enters."""
    from scipy.special import gammaln

    found: Floats = np.log(k + mean)
    found *= -(y + k)
    found += y * np.log(mean) + (gammaln(y + k) - gammaln(k) + k * np.log(k))
    return found


def quantiles(levels: Floats, grid: Floats) -> Floats:
    """Quantiles of the level by month, with the probability of a cell spread evenly over it in the logarithm."""
    below = np.concatenate([np.zeros((len(levels), 1)), levels.cumsum(axis=1)], axis=1)
    edges = np.log(grid[0]) + STEP * (np.arange(CELLS + 1) - 0.5)
    return np.exp([np.interp(QUANTILES, row / row[-1], edges) for row in below])
