"""Run futures of one version of foedus when asked, for `versions.py`: one process serves every request, and compiles once.

    python bench/runner.py BENCH

BENCH is the folder of that version's own synthetic worlds. A request is a line of standard input, an answer a line of
standard output, both JSON. Only what has long been the same is used: `Study`, `setting`, `batches`.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from functools import cache
from typing import Any

import numpy as np

from foedus.simulation.engine import batches
from foedus.simulation.outcomes import YEARLY
from foedus.simulation.setting import setting
from foedus.simulation.study import Study
from foedus.world.case import load_case

HORIZON, SEED = 20, 1


@cache
def prepared(world: str) -> tuple[Any, Any, int]:
    """Setting and parameter sets of a synthetic world of so many states, or of a case's headline run; its directed dyads."""
    if world.isdigit():
        import worlds

        made = worlds.world(int(world))
        found = setting(made), worlds.parameters(made), made.dyads
    else:
        study = Study(load_case(world), horizon=HORIZON)
        measured = setting(study.world, study.drift("as-measured"))
        found = measured, study.parameters().parameters, study.world.dyads
    for _ in batches(*found[:2], seed=SEED, futures=1, horizon=HORIZON, threads=1):
        pass  # compiles
    return found


def run(world: str, futures: int, threads: int) -> dict[str, Any]:
    """CPU and wall time of futures, without what is done once; the digest of their events; disputes a year."""
    w, p, dyads = prepared(world)
    kept = []
    asked = batches(w, p, seed=SEED, futures=futures, horizon=HORIZON, threads=threads)
    wall, cpu = time.perf_counter(), time.process_time()
    kept.extend(asked)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    digest = hashlib.sha256()
    for _, events, _, _ in kept:
        digest.update(np.ascontiguousarray(events).tobytes())
    disputes = np.concatenate([yearly[:, :, YEARLY.index("disputes")] for _, _, _, yearly in kept])
    return {
        "cpu_s": cpu,
        "wall_s": wall,
        "events": digest.hexdigest(),
        "dyads": dyads,
        "disputes_per_year": float(disputes.mean()),
    }


def main(bench: str) -> None:
    sys.path[0] = bench
    for line in sys.stdin:
        print(json.dumps(run(**json.loads(line))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
