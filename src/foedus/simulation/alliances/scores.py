"""Scores of the forecasts against the class rate, where what happened may be a share of an alliance's members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Floats
from foedus.evaluate.resample import HIGH, LOW, drawn_weights
from foedus.evaluate.result import Bin, Cell, Difference, Interval
from foedus.evaluate.score import calibration_slope, log_probability

DRAWS = 500
MODEL, REFERENCE = "foedus", "class rate"
EDGES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
FEWEST = 5
"""Alliances below which a stretch is left out of the curve."""
FLOOR = 0.005
"""Forecasts are kept this far from 0 and 1 in the log score and the slope: a share of some hundred futures may be 0."""


def cell(
    forecasts: Mapping[str, Floats],
    y: Floats,
    groups: NDArray[Any],
    *,
    horizon: int,
    target: str,
    subset: str,
    seed: int,
) -> Cell:
    """The scores of an outcome, each alliance one row, with intervals from drawing whole groups."""
    weight, place = drawn_weights(groups, DRAWS, seed)
    each_row = weight[:, place]
    kept = {name: np.clip(p, FLOOR, 1.0 - FLOOR) for name, p in forecasts.items()}
    brier = {name: _means(each_row, (p - y) ** 2) for name, p in forecasts.items()}
    log = {name: _means(each_row, log_probability(p, y)) for name, p in kept.items()}
    with np.errstate(divide="ignore", invalid="ignore"):
        skill = 1.0 - brier[MODEL] / brier[REFERENCE]
    slopes = np.array([_slope(kept[MODEL], y, rows) for rows in each_row])
    scores = {name: {"brier": interval(brier[name]), "log_score": interval(log[name])} for name in forecasts}
    scores[MODEL] |= {"brier_skill": interval(skill), "calibration_slope": interval(slopes)}
    gain = {"brier": interval(brier[MODEL] - brier[REFERENCE]), "log_score": interval(log[MODEL] - log[REFERENCE])}
    return Cell(
        horizon=horizon,
        target=target,
        subset=subset,
        rows=len(y),
        events=round(float(y.sum())),
        scores=scores,
        differences=[Difference(first=MODEL, second=REFERENCE, scores=gain)],
        curve=[line for name, p in forecasts.items() for line in curve(name, p, y, groups, seed)],
        expected={name: round(float(p.sum()), 2) for name, p in forecasts.items()},
    )


def curve(model: str, p: Floats, y: Floats, groups: NDArray[Any], seed: int) -> list[Bin]:
    """Mean forecast and share that happened, by stretches of the forecast."""
    found = []
    for k, (low, high) in enumerate(pairwise(EDGES)):
        rows = (p >= low) & ((p < high) | (k == len(EDGES) - 2))
        if rows.sum() >= FEWEST:
            weight, place = drawn_weights(groups[rows], DRAWS, seed)
            happened = interval(_means(weight[:, place], y[rows]))
            found.append(Bin(model=model, forecast=float(p[rows].mean()), happened=happened, rows=int(rows.sum())))
    return found


def interval(draws: Floats) -> Interval:
    """A value, the first, with the 5% and 95% points of its draws, the others; null where it does not exist, or its
    points where under half of the draws have one."""
    if not np.isfinite(draws[0]):
        return None, None, None
    known = draws[1:][np.isfinite(draws[1:])]
    if len(known) < len(draws) / 2:
        return float(draws[0]), None, None
    low, high = np.quantile(known, [LOW, HIGH])
    return float(draws[0]), float(low), float(high)


def _means(weight: Floats, values: Floats) -> Floats:
    return np.asarray(weight @ values / weight.sum(axis=1))


def _slope(p: Floats, y: Floats, times: Sequence[float] | Floats) -> float:
    """The calibration slope of rows taken so many times each; NaN without one."""
    count = np.asarray(times).astype(int)
    try:
        return calibration_slope(np.repeat(p, count), np.repeat(y, count))
    except np.linalg.LinAlgError:  # the forecasts of the rows drawn separate what happened
        return float("nan")
