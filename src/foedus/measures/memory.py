"""Memory of events: their count, each worth half as much for every half-life that passed since."""

from __future__ import annotations

import numpy as np

from foedus.arrays import Floats

HALF_LIFE = 20.0
"""Years in which a dispute loses half its worth."""


def kept(half_life: float = HALF_LIFE) -> float:
    """Share of an event's worth that is left after one more year, 2^(-1 / half_life)."""
    return float(0.5 ** (1.0 / half_life))


def decayed(grid: Floats, half_life: float = HALF_LIFE) -> Floats:
    """Memory in each year of the events of the years before it: sum over s < t of events_s 2^(-(t - 1 - s) / half_life).

    grid   events (units, years); the result has its shape, and 0 in the first year
    """
    out = np.zeros_like(grid)
    for t in range(1, grid.shape[1]):
        out[:, t] = out[:, t - 1] * kept(half_life) + grid[:, t - 1]
    return out
