"""Speed of similarity for all dyads of all years, against a loop of NumPy over pairs.

    python bench/similarity.py [--years 1816:2018]

Reads ATOP and the state list (FOEDUS_DATA). CPU time of one process, best of three; building the portfolios is not in it.
The peer is what one would write without thinking of speed: for each pair of rows, one line of vectorised NumPy.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

import machine
import tables
from foedus.data.library import read
from foedus.measures.portfolios import COMMITMENTS, alliance_portfolios
from foedus.measures.similarity import Kind, similarity_matrix

Matrix = NDArray[np.float64]
REPEATS = 3


def loop(policies: Matrix) -> Iterator[float]:
    """The peer: S of every pair, absolute distance."""
    for i, j in combinations(range(len(policies)), 2):
        yield 1.0 - 2.0 * np.abs(policies[i] - policies[j]).sum() / (3.0 * policies.shape[1])


def seconds(work: Callable[[], object]) -> float:
    """The least CPU time the work took."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def check(years: list[Matrix]) -> float:
    """Largest difference between the two in the last year."""
    ours = similarity_matrix(years[-1], kind="s", levels=COMMITMENTS)[np.triu_indices(len(years[-1]), k=1)]
    return float(np.abs(ours - np.fromiter(loop(years[-1]), float)).max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--years", default="1816:2018", help="first and last year")
    first, last = map(int, parser.parse_args().years.split(":"))
    atop, states = read("atop-dyads"), read("cow-states")
    years = [alliance_portfolios(atop, states, year).policies for year in range(first, last + 1)]
    pairs = sum(len(year) * (len(year) - 1) // 2 for year in years)
    peer = seconds(lambda: [list(loop(year)) for year in years])
    rows = [["loop of NumPy over pairs, S", f"{peer:.2f}", tables.number(pairs / peer), "1"]]
    kinds: tuple[Kind, ...] = ("s", "pi", "kappa", "tau-b")
    for kind in kinds:
        spent = seconds(lambda kind=kind: [similarity_matrix(year, kind=kind, levels=COMMITMENTS) for year in years])
        rows.append(
            [
                f"foedus, {kind}",
                f"{spent:.2f}",
                tables.number(pairs / spent),
                f"{peer / spent:.1f}" if kind == "s" else "-",
            ]
        )
    print(f"{pairs:,} pairs of states, {first}-{last}; largest difference from the loop {check(years):.1e}")
    print(f"{machine.describe()}\n")
    print(tables.table(("all dyads of all years", "CPU, s", "pairs a second", "times the loop for S"), rows))


if __name__ == "__main__":
    main()
