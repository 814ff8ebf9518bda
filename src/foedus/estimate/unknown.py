"""What is drawn in place of a figure of a state that is not known: quantiles of what states of its class had.

    polyarchy     the index itself
    ideal_point   less the mean of the states with which it has a defence pact; `ideal_alone` is the point itself, for a state
                  without one
    gdp, milex    ln(its share of the world's total / its CINC share)

A class is democracies or other states. A draw is the quantile at a uniform number: nothing is known of the state but its class,
so its own past, which a case can state as the figure of an earlier year, is better. `foedus.estimate.samples.unknown` computes
the table.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from foedus.arrays import Floats
from foedus.estimate.posterior import SHIPPED

LEVELS = np.linspace(0.0, 1.0, 21)
HEADS = tuple(f"q{round(100 * level)}" for level in LEVELS)
TABLE = Path(str(SHIPPED)) / "unknown.csv"
FIGURES = ("polyarchy", "ideal_point", "ideal_alone", "gdp", "milex")
CLASSES = ("other", "democracy")


class Known(NamedTuple):
    """What the states of a class had: quantiles at LEVELS, the number of state-years, their years and sources."""

    quantiles: Floats
    rows: int
    years: tuple[int, int]
    sources: str


@cache
def known() -> Mapping[tuple[str, str], Known]:
    """The shipped table, by figure and class."""
    found = {}
    with TABLE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            quantiles = np.array([float(row[name]) for name in HEADS])
            years = int(row["first_year"]), int(row["last_year"])
            found[row["figure"], row["class"]] = Known(quantiles, int(row["rows"]), years, row["sources"])
    return found


def quantile(figure: str, kind: str, uniform: Floats) -> Floats:
    """The figure of a class at uniform numbers, linear between LEVELS."""
    return np.asarray(np.interp(uniform, LEVELS, known()[figure, kind].quantiles))
