"""The contest of the specifications of the end of treaties: which of the treaty-years after an origin were the last?

The yearly hazard, with the predictors of each year known and the parameters of the origin. Whether a treaty that ends is
replaced is seen in the year after, so what an origin may learn from ends the year before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from foedus.equations import treaty_end
from foedus.estimate.design import design_matrix
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.contest.held import Held
from foedus.evaluate.contest.logit import Flags, Logit


def contest(found: Sample, origin: int, horizons: Sequence[int]) -> list[Held]:
    """What each specification gave to treaty-years after an origin."""
    return held(found, found["year"] < origin, origin, horizons)


def held(found: Sample, past: Flags, origin: int, horizons: Sequence[int]) -> list[Held]:
    """As `contest`; `past` marks the rows that may be learnt from."""
    logit = Logit(
        treaty_end.SPECIFICATIONS,
        treaty_end.TERMS,
        treaty_end.PRIOR,
        design_matrix(treaty_end, found.arrays),
        found["ended"],
        found["patron"],
        found["atopid"],
    )
    return logit.held(found, past, origin, horizons)
