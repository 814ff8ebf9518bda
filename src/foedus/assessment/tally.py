"""Counts of futures by parameter set, added up batch by batch: memory does not grow with the number of futures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.simulation.engine import Batch, unpack
from foedus.simulation.outcomes import EVENTS, YEARLY
from foedus.world.outcomes import outcomes

BINS = np.linspace(0.0, 12.0, 481)
"""Bins of the effective number of poles, for quantiles."""
EXPECTED = {one.name: place for place, one in enumerate(one for one in outcomes() if one.yearly)}
"""Outcomes with yearly probabilities, which steady their count (docs/decisions/0005), by position."""
SHARES = {one.name: place for place, one in enumerate(one for one in outcomes() if one.kind == "share")}
"""Outcomes counted among the futures in which another happened, by position."""
_COLUMNS = [YEARLY.index(one.yearly) for one in outcomes() if one.yearly]
_EVENTS = [EVENTS.index(name) for name in EXPECTED]
_PAIRS = [(EVENTS.index(one.given), EVENTS.index(one.failed_by)) for one in outcomes() if one.kind == "share"]


def first_of(batch: Batch, rows: int) -> Batch:
    """The first futures of a batch."""
    start, events, totals, yearly = batch
    return start, events[:rows], totals[:rows], yearly[:rows]


@dataclass
class Tally:
    """Sums over futures. Axes: G parameter sets, E events, T years, M totals, S shares, X outcomes of yearly probabilities.

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

    @staticmethod
    def empty(sets: int, horizon: int, totals: int) -> Tally:
        """Nothing counted yet."""
        return Tally(
            np.zeros(sets, np.int64),
            np.zeros((sets, len(EVENTS), horizon), np.int64),
            np.zeros((sets, len(EVENTS), horizon), np.int64),
            np.zeros((len(SHARES), sets), np.int64),
            np.zeros((sets, totals)),
            np.zeros((len(EXPECTED), sets, horizon)),
            np.zeros((len(EXPECTED), sets, horizon)),
            np.zeros((len(EXPECTED), sets, horizon)),
            np.zeros((horizon, len(YEARLY))),
            np.zeros((3, horizon, len(BINS) - 1), np.int64),
        )

    def add(self, batch: Batch) -> None:
        """Count a batch of futures."""
        start, events, totals, yearly = batch
        sets, horizon = len(self.futures), self.holds.shape[2]
        holds = unpack(events, horizon)
        by = np.maximum.accumulate(holds, axis=2)
        kept = np.stack([by[:, given, -1] & ~by[:, failed, -1] for given, failed in _PAIRS])
        expected = yearly[:, :, _COLUMNS].cumsum(axis=1).transpose(2, 0, 1)
        happened = by[:, _EVENTS].transpose(1, 0, 2)
        row = 0
        while row < len(events):
            first = (start + row) % sets
            last = min(row + sets - first, len(events))
            place = slice(first, first + last - row)
            self.futures[place] += 1
            self.holds[place] += holds[row:last]
            self.by[place] += by[row:last]
            self.kept[:, place] += kept[:, row:last]
            self.totals[place] += totals[row:last]
            self.expected[:, place] += expected[:, row:last]
            self.squares[:, place] += expected[:, row:last] ** 2
            self.products[:, place] += expected[:, row:last] * happened[:, row:last]
            row = last
        self.yearly += yearly.sum(axis=0)
        for index in range(3):
            for t in range(horizon):
                self.poles[index, t] += np.histogram(yearly[:, t, index], BINS)[0]
