"""What a block of futures takes, step by step: each step compiled alone, as the kernel is, and run in the order of the year.

A step works on the state that those before it have left. Its time is the median over blocks and years, less that of calling a
function that does nothing. Functions that several steps have in common are compiled with the first of them.
"""

from __future__ import annotations

import inspect
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numba
import numpy as np

from foedus.compiler import OPTIONS, Whole
from foedus.jitable import jitable, register_all
from foedus.simulation import year
from foedus.simulation.block import WIDTH, Sets, blank, blank_record
from foedus.simulation.chronicle import blank_chronicle
from foedus.simulation.outcomes import YEARLY
from foedus.simulation.state import Future, Parameters, Setting
from foedus.simulation.steps import initiation

Function = Callable[..., None]
SEED = 1
ARGUMENTS = ("w", "p", "f", "out", "seed", "run", "year")
NOTHING, GATHER = "nothing", "parameter sets into lanes"
ODDS, EXPECTED, DISPUTES = "initiation: odds", "initiation: expected wars and attacks", "initiation: disputes"
PARTS = (ODDS, EXPECTED, DISPUTES)
UNITS = {
    "government": "state",
    "growth": "state",
    "alignment": "state",
    "treaty_formation": "pair",
    "duration": "pair",
    "peace": "pair",
    ODDS: "pair",
    "treaty_end": "instrument",
    "integrity": "instrument",
    "pacts": "link",
    "joining": "link",
    DISPUTES: "dispute",
}
"""What the time of a step is about proportional to."""


class Piece(NamedTuple):
    """A function of a step, compiled alone: called once a block (`begin`) or every year."""

    step: str
    yearly: bool
    work: Function
    compiling_s: float


@jitable
def odds(w: Setting, p: Parameters, f: Future) -> None:
    """The first part of initiation: the log-odds of every pair."""
    for q in range(len(w.pairs)):
        i, j = w.pairs[q].first, w.pairs[q].second
        for r in range(f.width):
            initiation.initiate(p, f, q, i, j, r)


@jitable
def nothing() -> None:
    """What a call itself takes."""


def functions(of: Function) -> list[tuple[str, Function]]:
    """The functions that one of `foedus.simulation.year` calls, each with the name of its step, in its order."""
    calls = re.findall(r"^    (\w+)\.(\w+)\(", inspect.getsource(of), re.MULTILINE)
    return [(step, getattr(getattr(year, step), name)) for step, name in calls]


def plain(function: Function) -> Function:
    """A function of a step, with the arguments of all."""
    taken = ", ".join(inspect.signature(function).parameters)
    return eval(f"lambda {', '.join(ARGUMENTS)}: function({taken})", {"function": function})  # type: ignore[no-any-return]


def alone(function: Function) -> Function:
    """The same, compiled as the kernel is when it is first called."""
    return numba.njit(nogil=True, pipeline_class=Whole, **OPTIONS)(plain(function))  # type: ignore[no-any-return]


class Bench:
    """A block of futures, and the times of what is done to it in nanoseconds."""

    def __init__(self, w: Setting, p: Parameters, horizon: int) -> None:
        self.w, self.years = w, range(w.year + 1, w.year + 1 + horizon)
        self.sets = Sets(p)
        self.memory, self.lanes = self.sets.lanes(WIDTH)
        self.f = blank(w, WIDTH)
        self.out = blank_record(w, horizon, blank_chronicle(w, 0, horizon), WIDTH)
        self.times: dict[tuple[str, bool, int], list[int]] = defaultdict(list)
        self.sets.gather(self.memory, 0)
        register_all()

    def pieces(self, of: Function, yearly: bool = True) -> list[Piece]:
        """The functions that one of `foedus.simulation.year` calls, compiled."""
        return [self.piece(step, function, yearly) for step, function in functions(of)]

    def piece(self, step: str, function: Function, yearly: bool = True) -> Piece:
        """A function, compiled."""
        work, start = alone(function), time.process_time()
        self._call(work, 0, self.years[0])
        return Piece(step, yearly, work, time.process_time() - start)

    def call(self, piece: Piece, run: int, at: int) -> None:
        """Time a function of a step."""
        start = time.thread_time_ns()
        self._call(piece.work, run, at)
        self.times[piece.step, piece.yearly, id(piece)].append(time.thread_time_ns() - start)

    def start(self, run: int) -> None:
        """Time the parameter sets of a block; nothing has happened in it."""
        start = time.thread_time_ns()
        self.sets.gather(self.memory, run)
        self.times[GATHER, False, 0].append(time.thread_time_ns() - start)
        self.out.events[:], self.out.totals[:] = 0, 0.0

    def odds(self, piece: Piece, run: int, at: int) -> None:
        """Time the first part of initiation, which moves what pairs remember, and leave the state as it is."""
        remembered = self.f.pairs.memory.copy()
        self.call(piece, run, at)
        self.f.pairs.memory[:] = remembered

    def microseconds(self) -> dict[str, float]:
        """Of each step, a future."""
        call = next(float(np.median(times)) for (step, _, _), times in self.times.items() if step == NOTHING)
        total: dict[str, float] = defaultdict(float)
        for (step, yearly, _), times in self.times.items():
            spent = float(np.median(times)) - (0.0 if step == GATHER else call)
            total[step] += max(spent, 0.0) * (len(self.years) if yearly else 1) / WIDTH / 1e3
        del total[NOTHING]
        total[DISPUTES] = total["initiation"] - total[ODDS] - total[EXPECTED]
        return dict(total)

    def _call(self, work: Function, run: int, at: int) -> None:
        work(self.w, self.lanes, self.f, self.out, SEED, run, at)


def by_step(w: Setting, p: Parameters, *, horizon: int, blocks: int) -> dict[str, Any]:
    """Microseconds a future and seconds of compiling of each step, in the order of the year."""
    bench = Bench(w, p, horizon)
    idle = bench.piece(NOTHING, nothing)
    begun, recorded = bench.pieces(year.begin, False), bench.pieces(year.record)
    lived = [*bench.pieces(year.politics), *bench.pieces(year.conflict)]
    first, second = bench.piece(ODDS, odds), bench.piece(EXPECTED, initiation.expect)
    disputes = 0.0
    for run in range(0, blocks * WIDTH, WIDTH):
        bench.start(run)
        for piece in begun:
            bench.call(piece, run, w.year)
        for at in bench.years:
            for piece in lived:
                if piece.step == "initiation":
                    bench.odds(first, run, at)
                bench.call(piece, run, at)
                if piece.step == "initiation":
                    bench.call(second, run, at)
            for piece in (*recorded, idle):
                bench.call(piece, run, at)
        disputes += float(bench.out.yearly[:, YEARLY.index("disputes")].sum())
    compiling: dict[str, float] = defaultdict(float)
    for piece in (*begun, *lived, *recorded):
        compiling[piece.step] += piece.compiling_s
    per_year = {"state": len(w.states), "pair": len(w.pairs), "instrument": len(w.instruments), "link": len(w.links)}
    counts = {unit: float(count * horizon) for unit, count in per_year.items()}
    counts["dispute"] = disputes / (blocks * WIDTH)
    spent = bench.microseconds()
    whole = sum(us for step, us in spent.items() if step not in PARTS)
    return {
        "us": whole,
        "futures": blocks * WIDTH,
        "steps": [
            {
                "step": step,
                "us": spent[step],
                "share": spent[step] / whole,
                "unit": UNITS.get(step),
                "ns_a_unit": 1e3 * spent[step] / counts[UNITS[step]] if step in UNITS else None,
                "compiling_s": compiling.get(step),
            }
            for step in order(piece.step for piece in lived)
        ],
    }


def order(lived: Iterator[str]) -> Iterator[str]:
    """The rows of the table."""
    yield GATHER
    for step in lived:
        yield step
        if step == "initiation":
            yield from PARTS
