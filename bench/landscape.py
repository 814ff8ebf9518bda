"""Measure the walk over all two-bloc alignments against NumPy, and the frustration index of the state system.

    python bench/landscape.py [--quick]

The NumPy version is the plain one: all codes in chunks, sides as a matrix, one product with the weights a chunk. Both find
every local minimum of the same random landscape, and the answers are compared. Times are wall time, best of 3, on all cores
the walk and the product may use. The networks need the publishers' files (FOEDUS_DATA) and are left out without them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from foedus.classic import alignments
from foedus.classic.frustration import frustration
from foedus.classic.landscape import Landscape
from foedus.classic.survey import survey
from foedus.classic.ties import network_of_year
from foedus.errors import DataError
from tables import number, table

CHUNK = 1 << 15
SIZES, QUICK = (17, 20, 25), (11, 17)
NETWORKS, QUICK_NETWORKS = ((1938, 5), (1980, 10), (2000, 5), (2010, 5), (2010, 20), (2010, 50)), ((2000, 5),)


def random_landscape(states: int) -> Landscape:
    """Normal propensities, sizes from 0.1 to 1: for timing only."""
    rng = np.random.default_rng(states)
    matrix = np.triu(rng.normal(size=(states, states)), 1)
    return Landscape([str(i) for i in range(states)], rng.uniform(0.1, 1.0, states), matrix + matrix.T)


def numpy_minima(landscape: Landscape) -> list[int]:
    """Codes of all local minima, without the walk."""
    n = landscape.states
    found: list[int] = []
    for first in range(0, 1 << (n - 1), CHUNK):
        codes = np.arange(first, min(first + CHUNK, 1 << (n - 1)))
        x = 1.0 - 2.0 * alignments.sides(codes, n)
        stable = (x * (x @ landscape.weights) >= 0.0).all(axis=1)
        found += codes[stable].tolist()
    return found


def best(work: Callable[[], object], repeats: int = 3) -> float:
    """The least wall time of the work, seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def walks(sizes: tuple[int, ...]) -> str:
    """A row a number of states."""
    rows = []
    for n in sizes:
        landscape = random_landscape(n)
        assert alignments.minima(landscape).tolist() == numpy_minima(landscape)
        ours, theirs = best(lambda x=landscape: alignments.minima(x)), best(lambda x=landscape: numpy_minima(x), 1)
        basins = best(lambda x=landscape: survey(x))
        total = 1 << (n - 1)
        rows.append(
            (
                str(n),
                f"{total:,}",
                number(1e3 * ours),
                f"{total / ours / 1e6:.0f}",
                number(1e3 * theirs),
                number(theirs / ours),
                number(1e3 * basins),
            )
        )
    head = ("states", "alignments", "walk, ms", "million a second", "NumPy, ms", "ratio", "with basins and swing, ms")
    return table(head, rows)


def networks(years: tuple[tuple[int, int], ...]) -> str:
    """A row a network of the state system."""
    rows = []
    for year, window in years:
        network, _ = network_of_year(year, window=window)
        found = frustration(network)
        spent = best(lambda x=network: frustration(x))
        rows.append(
            (
                str(year),
                str(window),
                str(len(network.names)),
                f"{len(network.signs):,}",
                str(int((network.signs < 0).sum())),
                str(found.count),
                f"{found.index:.4f}",
                "yes" if found.proved else f"no, at least {found.bound}",
                f"{spent:.2f}",
            )
        )
    return table(("year", "years of disputes", "states", "ties", "negative", "L", "F", "proved", "seconds"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a smoke run: small landscapes, one network")
    quick = parser.parse_args().quick
    print(walks(QUICK if quick else SIZES))
    try:
        print("\n" + networks(QUICK_NETWORKS if quick else NETWORKS))
    except DataError as error:
        print(f"\nno networks: {error}")


if __name__ == "__main__":
    main()
