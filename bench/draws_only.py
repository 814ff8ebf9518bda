"""The draws of a future and nothing else: what part of the kernel's time is drawing?

The block makes the calls of `uniforms`, `normal`, `student` and `count_at` that a run makes, in the same loops over
futures side by side, compiled the same way. For a future of T years, N states, B of them candidates for nuclear weapons, G of
them great powers, P pairs, A defence pacts and ententes, O own instruments, Q provocation types, and E = 1 with a coercer, else
0:

    uniforms            2 + T (4 + 4 N + B + G + P + A + O + Q + 2 E) + conditional
    normal              1 + T (4 + N + O + Q + E)
    student             3 T N
    count_at            T Q

Conditional are the draws that depend on what happened: ESCALATE (a dispute) and JOIN (a third state in a dispute with force).
Their number in each year is counted in futures run by the interpreted reference, and future r makes as many as counted
future r mod F did, one future after the other, as a run does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

import numba
import numpy as np

from foedus.arrays import Floats, Ints
from foedus.compiler import OPTIONS, Whole
from foedus.equations import provocation
from foedus.jitable import jitable, register_all
from foedus.simulation import draws, engine
from foedus.simulation.block import WIDTH, Sets
from foedus.simulation.common import DEFENCE_PACT, ENTENTE
from foedus.simulation.draws import count_at, none_counted, normal, student, uniforms
from foedus.simulation.fields import lane
from foedus.simulation.state import Parameters, Setting
from foedus.simulation.steps.armament import ARM
from foedus.simulation.steps.coercion import COERCE
from foedus.simulation.steps.commitments import BEGIN
from foedus.simulation.steps.deaths import DIE
from foedus.simulation.steps.escalation import ESCALATE
from foedus.simulation.steps.government import GOVERN
from foedus.simulation.steps.growth import FACTOR, GROW, MOVE
from foedus.simulation.steps.integrity import SUSTAIN
from foedus.simulation.steps.joining import JOIN
from foedus.simulation.steps.level import YEAR
from foedus.simulation.steps.load import LOAD
from foedus.simulation.steps.provocation import PROVOKE
from foedus.simulation.steps.trade import TRADE
from foedus.simulation.steps.treaty_end import COLLAPSE, END
from foedus.simulation.steps.treaty_formation import PAIR
from foedus.simulation.year import STEPS

DRAWERS = ("uniforms", "normal", "student", "count_at")
CONDITIONAL = (ESCALATE, JOIN)
RARE = (DIE, BEGIN)
"""Whose people a fatal dispute kills, and who began a war: left out, for they are a few in a thousand."""


def draw_block(w: Setting, p: Parameters, seed: int, run: int, conditional: Ints, sums: Floats) -> None:
    """The draws of a block of futures, the first of them future `run`; their sums are kept so that none is optimised away.

    conditional  (F, T, 2) numbers of conditional draws, in the order of CONDITIONAL
    sums         (W,)
    """
    for r in range(len(sums)):
        u, v, _, _ = uniforms(seed, run + r, 0, w.year, YEAR)
        a, _, _, _ = uniforms(seed, run + r, 0, w.year, LOAD)
        sums[r] = normal(u, v) + a
    for t in range(conditional.shape[1]):
        year = w.year + 1 + t
        _states(w, p, seed, run, year, sums)
        _others(w, p, seed, run, year, sums)
        for r in range(len(sums)):
            disputes, third = conditional[(run + r) % len(conditional), t]
            sums[r] += _conditional(disputes, third, seed, run + r, year)


@jitable
def _states(w: Setting, p: Parameters, seed: int, run: int, year: int, sums: Floats) -> None:
    """Draws of government, growth, alignment, armament and collapses of blocs."""
    for r in range(len(sums)):
        a, b, c, d = uniforms(seed, run + r, 0, year, FACTOR)
        e, h, _, _ = uniforms(seed, run + r, 1, year, FACTOR)
        sums[r] += normal(a, b) + normal(c, d) + normal(e, h)
    for i in range(len(w.states)):
        code = w.states[i].code
        for r in range(len(sums)):
            a, b, c, d = uniforms(seed, run + r, code, year, GOVERN)
            sums[r] += a + b + c + d
        for r in range(len(sums)):
            u0, v0, u1, v1 = uniforms(seed, run + r, code, year, GROW)
            u2, v2, _, _ = uniforms(seed, run + r, code, year, MOVE)
            df = p.draws[0].growth[0].df[r], p.draws[0].growth[1].df[r], p.draws[0].growth[2].df[r]
            sums[r] += student(u0, v0, df[0]) + student(u1, v1, df[1]) + student(u2, v2, df[2])
        for r in range(len(sums)):
            _, _, u, v = uniforms(seed, run + r, code, year, MOVE)
            sums[r] += normal(u, v)
        if w.states[i].candidate:
            for r in range(len(sums)):
                a, b, _, _ = uniforms(seed, run + r, code, year, ARM)
                sums[r] += a + b
        if w.states[i].major:
            for r in range(len(sums)):
                a, b, _, _ = uniforms(seed, run + r, code, year, COLLAPSE)
                sums[r] += a + b


@jitable
def _others(w: Setting, p: Parameters, seed: int, run: int, year: int, sums: Floats) -> None:
    """Draws of trade, treaties, pairs, integrity, provocations, the level of disputes and coercion."""
    for q in range(len(w.pairs)):
        code = w.states[w.pairs[q].first].code * 1000 + w.states[w.pairs[q].second].code
        for r in range(len(sums)):
            a, b, c, d = uniforms(seed, run + r, code, year, PAIR)
            sums[r] += a + b + c + d
    for k in range(len(w.instruments)):
        entity, kind = w.instruments[k].entity, w.instruments[k].kind
        if kind in (DEFENCE_PACT, ENTENTE):
            for r in range(len(sums)):
                u, _, _, _ = uniforms(seed, run + r, entity, year, END)
                sums[r] += u
        if w.instruments[k].own:
            for r in range(len(sums)):
                u, v, _, _ = uniforms(seed, run + r, entity, year, SUSTAIN)
                sums[r] += normal(u, v)
    for q in range(len(w.provocations)):
        for r in range(len(sums)):
            u, a, c, _ = uniforms(seed, run + r, w.provocations[q], year, PROVOKE)
            b = lane(provocation.Coefficients, p.provocation[q], r)
            ratio = b.mean / (b.mean + b.dispersion)
            sums[r] += count_at(u, none_counted(ratio, b.dispersion), ratio, b.dispersion) + normal(a, c)
    for r in range(len(sums)):
        u, v, _, _ = uniforms(seed, run + r, 0, year, YEAR)
        a, _, _, _ = uniforms(seed, run + r, 0, year, LOAD)
        sums[r] += normal(u, v) + a
    if w.coercer >= 0:
        code = w.states[w.protege].code
        for r in range(len(sums)):
            u, v, _, _ = uniforms(seed, run + r, code, year, TRADE)
            a, _, _, _ = uniforms(seed, run + r, code, year, COERCE)
            sums[r] += normal(u, v) + a


@jitable
def _conditional(disputes: int, third: int, seed: int, run: int, year: int) -> float:
    """As many draws of ESCALATE and JOIN as were counted."""
    total = 0.0
    for entity in range(disputes):
        a, b, c, _ = uniforms(seed, run, entity, year, ESCALATE)
        total += a + b + c
    for entity in range(third):
        a, b, _, _ = uniforms(seed, run, entity, year, JOIN)
        total += a + b
    return total


@cache
def compiled() -> Callable[..., None]:
    """The block compiled as the kernel is (`foedus.simulation.kernel.compiled`), and not kept."""
    register_all()
    return numba.njit(nogil=True, pipeline_class=Whole, **OPTIONS)(draw_block)  # type: ignore[no-any-return]


def run(
    w: Setting,
    p: Parameters,
    conditional: Ints,
    *,
    seed: int,
    futures: int,
    work: Callable[..., None],
    width: int = WIDTH,
) -> Floats:
    """The sums of the draws of futures 0 .. futures - 1, block by block: of as many whole blocks as hold them."""
    sets = Sets(p)
    memory, lanes = sets.lanes(width)
    sums = np.empty((-(-futures // width), width))
    for n, row in enumerate(sums):
        sets.gather(memory, n * width)
        work(w, lanes, seed, n * width, conditional, row)
    return sums.ravel()[:futures]


def documented(w: Setting, years: int) -> dict[str, int]:
    """Calls of a future by the formulas above, conditional draws apart."""
    states, own, types = len(w.states), int(w.instruments.own.sum()), len(w.provocations)
    treaties = int(np.isin(w.instruments.kind, (DEFENCE_PACT, ENTENTE)).sum())
    candidates, coercer = int(w.states.candidate.sum()), int(w.coercer >= 0)
    great = int(w.states.major.sum())
    return {
        "uniforms": 2
        + years * (4 + 4 * states + candidates + great + len(w.pairs) + treaties + own + types + 2 * coercer),
        "normal": 1 + years * (4 + states + own + types + coercer),
        "student": 3 * years * states,
        "count_at": years * types,
    }


@contextmanager
def counted() -> Iterator[Counter[Any]]:
    """Count the calls of the interpreted steps: of each function by name, of uniforms also by (run, year, process).

    Nothing may be compiled meanwhile.
    """
    calls: Counter[Any] = Counter()

    def counting(name: str) -> Callable[..., Any]:
        function = getattr(draws, name)

        def call(*args: Any) -> Any:
            calls[name] += 1
            if name == "uniforms":
                _, run, _, year, process = args
                calls[run, int(year), process] += 1
            return function(*args)

        return call

    with ExitStack() as stack:
        for name in DRAWERS:
            replacement = counting(name)
            for module in STEPS:
                if hasattr(module, name):
                    stack.enter_context(patch.object(module, name, replacement))
            stack.enter_context(patch.dict(globals(), {name: replacement}))
        yield calls


def conditional_draws(w: Setting, p: Parameters, *, seed: int, futures: int, horizon: int) -> Ints:
    """Numbers of conditional draws (F, T, 2) in the first futures of a run, counted in the interpreted reference."""
    with counted() as calls:
        for _ in engine.batches(w, p, seed=seed, futures=futures, horizon=horizon, engine="reference"):
            pass
    years = range(w.year + 1, w.year + 1 + horizon)
    return np.array(
        [[[calls[run, year, process] for process in CONDITIONAL] for year in years] for run in range(futures)],
        dtype=np.int64,
    )
