"""Forecasts of the end of treaties by the equation `foedus.equations.treaty_end`, at the mode of each specification.

A term that has not varied in the past is left out, as in `foedus.evaluate.forecasters.logit`. One collapse may end several
treaties of a patron, so their ends in a year are forecast together (`Ends.joint`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from foedus.arrays import Flags, Floats, Ints
from foedus.equations import treaty_end
from foedus.equations.specification import Specification
from foedus.equations.treaty_end import COLLAPSE_SHARE, Ending
from foedus.estimate import collapse
from foedus.estimate.design import design_matrix
from foedus.estimate.samples.sample import Sample

NONE = -1


class Ends(NamedTuple):
    """Own hazards of treaty-years, whether the bloc of the patron may collapse, and the rate of collapses."""

    hazard: Floats
    exposed: Flags
    rate: float

    @property
    def probability(self) -> Floats:
        """That each treaty ends."""
        first, second = COLLAPSE_SHARE
        lost = np.where(self.exposed, self.rate * first / (first + second), 0.0)
        return self.hazard + (1.0 - self.hazard) * lost

    def joint(self, ended: Floats, group: Ints) -> Floats:
        """Log probability of all that happened to the treaties of each patron-year, in the order of their codes."""
        codes, place = np.unique(group, return_inverse=True)
        calm = collapse.sums(np.log(np.where(ended > 0, self.hazard, 1.0 - self.hazard)), place, len(codes))
        if not self.rate or not self.exposed.any():
            return calm
        some = np.unique(place[self.exposed])
        found = collapse.parts(
            np.log1p(-self.hazard[self.exposed]),
            ended[self.exposed],
            np.searchsorted(some, place[self.exposed]),
            len(some),
            collapse.sums,
        )
        calm[some] = collapse.log_likelihood(found, self.rate)
        return calm


def ends(one: Ending, found: Sample, past: Flags, ahead: Flags) -> Ends:
    """Forecasts of the rows `ahead` by one specification, from the rows `past`."""
    design = design_matrix(treaty_end, found.arrays)
    varied = np.ptp(design[past], axis=0) > 0
    active = [k for k in one.active(treaty_end.TERMS) if varied[k] or treaty_end.TERMS[k] == "constant"]
    x, great = design[:, active], found["great"] > 0
    unit = np.where(great, found["patron"], NONE) if one.great else found["patron"]
    group = np.where(great, collapse.patron_years(found), NONE)
    fit = collapse.fitted(one, treaty_end.PRIOR.of(active), x[past], found["ended"][past], unit[past], group[past])
    return Ends(fit.hazard(x[ahead], unit[ahead]), great[ahead], fit.rate)


def forecast(one: Specification, found: Sample, past: Flags, ahead: Flags) -> Floats:
    """Probability that each treaty of the rows `ahead` ends."""
    assert isinstance(one, Ending)
    return ends(one, found, past, ahead).probability
