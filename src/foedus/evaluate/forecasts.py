"""What every forecaster gave to the same rows from one origin: what all tasks make, and all that scoring reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Floats, Ints
from foedus.evaluate.stacking import of_what_happened

Rows = Mapping[str, NDArray[Any]]

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Counts(NamedTuple):
    """Years of the rows, whose yearly number of events is forecast too, and the spread phi of that number."""

    year: Ints
    spread: float


class Forecasts(NamedTuple):
    """Outcomes of the years after an origin, and what each forecaster, fitted to the years before, gave them.

    given      probability, or probability density, of what happened, by forecaster (rows,)
    forecast   probability of the event, where the outcome is an event; else empty
    outcome    1 where it happened; else empty
    cluster    rows with one number share their luck (a dyad, a dispute, a treaty, a state)
    base       rate of the event in the years to the origin; NaN where a forecaster says it, or the outcome is no event
    below      probability given to less than happened, by forecaster, where the outcome is an amount
    target     what is forecast, where it is not what the task is about; else empty
    subset     the part of the rows in words
    amounts    scores row by row, by forecaster, where they are means of rows
    counts     where the yearly number of events is scored too
    rows       codes of the unit and its year, by name
    curve      whether the curve of calibration is drawn
    """

    origin: int
    horizon: int
    given: Mapping[str, Floats]
    forecast: Mapping[str, Floats]
    outcome: Floats
    cluster: NDArray[Any]
    base: float = float("nan")
    below: Mapping[str, Floats] = NOTHING
    target: str = ""
    subset: str = "all"
    amounts: Mapping[str, Mapping[str, Floats]] = NOTHING
    counts: Counts | None = None
    rows: Rows = NOTHING
    curve: bool = True

    def where(self, chosen: NDArray[np.bool_]) -> Forecasts:
        """The chosen rows."""

        def part(values: Mapping[str, Any]) -> dict[str, Any]:
            return {name: each[chosen] for name, each in values.items()}

        return self._replace(
            given=part(self.given),
            forecast=part(self.forecast),
            outcome=self.outcome[chosen] if len(self.outcome) else self.outcome,
            cluster=self.cluster[chosen],
            below=part(self.below),
            amounts={name: part(each) for name, each in self.amounts.items()},
            counts=self.counts and Counts(self.counts.year[chosen], self.counts.spread),
            rows=part(self.rows),
        )


def of_events(
    origin: int,
    horizon: int,
    forecast: Mapping[str, Floats],
    outcome: Floats,
    cluster: NDArray[Any],
    base: float,
    target: str = "",
    rows: Rows = NOTHING,
) -> Forecasts:
    """Forecasts of events by rivals that are weighed against one another."""
    given = of_what_happened(forecast, outcome)
    return Forecasts(origin, horizon, given, forecast, outcome, cluster, base, target=target, rows=rows)
