"""The figures of a signpost, from crossings and failures of futures, with intervals over parameter sets drawn anew.

lead          years from the crossing to the failure, of futures with both
lead of any   years from the same crossings to the failures of all that fail: the lead of a crossing that tells nothing
alarms        crossings over decades watched; the watch of a future ends with its crossing
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foedus.arrays import Flags, Floats, Ints
from foedus.assessment.box_search import estimate, shares, spread
from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.signpost_lines import Years

QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class Judged:
    """Futures in which figures are counted.

    crossed  the year of the crossing, from 1 to `span`; 0: none
    failed   the simulated year of the failure, after `span`; 0: none
    drawn    how often each parameter set is drawn, by bootstrap
    """

    crossed: Ints
    failed: Ints
    span: int
    group: Ints
    drawn: Ints

    def share(self, part: Flags, among: Flags) -> Estimate:
        """Of some futures, the share that is of a part; null where there are none."""
        return estimate(self._sums(part & among), self._sums(among), self.drawn)

    def mean(self, values: Floats) -> Estimate:
        """The mean over all futures."""
        return self._ratio(values, np.ones(len(values)))

    def alarms(self, among: Flags) -> Estimate:
        """Crossings of some futures a decade watched; no interval where there is no crossing."""
        crossed = self.crossed > 0
        decades = np.where(crossed, self.crossed, self.span) / 10.0
        return self._ratio(crossed & among, decades * among)

    def lead(self) -> Years | None:
        """Of futures that cross and fail."""
        both = (self.crossed > 0) & (self.failed > 0)
        return _quartiles(self.failed[both] - self.crossed[both], np.ones(int(both.sum())))

    def lead_of_any(self) -> Years | None:
        """From the crossings of futures that fail, to any failure."""
        both = (self.crossed > 0) & (self.failed > 0)
        fails, failing = np.unique(self.failed[self.failed > 0], return_counts=True)
        crosses, crossing = np.unique(self.crossed[both], return_counts=True)
        years = np.subtract.outer(fails, crosses).ravel()
        return _quartiles(years, np.multiply.outer(failing, crossing).ravel())

    def _ratio(self, part: Floats | Flags, whole: Floats) -> Estimate:
        above, below = self._sums(part), self._sums(whole)
        if not below.any():
            return Estimate(value=None, low=None, high=None)
        value = float(above.sum() / below.sum())
        return (
            spread(value, shares(above, below, self.drawn))
            if above.any()
            else Estimate(value=value, low=None, high=None)
        )

    def _sums(self, values: Floats | Flags) -> Floats:
        return np.bincount(self.group, values, self.drawn.shape[1]).astype(np.float64)


def _quartiles(years: Ints, weight: Floats | Ints) -> Years | None:
    """Years that a quarter, a half and three quarters of the weight do not exceed."""
    if not len(years):
        return None
    order = np.argsort(years)
    below = np.cumsum(weight[order])
    lower, median, upper = years[order][np.searchsorted(below, np.array(QUARTILES) * below[-1])].tolist()
    return Years(lower=lower, median=median, upper=upper)
