"""The contest of the specifications of joining: who joined the disputes at force or war after an origin?

Given the dispute and its level, with what was known before it. Parameters are those of the origin, estimated on disputes
that were over by its end.
"""

from __future__ import annotations

from collections.abc import Sequence

from foedus.equations import joining
from foedus.equations.joining import SPECIFICATIONS, TERMS
from foedus.estimate.design import design_matrix
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.contest.held import Held
from foedus.evaluate.contest.logit import Flags, Logit
from foedus.evaluate.contest.window import over


def contest(found: Sample, origin: int, horizons: Sequence[int]) -> list[Held]:
    """What each specification gave to third states after an origin."""
    return held(found, over(found, origin), origin, horizons)


def held(found: Sample, past: Flags, origin: int, horizons: Sequence[int]) -> list[Held]:
    """As `contest`; `past` marks the rows that may be learnt from."""
    logit = Logit(
        SPECIFICATIONS,
        TERMS,
        joining.PRIOR,
        design_matrix(joining, found.arrays),
        found["joined"],
        found["state"],
        found["dispute"],
    )
    return logit.held(found, past, origin, horizons)
