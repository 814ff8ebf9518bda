"""The contest of the specifications of escalation: how far did the disputes after an origin go?

Given that a dispute began, with what was known of its pair before it. Parameters are those of the origin, estimated on
disputes that were over by its end. What is scored is the probability of the level reached: no force, force without deaths,
deaths without war, war; where deaths are not known, of force short of war.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from foedus.equations import escalation
from foedus.equations.escalation import SPECIFICATIONS, TERMS
from foedus.estimate.design import design_matrix
from foedus.estimate.samples import disputes
from foedus.estimate.samples.escalation import stages
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.contest.held import Held, of_events
from foedus.evaluate.contest.logit import Flags, forecast
from foedus.evaluate.contest.window import over, windows

Floats = NDArray[np.float64]

NONE, FORCE, FATAL, WAR = range(4)
TARGETS = {
    "force": "the dispute reaches force",
    "war": "a dispute at force becomes war",
    "fatal": "force short of war kills",
}
"""The stages, scored beside the level because a level has no curve of calibration."""


def contest(found: Sample, origin: int, horizons: Sequence[int]) -> list[Held]:
    """What each specification gave to the disputes after an origin, and to each stage of those at risk of it."""
    return held(found, over(found, origin), origin, horizons)


def held(found: Sample, past: Flags, origin: int, horizons: Sequence[int]) -> list[Held]:
    """As `contest`; `past` marks the rows that may be learnt from."""
    spans = windows(found, origin, horizons)
    if not spans:
        return []
    ahead = np.any(list(spans.values()), axis=0)
    stage = {name: probabilities(name, found, past, ahead) for name in SPECIFICATIONS}
    rows = found.where(ahead)
    given = {name: of_level(levels(each), rows) for name, each in stage.items()}
    out = []
    for horizon, at in spans.items():
        level = {name: each[at[ahead]] for name, each in given.items()}
        out.append(Held(origin, horizon, level, {}, np.empty(0), found["dispute"][at]))
    for name, (at_risk, happened) in stages(found).items():
        events = np.zeros(found.rows)
        events[at_risk] = happened
        base = float(events[past & at_risk].mean())
        for horizon, at in spans.items():
            rows_at_risk = at & at_risk
            forecasts = {one: each[name][rows_at_risk[ahead]] for one, each in stage.items()}
            cluster = found["dispute"][rows_at_risk]
            out.append(of_events(origin, horizon, forecasts, events[rows_at_risk], cluster, base, TARGETS[name]))
    return out


def probabilities(name: str, found: Sample, past: Flags, ahead: Flags) -> dict[str, Floats]:
    """Probability of each stage given the one before, of the rows `ahead`."""
    design, out = design_matrix(escalation, found.arrays), {}
    for stage, (at_risk, happened) in stages(found).items():
        events = np.zeros(found.rows)
        events[at_risk] = happened
        out[stage] = forecast(
            SPECIFICATIONS[name], TERMS, escalation.PRIOR[stage], design, events, found["pair"], past & at_risk, ahead
        )
    return out


def levels(stage: Mapping[str, Floats]) -> Floats:
    """Probabilities of the four levels (rows, 4)."""
    force, war, fatal = stage["force"], stage["war"], stage["fatal"]
    short = force * (1.0 - war)
    return np.stack([1.0 - force, short * (1.0 - fatal), short * fatal, force * war], axis=1)


def of_level(reached: Floats, rows: Sample) -> Floats:
    """The probability of the level that was reached."""
    force, war = rows["hostility"] >= disputes.FORCE, rows["hostility"] == disputes.WAR
    short = np.where(
        np.isnan(rows["fatal"]),
        reached[:, FORCE] + reached[:, FATAL],
        np.where(rows["fatal"] == 1, reached[:, FATAL], reached[:, FORCE]),
    )
    return np.asarray(np.where(war, reached[:, WAR], np.where(force, short, reached[:, NONE])))
