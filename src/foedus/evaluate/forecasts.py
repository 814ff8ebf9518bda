"""Forecasts of the same rows by every forecaster from one origin: the output of all tasks and the input of scoring."""

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
    """Years of the rows, for forecasts of the yearly number of events, and the spread phi of that number."""

    year: Ints
    spread: float


class Forecasts(NamedTuple):
    """Outcomes of the years after an origin, and their forecasts by each forecaster, fitted to the years before.

    given      probability, or probability density, of what happened, by forecaster (rows,)
    forecast   probability of the event, where the outcome is an event; else empty
    outcome    1 where it happened; else empty
    cluster    rows with the same number are dependent (a dyad, a dispute, a treaty, a state) and resampled together
    base       rate of the event in the years to the origin; NaN if a forecaster supplies it, or the outcome is not an event
    below      forecast probability of less than the outcome, by forecaster, where the outcome is an amount
    target     what is forecast, if it differs from the task's own target; else empty
    subset     the part of the rows in words
    amounts    scores row by row, by forecaster, if a score is a mean over rows
    counts     set if the yearly number of events is scored too
    rows       codes of the unit and its year, by name
    curve      whether the calibration curve is drawn
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
    """Forecasts of events by candidates that are weighed against one another."""
    given = of_what_happened(forecast, outcome)
    return Forecasts(origin, horizon, given, forecast, outcome, cluster, base, target=target, rows=rows)
