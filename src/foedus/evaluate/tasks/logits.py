"""Logits met in the years after an origin: who joins, which treaties end, which pacts form, who seeks nuclear weapons.

Given the row, with what was known before it; parameters are those of the origin. What an origin may learn from: of joining,
disputes that were over by its end; of the end of treaties, years before it, since whether a treaty that ends is replaced is
seen in the year after; of the others, years to it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foedus.arrays import Flags
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.forecasters.logit import forecast
from foedus.evaluate.forecasters.own import LOGITS
from foedus.evaluate.forecasts import Forecasts, of_events
from foedus.evaluate.windows import spans


def forecasts(equation: str, found: Sample, origin: int, horizons: Sequence[int]) -> list[Forecasts]:
    """What each specification of an equation gave to the rows of the years after an origin."""
    return of_rows(equation, found, LOGITS[equation].learnt(found, origin), origin, horizons)


def of_rows(equation: str, found: Sample, past: Flags, origin: int, horizons: Sequence[int]) -> list[Forecasts]:
    """As `forecasts`; `past` marks the rows that may be learnt from."""
    one = LOGITS[equation]
    events, design = found[one.events], one.columns(found.arrays)
    unit = found[one.unit] if one.unit else np.zeros(found.rows, np.int64)
    ahead = {horizon: at for horizon, at in spans(found, origin, horizons).items() if at.any()}
    if not ahead:
        return []
    any_ahead = np.any(list(ahead.values()), axis=0)
    given = {
        name: forecast(each, one, design, events, unit, past, any_ahead) for name, each in one.specifications.items()
    }
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
