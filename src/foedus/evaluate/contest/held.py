"""What the rivals of one equation gave to outcomes after one origin."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.evaluate.stacking import of_what_happened

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HORIZONS = (1, 5, 10, 20)
"""Years ahead at which weights are made; an assessment uses those of the longest one not beyond its own horizon."""


class Held(NamedTuple):
    """Outcomes of the years after an origin, and what each specification, fitted to the years before, gave them.

    given      probability, or probability density, of what happened, by specification (rows,)
    forecast   probability of the event, where the outcome is an event; else empty
    outcome    1 where it happened; else empty
    cluster    rows with one number share their luck (a dyad, a dispute, a treaty, a state)
    base       rate of the event in the years to the origin; NaN where the outcome is no event
    below      probability given to less than happened, by specification, where the outcome is an amount
    target     what is forecast, where it is not what the contest is about and takes no part in the weights; else empty
    """

    origin: int
    horizon: int
    given: Mapping[str, Floats]
    forecast: Mapping[str, Floats]
    outcome: Floats
    cluster: Ints
    base: float = float("nan")
    below: Mapping[str, Floats] = MappingProxyType({})
    target: str = ""


def of_events(
    origin: int,
    horizon: int,
    forecast: Mapping[str, Floats],
    outcome: Floats,
    cluster: Ints,
    base: float,
    target: str = "",
) -> Held:
    """Held-out forecasts of events."""
    given = of_what_happened(forecast, outcome)
    return Held(origin, horizon, given, forecast, outcome, cluster, base, target=target)
