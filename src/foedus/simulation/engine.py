"""Run futures: the same source interpreted (the reference) or compiled, over threads.

The compiled loop releases the interpreter lock, so threads run batches side by side; a future depends on its address
alone, so neither batches nor threads change it.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal, TypeVar

import numba
import numpy as np
import platformdirs
from numpy.typing import NDArray

from foedus.equations.treaty_end import MEMORY
from foedus.jitable import jitable
from foedus.simulation.chronicle import blank_chronicle
from foedus.simulation.contract import weave
from foedus.simulation.draws import Process, logistic, normal, uniforms
from foedus.simulation.ladder import FORCE, assign
from foedus.simulation.outcome import EVENTS, TOTALS, YEARLY
from foedus.simulation.state import (
    FUTURE_INSTRUMENTS,
    FUTURE_PAIRS,
    FUTURE_STATES,
    NEVER,
    WHOLE,
    Chronicle,
    Future,
    Parameters,
    Record,
    Setting,
)
from foedus.simulation.year import live

T = TypeVar("T")
Engine = Literal["compiled", "reference"]
_START = int(Process.YEAR)


def blank(w: Setting, provocations: int) -> Future:
    """An unused future of the right shapes."""
    states, pairs, instruments = len(w.states), len(w.pairs), len(w.instruments)
    return Future(
        states=np.zeros(states, FUTURE_STATES).view(np.recarray),
        pairs=np.zeros(pairs, FUTURE_PAIRS).view(np.recarray),
        instruments=np.zeros(instruments, FUTURE_INSTRUMENTS).view(np.recarray),
        whole=np.zeros(1, WHOLE).view(np.recarray),
        capability=np.empty((3, states)),
        growth=np.empty((3, states)),
        past=np.empty((MEMORY + 1, states)),
        shift=np.empty((2, 2 * pairs)),
        alliance=np.empty((states, states)),
        bilateral=np.empty((states, states), np.bool_),
        provocations=np.empty(provocations),
    )


@jitable
def begin(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int) -> None:
    """The state at the end of the last observed year. A world does not say how far its disputes went: to force, as most do."""
    assign(f.capability, w.capability)
    assign(f.growth, p.growth_mean[g])
    for row in range(len(f.past)):
        for i in range(len(w.states)):
            f.past[row, i] = w.capability[0, i]
    for i in range(len(w.states)):
        f.states[i].ideal = w.states[i].ideal
        f.states[i].side = w.states[i].side
        f.states[i].changed = 0
        f.states[i].nuclear = w.states[i].nuclear
    for q in range(len(w.pairs)):
        f.pairs[q].peace = w.pairs[q].peace
        f.pairs[q].memory = w.pairs[q].memory
        f.pairs[q].level = FORCE if w.pairs[q].peace == 0 else 0
        f.pairs[q].formed = -1
    for k in range(len(w.instruments)):
        there = w.instruments[k].present
        f.instruments[k].exit = NEVER if there else 0
        f.instruments[k].integrity = w.instruments[k].level
        f.instruments[k].strength = logistic(w.instruments[k].level) * w.instruments[k].weight if there else 0.0
    f.whole[0].exposure = f.whole[0].strain = f.whole[0].load = 0.0
    u, v, _, _ = uniforms(seed, run, 0, w.year, _START)
    f.whole[0].level = p.draws[g].year_start.centre + p.draws[g].year_start.sd * normal(u, v)
    weave(w, f)


def run_block(
    w: Setting,
    p: Parameters,
    f: Future,
    seed: int,
    start: int,
    events: NDArray[np.uint64],
    totals: NDArray[np.float64],
    yearly: NDArray[np.float64],
    chronicle: Chronicle,
) -> None:
    """Futures start, start + 1, ... into the rows of events (R, E), totals (R, M) and yearly (R, T, Y).

    They are chronicled too where the chronicle has rows for them.
    """
    chronicled = chronicle.pairs.shape[0] > 0
    for row in range(events.shape[0]):
        run = start + row
        g = run % len(p.draws)
        for k in range(events.shape[1]):
            events[row, k] = 0
        for k in range(totals.shape[1]):
            totals[row, k] = 0.0
        r = Record(events[row], totals[row], yearly[row], chronicle, row if chronicled else -1)
        begin(w, p, g, f, seed, run)
        for t in range(yearly.shape[1]):
            live(w, p, g, f, r, seed, run, w.year + 1 + t)


@lru_cache(maxsize=1)
def compiled() -> Callable[..., None]:
    """The block compiled, kept on disk in a folder named by the source it was made from."""
    folder = Path(platformdirs.user_cache_dir("foedus")) / "kernel" / _source_digest()
    before = numba.config.CACHE_DIR
    try:
        folder.mkdir(parents=True, exist_ok=True)
        numba.config.CACHE_DIR = str(folder)
        return numba.njit(run_block, nogil=True, cache=True, _nrt=False)
    except OSError:
        return numba.njit(run_block, nogil=True, _nrt=False)
    finally:
        numba.config.CACHE_DIR = before


def _source_digest() -> str:
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted([*here.rglob("*.py"), *(here.parent / "equations").rglob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def unpack(events: NDArray[np.uint64], horizon: int) -> NDArray[np.bool_]:
    """Bits to flags: (R, E) words to (R, E, T)."""
    years = np.arange(horizon, dtype=np.uint64)
    return ((events[:, :, None] >> years) & np.uint64(1)).astype(np.bool_)


Batch = tuple[int, NDArray[np.uint64], NDArray[np.float64], NDArray[np.float64]]


def batches(
    setting: Setting,
    parameters: Parameters,
    *,
    seed: int,
    futures: int,
    horizon: int,
    size: int = 250,
    threads: int | None = None,
    engine: Engine = "compiled",
) -> Iterator[Batch]:
    """Futures 0 .. futures - 1 in batches, in order: (first future, events, totals, yearly)."""
    run = _runner(setting, parameters, seed, horizon, engine)

    def batch(start: int, rows: int) -> Batch:
        return start, *run(start, rows, blank_chronicle(setting, 0, horizon))

    return _side_by_side(batch, futures, size, _workers(threads, engine))


def chronicles(
    setting: Setting,
    parameters: Parameters,
    *,
    seed: int,
    futures: int,
    horizon: int,
    size: int = 50,
    threads: int | None = None,
    engine: Engine = "compiled",
) -> Iterator[tuple[NDArray[np.float64], Chronicle]]:
    """The same futures in batches, in order: (yearly, what a hindcast keeps of them)."""
    run = _runner(setting, parameters, seed, horizon, engine)

    def batch(start: int, rows: int) -> tuple[NDArray[np.float64], Chronicle]:
        kept = blank_chronicle(setting, rows, horizon)
        return run(start, rows, kept)[2], kept

    return _side_by_side(batch, futures, size, _workers(threads, engine))


def _runner(
    setting: Setting, parameters: Parameters, seed: int, horizon: int, engine: Engine
) -> Callable[[int, int, Chronicle], tuple[NDArray[np.uint64], NDArray[np.float64], NDArray[np.float64]]]:
    """Rows of futures from a first one on: events, totals, yearly."""
    block = compiled() if engine == "compiled" else run_block
    provocations = parameters.provocation.shape[1]

    def run(
        start: int, rows: int, chronicle: Chronicle
    ) -> tuple[NDArray[np.uint64], NDArray[np.float64], NDArray[np.float64]]:
        events = np.empty((rows, len(EVENTS)), np.uint64)
        totals = np.empty((rows, len(TOTALS) + provocations))
        yearly = np.empty((rows, horizon, len(YEARLY)))
        block(setting, parameters, blank(setting, provocations), seed, start, events, totals, yearly, chronicle)
        return events, totals, yearly

    return run


def _workers(threads: int | None, engine: Engine) -> int:
    return 1 if engine == "reference" else threads or os.cpu_count() or 1


def _side_by_side(batch: Callable[[int, int], T], futures: int, size: int, workers: int) -> Iterator[T]:
    """Batches over threads, in order."""
    batch(0, 0)  # compiles here and now, where an interrupt is heard
    starts = iter(range(0, futures, size))
    with ThreadPoolExecutor(workers) as pool:
        submit = lambda start: pool.submit(batch, start, min(size, futures - start))  # noqa: E731
        pending = deque(submit(start) for start in islice(starts, 2 * workers))
        while pending:
            yield pending.popleft().result()
            pending.extend(submit(start) for start in islice(starts, 1))
