"""Run futures, block by block: the same source interpreted (the reference) or compiled, over threads.

The compiled block releases the interpreter lock, so threads run blocks side by side; a future depends only on its address, so
neither blocks nor threads change it.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np

from foedus.arrays import Bits, Flags, Floats
from foedus.simulation.block import WIDTH, Sets, blank, blank_record
from foedus.simulation.chronicle import Chronicle, blank_chronicle
from foedus.simulation.interpreted import quick
from foedus.simulation.kernel import Call, Function, compiles, entry, make_ready
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.simulation.state import Future, Parameters, Record, Setting
from foedus.simulation.store import digest
from foedus.simulation.tally import Tally, count, empty
from foedus.simulation.year import PHASES

T = TypeVar("T")
Engine = Literal["compiled", "reference"]
Batch = tuple[int, Bits, Floats, Floats]
"""The first future, then rows of events (R, E), totals (R, M) and yearly figures (R, T, Y)."""
NARROW = 4
"""Futures of a block of the interpreted engine, which gains nothing from more."""


class Block(NamedTuple):
    """Memory of a block of futures: that of its parameter sets (C, W) and the same by name, state, record; and the seed."""

    memory: Floats
    parameters: Parameters
    future: Future
    record: Record
    seed: np.uint64


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of the simulator: its futures are numbered from 0 and are the same however they are run.

    width    futures of a block; 0: as many as suit the engine
    """

    setting: Setting
    sets: Sets
    seed: int
    horizon: int
    engine: Engine = "compiled"
    width: int = 0

    @cached_property
    def digest(self) -> bytes:
        """What stands for the setting in the name of a result."""
        return digest(self.setting)

    @property
    def events(self) -> int:
        """Events that are marked: those of every question, and behind them any of its own."""
        return len(EVENTS)

    def blocks(
        self, first: int, futures: int, chronicle: Chronicle | None = None, tally: Tally | None = None
    ) -> Iterator[tuple[int, Record]]:
        """Futures first .. first + futures - 1, block by block: the first of each block, and its record.

        The record is written over by the next block. A chronicle has a row for each future; a tally counts them all.
        """
        w, block = self.setting, self._block(chronicle)
        begin, politics, conflict, record = (self.runnable(*call) for call in self._calls(block))
        memory, p, f, out, seed = block
        if self.engine == "reference":
            w, p, f = quick(w), quick(p), quick(f)
        add = self.runnable(count, (tally, out, 0)) if tally else None
        for start in range(first, first + futures, f.width):
            out = out._replace(row=start - first if chronicle else -1, rows=min(f.width, first + futures - start))
            out.events.fill(0)
            out.totals.fill(0.0)
            self.sets.gather(memory, start)
            begin(w, p, f, seed, start)
            for year in range(w.year + 1, w.year + 1 + self.horizon):
                politics(w, p, f, seed, start, year)
                conflict(w, p, f, out, seed, start, year)
                record(w, f, out, year)
            if add:
                add(tally, out, start)
            yield start, out

    def _block(self, chronicle: Chronicle | None) -> Block:
        """Memory for a block."""
        width = self.width or (WIDTH if self.engine == "compiled" and compiles() else NARROW)
        kept = chronicle or blank_chronicle(self.setting, 0, self.horizon)
        out = blank_record(self.setting, self.horizon, kept, width, self.events)
        return Block(*self.sets.lanes(width), blank(self.setting, width), out, np.uint64(self.seed))

    def _calls(self, block: Block) -> list[Call]:
        """The phases of the year, with arguments."""
        w, p, f, out, seed = self.setting, *block[1:]
        given = ((w, p, f, seed, 0), (w, p, f, seed, 0, w.year), (w, p, f, out, seed, 0, w.year), (w, f, out, w.year))
        return list(zip(PHASES, given, strict=True))

    def runnable(self, function: Function, arguments: tuple[Any, ...]) -> Function:
        """A function in the form in which this question is run, for arguments like these."""
        return entry(function, arguments) if self.engine == "compiled" else function

    def prepare(self) -> None:
        """Compile now, in the main thread, where an interrupt works."""
        if self.engine == "compiled":
            block = self._block(None)
            sizes = len(self.setting.provocations), len(self.setting.instruments)
            counting = (empty(len(self.sets), self.horizon, *sizes, self.events), block.record, 0)
            make_ready([*self._calls(block), (count, counting)])

    def rows(self, first: int, futures: int, chronicle: Chronicle | None = None) -> tuple[Bits, Floats, Floats]:
        """Rows of futures: events, totals, yearly."""
        events = np.empty((futures, self.events), np.uint64)
        totals = np.empty((futures, len(self.setting.provocations) + len(TOTALS)))
        yearly = np.empty((futures, self.horizon, len(YEARLY)))
        for start, out in self.blocks(first, futures, chronicle):
            here = slice(start - first, start - first + out.rows)
            events[here] = out.events[:, : out.rows].T
            totals[here] = out.totals[:, : out.rows].T
            yearly[here] = out.yearly[:, :, : out.rows].transpose(2, 0, 1)
        return events, totals, yearly


def unpack(events: Bits, horizon: int) -> Flags:
    """Bits to flags: (R, E) words to (R, E, T)."""
    years = np.arange(horizon, dtype=np.uint64)
    return ((events[:, :, None] >> years) & np.uint64(1)).astype(np.bool_)


def batches(
    setting: Setting,
    parameters: Parameters,
    *,
    seed: int,
    futures: int,
    horizon: int,
    first: int = 0,
    size: int = 1024,
    threads: int | None = None,
    engine: Engine = "compiled",
) -> Iterator[Batch]:
    """Futures first .. first + futures - 1 in batches, in order."""
    question = Question(setting, Sets(parameters), seed, horizon, engine)
    question.prepare()

    def batch(start: int) -> Batch:
        return start, *question.rows(start, min(size, first + futures - start))

    starts = range(first, first + futures, size)
    return in_order((partial(batch, start) for start in starts), workers(threads, engine))


def chronicles(
    setting: Setting,
    parameters: Parameters,
    *,
    seed: int,
    futures: int,
    horizon: int,
    size: int = 64,
    threads: int | None = None,
    engine: Engine = "compiled",
) -> Iterator[tuple[Floats, Chronicle]]:
    """The same futures in batches, in order: (yearly, chronicle)."""
    question = Question(setting, Sets(parameters), seed, horizon, engine)
    question.prepare()

    def batch(start: int) -> tuple[Floats, Chronicle]:
        rows = min(size, futures - start)
        kept = blank_chronicle(setting, rows, horizon)
        return question.rows(start, rows, kept)[2], kept

    starts = range(0, futures, size)
    return in_order((partial(batch, start) for start in starts), workers(threads, engine))


def workers(threads: int | None, engine: Engine) -> int:
    """Threads that work: the interpreted engine gains nothing from a second."""
    return 1 if engine == "reference" else threads or os.cpu_count() or 1


def in_order(work: Iterable[Callable[[], T]], threads: int) -> Iterator[T]:
    """The results of pieces of work done over threads, in the order of the work; a few are done ahead."""
    pieces = iter(work)
    with ThreadPoolExecutor(threads) as pool:
        pending = deque(pool.submit(piece) for piece in islice(pieces, 2 * threads))
        while pending:
            yield pending.popleft().result()
            pending.extend(pool.submit(piece) for piece in islice(pieces, 1))
