"""Logits scored in the years after an origin: joining, treaty ends, pact formation, pursuit of nuclear weapons.

Forecasts use what was known before each row; parameters are those of the origin. The training rows of an origin are:
for joining, disputes that were over by its end; for treaty ends, years before it, because replacement of a treaty is
seen in the year after; for the others, years up to it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foedus.arrays import Flags, Floats
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.forecasters.logit import forecast
from foedus.evaluate.forecasters.own import LOGITS, Logit
from foedus.evaluate.forecasts import Forecasts, of_events
from foedus.evaluate.windows import spans


def forecasts(equation: str, found: Sample, origin: int, horizons: Sequence[int]) -> list[Forecasts]:
    """Forecasts by each specification of an equation of the rows in the years after an origin."""
    return of_rows(equation, found, LOGITS[equation].learnt(found, origin), origin, horizons)


def of_rows(equation: str, found: Sample, past: Flags, origin: int, horizons: Sequence[int]) -> list[Forecasts]:
    """As `forecasts`; `past` marks the training rows."""
    one = LOGITS[equation]
    events = found[one.events]
    ahead = {horizon: at for horizon, at in spans(found, origin, horizons).items() if at.any()}
    if not ahead:
        return []
    any_ahead = np.any(list(ahead.values()), axis=0)
    given = _given(one, found, past, any_ahead)
    return [
        of_events(
            origin,
            horizon,
            {name: p[at[any_ahead]] for name, p in given.items()},
            events[at],
            found[one.cluster][at],
            float(events[past].mean()),
            rows={name: found[name][at] for name in (*one.rows, "year")},
        )
        for horizon, at in ahead.items()
    ]


def _given(one: Logit, found: Sample, past: Flags, ahead: Flags) -> dict[str, Floats]:
    """Probability of every row `ahead`, by specification."""
    if one.forecast is not None:
        return {name: one.forecast(each, found, past, ahead) for name, each in one.specifications.items()}
    events, design = found[one.events], one.columns(found.arrays)
    unit = found[one.unit] if one.unit else np.zeros(found.rows, np.int64)
    return {name: forecast(each, one, design, events, unit, past, ahead) for name, each in one.specifications.items()}
