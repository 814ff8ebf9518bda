"""Escalation: how far did the disputes after an origin go?

The forecast is conditional on a dispute and uses what was known of its pair before it. Parameters are those of the
origin, estimated on disputes that were over by its end. The score is of the probability of the level reached: no force,
force without deaths, deaths without war, war; if deaths are unknown, of force short of war.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Flags, Floats
from foedus.estimate.samples import disputes
from foedus.estimate.samples.escalation import stages
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.forecasters.logit import forecast
from foedus.evaluate.forecasters.own import ESCALATION
from foedus.evaluate.forecasts import Forecasts, of_events
from foedus.evaluate.windows import over, spans

LEVEL_NONE, LEVEL_FORCE, LEVEL_FATAL, LEVEL_WAR = range(4)
SPECIFICATIONS = ESCALATION["force"].specifications
TARGETS = {
    "force": "the dispute reaches force",
    "war": "a dispute at force becomes war",
    "fatal": "force short of war kills",
}
"""The stages, scored in addition to the level because a level has no calibration curve."""


def forecasts(found: Sample, origin: int, horizons: Sequence[int]) -> list[Forecasts]:
    """Forecasts by each specification of the disputes after an origin, and of each stage for the disputes at risk of it."""
    return of_rows(found, over(found, origin), origin, horizons)


def of_rows(found: Sample, past: Flags, origin: int, horizons: Sequence[int]) -> list[Forecasts]:
    """As `forecasts`; `past` marks the training rows."""
    windows = spans(found, origin, horizons)
    if not windows:
        return []
    ahead = np.any(list(windows.values()), axis=0)
    stage = {name: probabilities(name, found, past, ahead) for name in SPECIFICATIONS}
    rows = found.where(ahead)
    given = {name: of_level(levels(each), rows) for name, each in stage.items()}
    out = []
    for horizon, at in windows.items():
        level = {name: each[at[ahead]] for name, each in given.items()}
        out.append(Forecasts(origin, horizon, level, {}, np.empty(0), found["dispute"][at], rows=_rows(found, at)))
    for name, (at_risk, happened) in stages(found).items():
        events = np.zeros(found.rows)
        events[at_risk] = happened
        base = float(events[past & at_risk].mean())
        for horizon, at in windows.items():
            met = at & at_risk
            forecast_of = {one: each[name][met[ahead]] for one, each in stage.items()}
            out.append(
                of_events(
                    origin,
                    horizon,
                    forecast_of,
                    events[met],
                    found["dispute"][met],
                    base,
                    TARGETS[name],
                    _rows(found, met),
                )
            )
    return out


def _rows(found: Sample, at: Flags) -> dict[str, NDArray[np.int64]]:
    return {name: found[name][at] for name in ("dispute", "pair", "year")}


def probabilities(name: str, found: Sample, past: Flags, ahead: Flags) -> dict[str, Floats]:
    """Probability of each stage given the one before, of the rows `ahead`."""
    out = {}
    for stage, (at_risk, happened) in stages(found).items():
        one = ESCALATION[stage]
        events = np.zeros(found.rows)
        events[at_risk] = happened
        design = one.columns(found.arrays)
        out[stage] = forecast(one.specifications[name], one, design, events, found["pair"], past & at_risk, ahead)
    return out


def levels(stage: Mapping[str, Floats]) -> Floats:
    """Probabilities of the four levels (rows, 4)."""
    force, war, fatal = stage["force"], stage["war"], stage["fatal"]
    short = force * (1.0 - war)
    return np.stack([1.0 - force, short * (1.0 - fatal), short * fatal, force * war], axis=1)


def of_level(reached: Floats, rows: Sample) -> Floats:
    """The probability of the level that was reached."""
    force, war = rows["hostility"] >= disputes.HOSTILITY_FORCE, rows["hostility"] == disputes.HOSTILITY_WAR
    short = np.where(
        np.isnan(rows["fatal"]),
        reached[:, LEVEL_FORCE] + reached[:, LEVEL_FATAL],
        np.where(rows["fatal"] == 1, reached[:, LEVEL_FATAL], reached[:, LEVEL_FORCE]),
    )
    return np.asarray(np.where(war, reached[:, LEVEL_WAR], np.where(force, short, reached[:, LEVEL_NONE])))
