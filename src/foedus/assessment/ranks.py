"""Ranks by size, and how firm they are: what they would be with other parameter sets, drawn anew with replacement.

Source: Efron (1979), Bootstrap methods: another look at the jackknife, Annals of Statistics 7, 1-26.
"""

from __future__ import annotations

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.assessment.interval import FEWEST_SETS, HIGH, LOW

DRAWS = 1000


def ranked(values: Floats, sets: int, seed: int, draws: int = DRAWS) -> list[tuple[int, int, int, float]]:
    """Of each row of values (rows, futures): its rank by the size of its mean, the 5% and 95% quantile of that over parameter
    sets drawn anew, and the share of draws in which it is first. Empty where a value is NaN or there are too few sets.

    Future r has parameter set r mod `sets`.
    """
    again = None if np.isnan(values).any() else redrawn(values, sets, seed, draws)
    if again is None:
        return []
    places, own = _places(again), _places(values.mean(axis=1)[None, :])[0]
    low, high = np.quantile(places, [LOW, HIGH], axis=0, method="nearest")
    first = (places == 1).mean(axis=0)
    return [(int(a), int(b), int(c), float(d)) for a, b, c, d in zip(own, low, high, first, strict=True)]


def redrawn(values: Floats, sets: int, seed: int, draws: int = DRAWS) -> Floats | None:
    """Means over futures, the last axis, with parameter sets drawn anew (draws, ...); None under 30 of them.

    Every call with the same sets and seed draws the same, so that what shares its futures can be compared draw by draw.
    """
    place = np.arange(values.shape[-1]) % sets
    n = np.bincount(place)
    if len(n) < FEWEST_SETS:
        return None
    sums = np.stack([np.bincount(place, row) for row in values.reshape(-1, values.shape[-1])])
    chosen = np.random.default_rng(seed).multinomial(len(n), np.full(len(n), 1.0 / len(n)), size=draws)
    return np.asarray((chosen @ sums.T / (chosen @ n)[:, None]).reshape(draws, *values.shape[:-1]))


def _places(values: Floats) -> Ints:
    """Ranks by size along the last axis: 1 the largest, equal sizes share the better one, what is zero has the last."""
    size = np.abs(values)
    larger = (size[:, None, :] > size[:, :, None]).sum(axis=2)
    return np.asarray(np.where(size > 0.0, 1 + larger, size.shape[1]), np.int64)
