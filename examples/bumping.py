"""Does bumping find better boxes than one search, in a table that is searched in one half and counted in the other?

Bumping (Tibshirani and Knight 1999) searches tables whose rows are drawn with replacement as well, and takes the box that is
best in the table as it is. Rows are parameter sets with four futures each; futures fail oftener where two of thirty columns
lie in a region. A search takes one half, by `foedus.assessment.prim`; the excess of the box in the other half says what it is
worth.

    python examples/bumping.py      the figures of docs/decisions/0029-where-an-alliance-fails.md

needs no files.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from foedus.arrays import Floats
from foedus.assessment import prim

ROWS, COLUMNS, FUTURES = 1000, 30, 4.0
DRAWS, AGAIN = 60, 20
PLANTED = ((0.5, 0.05), (0.15, 0.07), (0.13, 0.08))
"""Share that fails inside the region, and outside."""


class Found(NamedTuple):
    """Excess in the half that was not searched, in standard errors: mean over tables, and its error."""

    plain: float
    bumped: float
    gain: float
    error: float


def table(rng: np.random.Generator, inside: float, outside: float) -> tuple[Floats, Floats]:
    """Columns and failures of the rows of a table."""
    x = rng.random((ROWS, COLUMNS))
    region = (x[:, 3] > 0.6) & (x[:, 7] < 0.5)
    return x, rng.binomial(int(FUTURES), np.where(region, inside, outside)).astype(np.float64)


def excess(x: Floats, hits: Floats, box: prim.Box) -> float:
    """The excess of the failures in a box; 0 of no box."""
    rows = prim.inside(x, box) if box else np.zeros(len(x), np.bool_)
    return prim.excess(float(hits[rows].sum()), FUTURES * rows.sum(), float(hits.mean() / FUTURES))


def compared(inside: float, outside: float, draws: int = DRAWS, again: int = AGAIN) -> Found:
    """Both ways on as many tables."""
    rng = np.random.default_rng(1)
    found = np.empty((draws, 2))
    for row in found:
        x, hits = table(rng, inside, outside)
        half = ROWS // 2
        searched, other = (x[:half], hits[:half]), (x[half:], hits[half:])
        weight = np.full(half, FUTURES)
        drawn = rng.multinomial(half, np.full(half, 1.0 / half), size=again)
        boxes = prim.find(*searched, weight), prim.bump(*searched, weight, drawn)
        row[:] = [excess(*other, box) for box in boxes]
    gain = found[:, 1] - found[:, 0]
    return Found(*found.mean(axis=0), float(gain.mean()), float(gain.std(ddof=1) / np.sqrt(draws)))


def main() -> None:
    """Print a row for each plant."""
    print(f"{DRAWS} tables of {ROWS:,} rows, half searched; {AGAIN} draws of rows")
    print("fail inside, outside   excess of one search   with bumping   gain (error)")
    for inside, outside in PLANTED:
        one = compared(inside, outside)
        print(
            f"{inside:>11.2f} {outside:>8.2f} {one.plain:>22.2f} {one.bumped:>14.2f} {one.gain:>+7.2f} ({one.error:.2f})"
        )


if __name__ == "__main__":
    main()
