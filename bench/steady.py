"""Assess a small case again and again in one process, and print as JSON its memory (MiB) after some of the assessments.

python bench/steady.py COUNT [COUNT ...]
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import foedus

CASE = Path(__file__).resolve().parents[1] / "tests" / "assessment" / "ruritania.yaml"
FUTURES, HORIZON = 100, 10


def resident_mib() -> float:
    """Memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main(counts: list[int]) -> None:
    case, found = foedus.load_case(CASE), {}
    for seed in range(1, max(counts) + 1):
        foedus.assess(case, futures=FUTURES, horizon=HORIZON, seed=seed, specification="rich", threads=1)
        if seed in counts:
            found[seed] = resident_mib()
    print(json.dumps(found))


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]])
