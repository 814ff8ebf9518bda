"""The contest of the specifications of the end of treaties: which of the treaty-years after an origin were the last?

The yearly hazard, with the predictors of each year known and the parameters of the origin. Whether a treaty that ends is
replaced is seen in the year after, so what an origin may learn from ends the year before it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foedus.models import prior
from foedus.models.contest.held import Held, of_events
from foedus.models.contest.logit import Flags, forecast
from foedus.models.contest.window import windows
from foedus.models.design import ending_design
from foedus.models.samples.sample import Sample
from foedus.models.treaty import END_SPECIFICATIONS, END_TERMS


def contest(found: Sample, origins: Sequence[int], horizons: Sequence[int]) -> list[Held]:
    """What each specification gave to treaty-years after each origin."""
    last = found.years[1]
    return [each for origin in origins for each in held(found, found["year"] < origin, origin, horizons, last)]


def held(found: Sample, past: Flags, origin: int, horizons: Sequence[int], last: int) -> list[Held]:
    """As `contest`, from one origin: `past` marks the rows that may be learnt from."""
    spans = windows(found["year"], origin, horizons, last)
    if not spans:
        return []
    ahead = np.any(list(spans.values()), axis=0)
    design, happened = ending_design(found.arrays), found["ended"]
    given = {
        name: forecast(each, END_TERMS, prior.ENDING, design, happened, found["patron"], past, ahead)
        for name, each in END_SPECIFICATIONS.items()
    }
    return [
        of_events(
            origin,
            horizon,
            {name: p[at[ahead]] for name, p in given.items()},
            happened[at],
            found["atopid"][at],
            float(happened[past].mean()),
        )
        for horizon, at in spans.items()
    ]
