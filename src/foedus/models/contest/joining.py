"""The contest of the specifications of joining: who joined the disputes at force or war after an origin?

Given the dispute and its level, with what was known before it. Parameters are those of the origin, estimated on disputes
that were over by its end.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foedus.models import prior
from foedus.models.contest.held import Held, of_events
from foedus.models.contest.logit import Flags, forecast
from foedus.models.contest.window import over, windows
from foedus.models.design import joining_design
from foedus.models.joining import SPECIFICATIONS, TERMS
from foedus.models.samples.sample import Sample


def contest(found: Sample, origins: Sequence[int], horizons: Sequence[int]) -> list[Held]:
    """What each specification gave to third states after each origin."""
    last = found.years[1]
    return [each for origin in origins for each in held(found, over(found, origin), origin, horizons, last)]


def held(found: Sample, past: Flags, origin: int, horizons: Sequence[int], last: int) -> list[Held]:
    """As `contest`, from one origin: `past` marks the rows that may be learnt from."""
    spans = windows(found["year"], origin, horizons, last)
    if not spans:
        return []
    ahead = np.any(list(spans.values()), axis=0)
    design, happened = joining_design(found.arrays), found["joined"]
    given = {
        name: forecast(each, TERMS, prior.JOINING, design, happened, found["state"], past, ahead)
        for name, each in SPECIFICATIONS.items()
    }
    return [
        of_events(
            origin,
            horizon,
            {name: p[at[ahead]] for name, p in given.items()},
            happened[at],
            found["dispute"][at],
            float(happened[past].mean()),
        )
        for horizon, at in spans.items()
    ]
