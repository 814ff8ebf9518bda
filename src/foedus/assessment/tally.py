"""Counts of futures by parameter set, added up batch by batch: memory does not grow with the number of futures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.simulation.engine import Batch, unpack
from foedus.simulation.outcomes import EVENTS, YEARLY
from foedus.simulation.steps.initiation import EXPECTED_ATTACK, EXPECTED_WAR

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

BINS = np.linspace(0.0, 12.0, 481)
"""Bins of the effective number of poles, for quantiles."""


@dataclass
class Tally:
    """Sums over futures. Axes: G parameter sets, E events, T years, M totals.

    futures     (G,)
    holds       (G, E, T) futures in which the event happened, or held, in year t
    by          (G, E, T) futures in which it happened in year t or before
    honoured    (G,) futures in which the pact was invoked and every time honoured
    totals      (G, M) sums over the horizon
    expected    (2, G, T) sums of the probability of a war on the protege, and of a lethal attack, up to year t
    squares     (2, G, T) sums of the squares of the same
    yearly      (T, Y) sums of the yearly columns
    poles       (3, T, bins) histograms of the effective number of poles
    """

    futures: Counts
    holds: Counts
    by: Counts
    honoured: Counts
    totals: Floats
    expected: Floats
    squares: Floats
    yearly: Floats
    poles: Counts

    @staticmethod
    def empty(sets: int, horizon: int, totals: int) -> Tally:
        """Nothing counted yet."""
        return Tally(
            np.zeros(sets, np.int64),
            np.zeros((sets, len(EVENTS), horizon), np.int64),
            np.zeros((sets, len(EVENTS), horizon), np.int64),
            np.zeros(sets, np.int64),
            np.zeros((sets, totals)),
            np.zeros((2, sets, horizon)),
            np.zeros((2, sets, horizon)),
            np.zeros((horizon, len(YEARLY))),
            np.zeros((3, horizon, len(BINS) - 1), np.int64),
        )

    def add(self, batch: Batch) -> None:
        """Count a batch of futures."""
        start, events, totals, yearly = batch
        sets, horizon = len(self.futures), self.holds.shape[2]
        holds = unpack(events, horizon)
        by = np.maximum.accumulate(holds, axis=2)
        kept = by[:, EVENTS.index("invoked"), -1] & ~by[:, EVENTS.index("violated"), -1]
        expected = yearly[:, :, [EXPECTED_WAR, EXPECTED_ATTACK]].cumsum(axis=1).transpose(2, 0, 1)
        row = 0
        while row < len(events):
            first = (start + row) % sets
            last = min(row + sets - first, len(events))
            place = slice(first, first + last - row)
            self.futures[place] += 1
            self.holds[place] += holds[row:last]
            self.by[place] += by[row:last]
            self.honoured[place] += kept[row:last]
            self.totals[place] += totals[row:last]
            self.expected[:, place] += expected[:, row:last]
            self.squares[:, place] += expected[:, row:last] ** 2
            row = last
        self.yearly += yearly.sum(axis=0)
        for index in range(3):
            for t in range(horizon):
                self.poles[index, t] += np.histogram(yearly[:, t, index], BINS)[0]
