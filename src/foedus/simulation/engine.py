"""Run futures: the same source interpreted (the reference) or compiled, over threads.

The compiled loop releases the interpreter lock, so threads run batches side by side; a future depends only on its
address, so neither batches nor threads change it.
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

import numpy as np
import platformdirs
from numpy.typing import NDArray

from foedus.jitable import register_all
from foedus.simulation.chronicle import Chronicle, blank_chronicle
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.simulation.state import Future, Parameters, Record, Setting, blank
from foedus.simulation.year import begin, live, record

T = TypeVar("T")
Engine = Literal["compiled", "reference"]

PACKAGE = Path(__file__).parents[1]
SOURCES = (
    "jitable.py",
    "equations/**/*.py",
    "equations/effects.csv",
    "measures/memory.py",
    "simulation/**/*.py",
    "world/*.py",
    "world/*.csv",
)
"""What the compiled block is made of, within the package; of the world it has the numbers of kinds and of outcomes, of
the effects those of channels, and of measures how fast memory fades."""


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

    They are also chronicled if the chronicle has rows for them.
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
            record(w, f, r, w.year + 1 + t)


@lru_cache(maxsize=1)
def compiled() -> Callable[..., None]:
    """The compiled block, cached on disk in a folder named by the digest of its source."""
    import numba

    register_all()
    folder = Path(platformdirs.user_cache_dir("foedus")) / "kernel" / source_digest()
    before = numba.config.CACHE_DIR
    try:
        folder.mkdir(parents=True, exist_ok=True)
        numba.config.CACHE_DIR = str(folder)
        return numba.njit(run_block, nogil=True, cache=True, _nrt=False)
    except OSError:
        return numba.njit(run_block, nogil=True, _nrt=False)
    finally:
        numba.config.CACHE_DIR = before


def source_digest(package: Path = PACKAGE) -> str:
    """Digest of the source of the compiled block: names and text of the files of SOURCES, in every subfolder."""
    digest = hashlib.sha256()
    for source in SOURCES:
        for path in sorted(each for each in package.glob(source) if each.is_file()):
            digest.update(f"{path.relative_to(package).as_posix()}\0".encode() + path.read_bytes())
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
    """The same futures in batches, in order: (yearly, chronicle)."""
    run = _runner(setting, parameters, seed, horizon, engine)

    def batch(start: int, rows: int) -> tuple[NDArray[np.float64], Chronicle]:
        kept = blank_chronicle(setting, rows, horizon)
        return run(start, rows, kept)[2], kept

    return _side_by_side(batch, futures, size, _workers(threads, engine))


def _runner(
    setting: Setting, parameters: Parameters, seed: int, horizon: int, engine: Engine
) -> Callable[[int, int, Chronicle], tuple[NDArray[np.uint64], NDArray[np.float64], NDArray[np.float64]]]:
    """Rows of consecutive futures: events, totals, yearly."""
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
    batch(0, 0)  # compile now, in the main thread, where an interrupt works
    starts = iter(range(0, futures, size))
    with ThreadPoolExecutor(workers) as pool:
        submit = lambda start: pool.submit(batch, start, min(size, futures - start))  # noqa: E731
        pending = deque(submit(start) for start in islice(starts, 2 * workers))
        while pending:
            yield pending.popleft().result()
            pending.extend(submit(start) for start in islice(starts, 1))
