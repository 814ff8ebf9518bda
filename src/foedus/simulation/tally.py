"""Counts of futures by parameter set: all that an answer reads, counted where it happens.

Whole numbers are the same in any order. Floats are added future by future within a chunk and chunk by chunk between them, so
that neither batches nor threads change a sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.elementary import log
from foedus.jitable import jitable
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.world.outcomes import outcomes
from foedus.world.world import INDICES

if TYPE_CHECKING:
    from foedus.simulation.state import Record

POLES = YEARLY.index("poles_cinc")
"""The first of three: poles under each index."""
WIDEST, BINS = 12.0, 480
EDGES = np.linspace(0.0, WIDEST, BINS + 1)
"""Edges of the bins of the effective number of poles, for quantiles."""
EXACT, FINE, COUNTS = 64, 32.0, 400
"""Sums of provocations below EXACT have a bin each; above it FINE bins a doubling, COUNTS in all."""
LOG_2 = float(np.log(2.0))
STEADIED = tuple(one for one in outcomes() if one.yearly)
EXPECTED = {one.name: place for place, one in enumerate(STEADIED)}
"""Outcomes with yearly probabilities, which steady their count (docs/decisions/0005), by position."""
SHARES = {one.name: place for place, one in enumerate(one for one in outcomes() if one.kind == "share")}
"""Outcomes counted among the futures in which another happened, by position."""
COLUMNS = tuple(YEARLY.index(one.yearly) for one in STEADIED)
HAPPENED = tuple(EVENTS.index(one.name) for one in STEADIED)
GIVEN = tuple(EVENTS.index(one.given) for one in outcomes() if one.kind == "share")
FAILED = tuple(EVENTS.index(one.failed_by) for one in outcomes() if one.kind == "share")


class Tally(NamedTuple):
    """Sums over futures. Axes: G parameter sets, E events, T years, M totals, S shares, X outcomes of yearly probabilities,
    K instruments.

    futures     (G,)
    holds       (G, E, T) futures in which the event happened, or held, in year t
    by          (G, E, T) futures in which it happened in year t or before
    kept        (S, G) futures in which a share's condition held and it never failed
    totals      (G, M) sums over the horizon
    expected    (X, G, T) sums of the yearly probabilities up to year t, of each future to its first event
    squares     (X, G, T) sums of the squares of the same
    products    (X, G, T) sums of the same over the futures in which the event happened in year t or before
    yearly      (T, Y) sums of the yearly columns
    poles       (3, T, bins) histograms of the effective number of poles
    fallen      (2, G, K) futures in which an instrument is not kept up at the end: of itself, with what it rests on
    provoked    (Q, bins) histogram of the sum over the horizon of each type of provocation
    """

    futures: Ints
    holds: Ints
    by: Ints
    kept: Ints
    totals: Floats
    expected: Floats
    squares: Floats
    products: Floats
    yearly: Floats
    poles: Ints
    fallen: Ints
    provoked: Ints


def empty(sets: int, horizon: int, provocations: int, instruments: int, events: int = len(EVENTS)) -> Tally:
    """Nothing counted yet."""
    by_year = (len(EXPECTED), sets, horizon)
    return Tally(
        np.zeros(sets, np.int64),
        np.zeros((sets, events, horizon), np.int64),
        np.zeros((sets, events, horizon), np.int64),
        np.zeros((len(SHARES), sets), np.int64),
        np.zeros((sets, len(TOTALS) + provocations)),
        np.zeros(by_year),
        np.zeros(by_year),
        np.zeros(by_year),
        np.zeros((horizon, len(YEARLY))),
        np.zeros((len(INDICES), horizon, BINS), np.int64),
        np.zeros((2, sets, instruments), np.int64),
        np.zeros((provocations, COUNTS), np.int64),
    )


def plus(total: Tally, more: Tally) -> Tally:
    """The sum of two tallies."""
    return Tally(*map(np.add, total, more))


@jitable
def count(tally: Tally, out: Record, start: int) -> None:
    """Count the futures of a block that are asked for; the first is future `start`."""
    sets, horizon = len(tally.futures), len(out.yearly)
    for r in range(out.rows):
        g = (start + r) % sets
        tally.futures[g] += 1
        for e in range(len(out.events)):
            word = out.events[e, r]
            if word != 0:
                before = np.int64(0)
                for t in range(horizon):
                    now = np.int64(word >> np.uint64(t)) & 1
                    before |= now
                    tally.holds[g, e, t] += now
                    tally.by[g, e, t] += before
        for s in range(len(GIVEN)):
            tally.kept[s, g] += out.events[GIVEN[s], r] != 0 and out.events[FAILED[s], r] == 0
        for m in range(len(out.totals)):
            tally.totals[g, m] += out.totals[m, r]
        for q in range(len(tally.provoked)):
            tally.provoked[q, number(out.totals[len(TOTALS) + q, r])] += 1
        for x in range(len(COLUMNS)):
            total = 0.0
            for t in range(horizon):
                total += out.yearly[t, COLUMNS[x], r]
                tally.expected[x, g, t] += total
                tally.squares[x, g, t] += total * total
                if (out.events[HAPPENED[x], r] & ((np.uint64(2) << np.uint64(t)) - np.uint64(1))) != 0:
                    tally.products[x, g, t] += total
        for k in range(len(out.fate)):
            if out.fate[k, r] > 0:
                tally.fallen[out.fate[k, r] - 1, g, k] += 1
        for t in range(horizon):
            for y in range(len(YEARLY)):
                tally.yearly[t, y] += out.yearly[t, y, r]
            for m in range(len(INDICES)):
                n = place(out.yearly[t, POLES + m, r])
                if n >= 0:
                    tally.poles[m, t, n] += 1


@jitable
def place(value: float) -> int:
    """The bin of a number of poles, as `numpy.histogram` has it; -1 for none."""
    if not 0.0 <= value <= WIDEST:
        return -1
    n = min(int(value / WIDEST * BINS), BINS - 1)
    if value < EDGES[n]:
        return n - 1
    return n + 1 if n < BINS - 1 and value >= EDGES[n + 1] else n


@jitable
def number(total: float) -> int:
    """The bin of a sum of provocations."""
    if total < EXACT:
        return int(total)
    return min(EXACT + int(FINE * log(total / EXACT) / LOG_2), COUNTS - 1)


def numbers() -> Floats:
    """The sum that each bin stands for: its own below EXACT, the middle of its logarithm above."""
    whole, above = np.arange(EXACT), np.arange(COUNTS - EXACT)
    return np.concatenate([whole, EXACT * 2.0 ** ((above + 0.5) / FINE)])
