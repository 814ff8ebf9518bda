"""Predictors from the past of a dyad, its states and the system, strictly from earlier years.

Events lie on a grid of dyads by years, so that counts, decayed counts and clocks are sums along the years:

    recent_w(t)  = sum of events in t - w .. t - 1
    decayed_h(t) = sum over s < t of 2^(-(t - 1 - s) / h)
    since(t)     = years since the last event before t, 0 in the year after it; at most 75
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import polars as pl

from foedus.arrays import Floats
from foedus.evaluate.tasks.record import KINDS, DisputeRecord, pair_codes
from foedus.measures.memory import decayed

LONGEST = 75
"""Years after which a clock stops, as in `foedus.equations.initiation`: few dyads are observed longer."""
STATES = 1000
"""Numbers of states are below this."""


def before(grid: Floats) -> Floats:
    """Each year's value moved to the year after it."""
    return np.hstack([np.zeros((len(grid), 1)), grid[:, :-1]])


def total(grid: Floats) -> Floats:
    """Sum of all years before."""
    return before(np.cumsum(grid, axis=1))


def recent(grid: Floats, years: int) -> Floats:
    """Sum of the `years` before."""
    summed = np.cumsum(grid, axis=1)
    window = summed.copy()
    window[:, years:] -= summed[:, :-years]
    return before(window)


def since(grid: Floats) -> Floats:
    """Years since the last event before; LONGEST where there was none in as many years."""
    out = np.full_like(grid, LONGEST)
    for t in range(1, grid.shape[1]):
        out[:, t] = np.where(grid[:, t - 1] > 0, 0.0, np.minimum(out[:, t - 1] + 1.0, LONGEST))
    return out


class History:
    """The events of a record on grids, and their look-up by row."""

    def __init__(self, record: DisputeRecord) -> None:
        self._record = record
        self.first = min(int(record.events["year"].min() or record.years[0]), record.years[0])  # type: ignore[arg-type]
        self.width = record.years[1] - self.first + 1
        self.codes, self.place = np.unique(record.pair, return_inverse=True)
        self.at = record.year - self.first

    @cached_property
    def grids(self) -> dict[str, Floats]:
        """(dyads of the rows, years) by kind of event."""
        events = self._record.events
        pair, column = pair_codes(events), events["year"].cast(pl.Int64).to_numpy() - self.first
        kept = np.isin(pair, self.codes) & (column < self.width)
        row = np.searchsorted(self.codes, pair[kept])
        found = {}
        for kind in KINDS:
            grid = np.zeros((len(self.codes), self.width))
            np.maximum.at(grid, (row, column[kept]), events[kind].cast(pl.Float64).to_numpy()[kept])
            found[kind] = grid
        return found

    @cached_property
    def states(self) -> Floats:
        """(number of a state, years): dyads in which a dispute of the state begins."""
        events = self._record.events.filter(pl.col("onset") == 1, pl.col("year") < self.first + self.width)
        grid = np.zeros((STATES, self.width))
        for side in ("ccode1", "ccode2"):
            np.add.at(grid, (events[side].to_numpy(), events["year"].cast(pl.Int64).to_numpy() - self.first), 1.0)
        return grid

    def rows(self, grid: Floats) -> Floats:
        """The value of each row's dyad in its year."""
        return grid[self.place, self.at]

    def of_state(self, grid: Floats, side: str) -> Floats:
        """The value of a state of each row in its year."""
        return grid[self._record.rows[side].to_numpy(), self.at]

    def rate(self, half_life: float) -> Floats:
        """Log rate of onsets per row in the years before, decayed, with one row's worth of the mean rate as a floor."""
        onsets = np.bincount(self.at, self._record.onset, self.width).astype(np.float64)[None]
        rows = np.bincount(self.at, minlength=self.width).astype(np.float64)[None]
        mean = (total(onsets) + 1.0) / (total(rows) + 40.0)
        past = (decayed(onsets, half_life) + 40.0 * mean) / (decayed(rows, half_life) + 40.0)
        return np.log(past)[0][self.at]
