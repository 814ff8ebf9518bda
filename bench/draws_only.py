"""The draws of a future and nothing else: what part of the kernel's time is drawing?

The block makes the calls of `uniforms`, `normal`, `student` and `negative_binomial` that a run makes, in the same loops,
compiled the same way. For a future of T years, N states, C known capabilities (of 3 N), P pairs, O own instruments,
Q provocation types, and E = 1 with a coercer, else 0:

    uniforms            1 + T (3 + 4 N + P + O + Q + 2 E) + conditional
    normal              1 + T (4 + N + O + E)
    student             T C
    negative_binomial   T Q

Conditional are the draws that depend on what happened: END (a treaty nobody has denounced), ESCALATE (a dispute), JOIN
(a third state in a dispute with force) and ARM (a candidate without nuclear weapons). Their number in each year is counted
in futures run by the interpreted reference, and future r makes as many as counted future r mod F did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import numba
import numpy as np

from foedus.arrays import Floats, Ints
from foedus.jitable import jitable, register_all
from foedus.simulation import draws, engine
from foedus.simulation.draws import negative_binomial, normal, student, uniforms
from foedus.simulation.state import Parameters, Setting
from foedus.simulation.steps.armament import ARM
from foedus.simulation.steps.coercion import COERCE
from foedus.simulation.steps.escalation import ESCALATE
from foedus.simulation.steps.government import GOVERN
from foedus.simulation.steps.growth import FACTOR, GROW, MOVE
from foedus.simulation.steps.integrity import SUSTAIN
from foedus.simulation.steps.joining import JOIN
from foedus.simulation.steps.level import YEAR
from foedus.simulation.steps.provocation import PROVOKE
from foedus.simulation.steps.trade import TRADE
from foedus.simulation.steps.treaty_end import END
from foedus.simulation.steps.treaty_formation import PAIR
from foedus.simulation.year import STEPS

DRAWERS = ("uniforms", "normal", "student", "negative_binomial")
CONDITIONAL = (END, ESCALATE, JOIN, ARM)


def draw_block(w: Setting, p: Parameters, seed: int, start: int, conditional: Ints, sums: Floats) -> None:
    """The draws of futures start, start + 1, ...; their sums are kept so that none is optimised away.

    conditional  (F, T, 4) numbers of conditional draws, in the order of CONDITIONAL
    sums         (R,)
    """
    for row in range(len(sums)):
        run = start + row
        g = run % len(p.draws)
        counts = conditional[run % len(conditional)]
        u, v, _, _ = uniforms(seed, run, 0, w.year, YEAR)
        total = normal(u, v)
        for t in range(len(counts)):
            year = w.year + 1 + t
            total += _states(w, p, g, seed, run, year)
            total += _others(w, p, g, seed, run, year)
            total += _conditional(counts[t], seed, run, year)
        sums[row] = total


@jitable
def _states(w: Setting, p: Parameters, g: int, seed: int, run: int, year: int) -> float:
    """Draws of govern, grow and align."""
    total = 0.0
    for i in range(len(w.states)):
        a, b, c, d = uniforms(seed, run, w.states[i].code, year, GOVERN)
        total += a + b + c + d
    a, b, c, d = uniforms(seed, run, 0, year, FACTOR)
    e, h, _, _ = uniforms(seed, run, 1, year, FACTOR)
    total += normal(a, b) + normal(c, d) + normal(e, h)
    for i in range(len(w.states)):
        u0, v0, u1, v1 = uniforms(seed, run, w.states[i].code, year, GROW)
        u2, v2, _, _ = uniforms(seed, run, w.states[i].code, year, MOVE)
        luck = ((u0, v0), (u1, v1), (u2, v2))
        for m in range(3):
            if not np.isnan(w.capability[m, i]):
                u, v = luck[m]
                total += student(u, v, p.draws[g].growth[m].df)
    for i in range(len(w.states)):
        _, _, u, v = uniforms(seed, run, w.states[i].code, year, MOVE)
        total += normal(u, v)
    return total


@jitable
def _others(w: Setting, p: Parameters, g: int, seed: int, run: int, year: int) -> float:
    """Draws of trade, treaties (pairs), upkeep, provocations, the level of disputes and coercion."""
    total = 0.0
    for q in range(len(w.pairs)):
        code = w.states[w.pairs[q].first].code * 1000 + w.states[w.pairs[q].second].code
        a, b, c, _ = uniforms(seed, run, code, year, PAIR)
        total += a + b + c
    for k in range(len(w.instruments)):
        if w.instruments[k].own:
            u, v, _, _ = uniforms(seed, run, w.instruments[k].entity, year, SUSTAIN)
            total += normal(u, v)
    for q in range(p.provocation.shape[1]):
        u, _, _, _ = uniforms(seed, run, q, year, PROVOKE)
        total += negative_binomial(u, p.provocation[g, q]["mean"], p.provocation[g, q].dispersion)
    u, v, _, _ = uniforms(seed, run, 0, year, YEAR)
    total += normal(u, v)
    if w.coercer >= 0:
        u, v, _, _ = uniforms(seed, run, w.states[w.protege].code, year, TRADE)
        a, _, _, _ = uniforms(seed, run, w.states[w.protege].code, year, COERCE)
        total += normal(u, v) + a
    return total


@jitable
def _conditional(counts: Ints, seed: int, run: int, year: int) -> float:
    """As many draws of END, ESCALATE, JOIN and ARM as were counted."""
    total = 0.0
    for entity in range(counts[0]):
        u, _, _, _ = uniforms(seed, run, entity, year, END)
        total += u
    for entity in range(counts[1]):
        a, b, c, _ = uniforms(seed, run, entity, year, ESCALATE)
        total += a + b + c
    for entity in range(counts[2]):
        a, b, _, _ = uniforms(seed, run, entity, year, JOIN)
        total += a + b
    for entity in range(counts[3]):
        a, b, _, _ = uniforms(seed, run, entity, year, ARM)
        total += a + b
    return total


def compiled() -> Callable[..., None]:
    """The block compiled as the kernel is (`foedus.simulation.engine.compiled`)."""
    register_all()
    return numba.njit(draw_block, nogil=True, _nrt=False)  # type: ignore[no-any-return]


def documented(w: Setting, p: Parameters, years: int) -> dict[str, int]:
    """Calls of a future by the formulas above, conditional draws apart."""
    states, own, types = len(w.states), int(w.instruments.own.sum()), p.provocation.shape[1]
    coercer = int(w.coercer >= 0)
    return {
        "uniforms": 1 + years * (3 + 4 * states + len(w.pairs) + own + types + 2 * coercer),
        "normal": 1 + years * (4 + states + own + coercer),
        "student": years * int((~np.isnan(w.capability)).sum()),
        "negative_binomial": years * types,
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
    """Numbers of conditional draws (F, T, 4) in the first futures of a run, counted in the interpreted reference."""
    with counted() as calls:
        for _ in engine.batches(w, p, seed=seed, futures=futures, horizon=horizon, engine="reference"):
            pass
    years = range(w.year + 1, w.year + 1 + horizon)
    return np.array(
        [[[calls[run, year, process] for process in CONDITIONAL] for year in years] for run in range(futures)],
        dtype=np.int64,
    )
