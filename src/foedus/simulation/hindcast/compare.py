"""Comparison of a predictive distribution with the outcome: bands, containment, coverage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from foedus.arrays import Floats

BANDS = {50: (0.25, 0.75), 90: (0.05, 0.95)}


@dataclass(frozen=True)
class Bands:
    """Median and central bands of the futures in which a statistic is defined."""

    median: float
    low50: float
    high50: float
    low90: float
    high90: float


def bands(draws: Floats) -> Bands | None:
    """Bands of draws, ignoring NaN; None if fewer than half of them are defined.

    Quantiles are values that occur (the outer of the two nearest ranks), so a band of counts ends at counts and
    contains at least its nominal share of the futures.
    """
    known = draws[np.isfinite(draws)]
    if not len(draws) or 2 * len(known) < len(draws):
        return None
    ends = {}
    for share, (low, high) in BANDS.items():
        ends[f"low{share}"] = float(np.quantile(known, low, method="lower"))
        ends[f"high{share}"] = float(np.quantile(known, high, method="higher"))
    return Bands(median=float(np.median(known)), **ends)


def inside(found: Bands | None, value: float | None, share: int) -> bool | None:
    """Whether a value lies in the band of `share` percent, its ends included; None if either is unknown."""
    if found is None or value is None:
        return None
    low, high = (found.low50, found.high50) if share == 50 else (found.low90, found.high90)
    return low <= value <= high


def coverage(flags: Iterable[bool | None]) -> tuple[float | None, int]:
    """Share of the known flags that are True, and the number known; None if none is known."""
    known = [flag for flag in flags if flag is not None]
    return (sum(known) / len(known) if known else None), len(known)


def known(value: float) -> float | None:
    """NaN as None."""
    return float(value) if np.isfinite(value) else None
