"""An answer as a labelled data set (xarray): what is charted most, along named dimensions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from foedus.arrays import Floats
from foedus.assessment.answer import Answer, PoleLine
from foedus.assessment.outcome_lines import Difference, Estimate, OutcomeEstimate

if TYPE_CHECKING:
    import xarray as xr

BOUNDS = ("value", "low", "high")
BANDS = ("median", "low50", "high50", "low90", "high90")


def dataset(answer: Answer) -> xr.Dataset:
    """Estimates of an answer, in the units of its outcomes; unknown is NaN.

    estimate   (outcome, bound) at the horizon, in all futures of the headline
    class_rate (outcome, bound) pooled rate of its class of the record
    curve      (outcome, year) probability that it has happened, or that it holds
    by_order   (order, outcome, bound) at the horizon, in each order
    without    (instrument, outcome, bound) change in the same futures without an instrument
    adherence  (order, outcome, bound) change from neglect to full adherence
    kept       (instrument, bound) chance that an instrument is in force in the last year
    poles      (order, index, year, band) effective number of poles
    """
    import xarray as xr

    outcomes = [line.name for line in answer.outcomes]
    years = list(range(answer.by_year - answer.horizon + 1, answer.by_year + 1))
    orders = [line.name for line in answer.orders]
    instruments = [line.instrument for line in answer.instruments]
    removed = [line.instrument for line in answer.counterfactuals]
    every = list(dict.fromkeys([*instruments, *removed]))
    indices = list(dict.fromkeys(line.index for order in answer.orders for line in order.poles))
    kept = {line.instrument: line.kept for line in answer.instruments}
    changed = {line.instrument: line.differences for line in answer.counterfactuals}
    theses = {line.order: line.differences for line in answer.thesis}
    found: dict[str, tuple[tuple[str, ...], Floats]] = {
        "estimate": (("outcome", "bound"), _table([line.estimate for line in answer.outcomes])),
        "class_rate": (
            ("outcome", "bound"),
            _table([line.record.pooled if line.record else None for line in answer.outcomes]),
        ),
        "curve": (("outcome", "year"), _array([line.curve or [None] * len(years) for line in answer.outcomes])),
        "by_order": (("order", "outcome", "bound"), _tables([line.outcomes for line in answer.orders], outcomes)),
        "without": (("instrument", "outcome", "bound"), _tables([changed.get(name, []) for name in every], outcomes)),
        "adherence": (("order", "outcome", "bound"), _tables([theses.get(name, []) for name in orders], outcomes)),
        "kept": (("instrument", "bound"), _table([kept.get(name) for name in every])),
        "poles": (
            ("order", "index", "year", "band"),
            _array([[_path(order.poles, index, len(years)) for index in indices] for order in answer.orders]).reshape(
                len(orders), len(indices), len(years), len(BANDS)
            ),
        ),
    }
    return xr.Dataset(
        found,
        {
            **{"outcome": outcomes, "bound": list(BOUNDS), "year": years, "order": orders, "instrument": every},
            **{"index": indices, "band": list(BANDS), "unit": ("outcome", [line.unit for line in answer.outcomes])},
        },
        {"question": answer.question, "case": answer.case, "verdict": answer.verdict.value, "futures": answer.futures},
    )


def _table(estimates: Iterable[Estimate | None]) -> Floats:
    return _array([_bounds(one) for one in estimates]).reshape(-1, len(BOUNDS))


def _tables(rows: Iterable[list[OutcomeEstimate] | list[Difference]], outcomes: list[str]) -> Floats:
    """A table of estimates for each row, its lines found by outcome."""
    lines = [{line.outcome: line.estimate for line in row} for row in rows]
    found = [[_bounds(each.get(name)) for name in outcomes] for each in lines]
    return _array(found).reshape(len(lines), len(outcomes), len(BOUNDS))


def _bounds(estimate: Estimate | None) -> list[float | None]:
    return [getattr(estimate, bound, None) for bound in BOUNDS]


def _path(lines: Iterable[PoleLine], index: str, years: int) -> list[list[float | None]]:
    """The bands of an index, a row a year."""
    line = next((line for line in lines if line.index == index), None)
    paths: list[list[float | None]] = [getattr(line, band, None) or [None] * years for band in BANDS]
    return [[path[year] for path in paths] for year in range(years)]


def _array(numbers: Any) -> Floats:
    return np.array(numbers, dtype=float)
