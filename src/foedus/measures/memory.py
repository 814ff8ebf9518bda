"""Discounted history of events: their count, each weighted by half for every half-life that has passed since."""

from __future__ import annotations

import numpy as np

from foedus.arrays import Floats

HALF_LIFE = 20.0
"""Years in which a dispute loses half its worth."""


def kept(half_life: float = HALF_LIFE) -> float:
    """The discount of one year, 2^(-1 / half_life)."""
    return float(0.5 ** (1.0 / half_life))


def decayed(grid: Floats, half_life: float = HALF_LIFE) -> Floats:
    """Discounted count in each year of the events of earlier years: sum over s < t of events_s 2^(-(t - 1 - s) / half_life).

    grid   events (units, years); the result has its shape, and 0 in the first year
    """
    out = np.zeros_like(grid)
    for t in range(1, grid.shape[1]):
        out[:, t] = out[:, t - 1] * kept(half_life) + grid[:, t - 1]
    return out
