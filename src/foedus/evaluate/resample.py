r"""Scores of competing forecasts of the same rows, with intervals from resampling whole groups (dyads) with replacement.

Every model is scored on the same draws, so a difference compares forecasts of the same rows, and its interval is
paired. The calibration slope is not refitted in every draw: each draw takes one Newton step from the estimate, which is
enough for an interval.

Source of the one-step bootstrap: Kline & Santos (2012), J. Econometric Methods 1, 23-41 (score bootstrap).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from foedus.arrays import Floats
from foedus.evaluate.ranks import Ranked
from foedus.evaluate.score import TINY, calibration, log_probability

Draws = dict[str, Floats]

SCORES = ("brier", "brier_skill", "log_score", "auc", "average_precision", "calibration_slope")
LOW, HIGH = 0.05, 0.95
REFERENCE = "climatology"


def drawn_weights(groups: NDArray[Any], draws: int, seed: int) -> tuple[Floats, NDArray[np.int64]]:
    """How often each group is drawn, (1 + draws, groups) with the sample itself first, and each row's group."""
    _, place = np.unique(groups, return_inverse=True)
    count = int(place.max()) + 1
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(count, np.full(count, 1.0 / count), size=draws).astype(np.float64)
    return np.vstack([np.ones(count), drawn]), place


def scored(forecasts: Mapping[str, Floats], y: Floats, groups: NDArray[Any], draws: int, seed: int) -> dict[str, Draws]:
    """For each model and score, its value and that of every draw: arrays of length 1 + draws, the value first."""
    weight, place = drawn_weights(groups, draws, seed)
    rows = weight @ np.bincount(place)
    reference = _sums(weight, place, (forecasts[REFERENCE] - y) ** 2) / rows
    found: dict[str, Draws] = {}
    for name, p in forecasts.items():
        brier = _sums(weight, place, (p - y) ** 2) / rows
        with np.errstate(divide="ignore", invalid="ignore"):
            skill = 1.0 - brier / reference
        ranked = Ranked(p, y)
        at = place[ranked.order]
        ranks = np.array([ranked.scores(each[at]) for each in weight])
        found[name] = {
            "brier": brier,
            "brier_skill": skill,
            "log_score": _sums(weight, place, log_probability(p, y)) / rows,
            "auc": ranks[:, 0],
            "average_precision": ranks[:, 1],
            "calibration_slope": np.full(len(rows), np.nan) if name == REFERENCE else _slopes(p, y, weight, place),
        }
    return found


def _sums(weight: Floats, place: NDArray[np.int64], values: Floats) -> Floats:
    return weight @ np.bincount(place, values, weight.shape[1])


def _slopes(p: Floats, y: Floats, weight: Floats, place: NDArray[np.int64]) -> Floats:
    """The calibration slope, and for every draw one Newton step from it."""
    constant, slope = calibration(p, y)
    if not np.isfinite(slope):
        return np.full(len(weight), np.nan)
    q = np.clip(p, TINY, 1.0 - TINY)
    x = np.log(q / (1.0 - q))
    fitted = expit(constant + slope * x)
    columns = np.stack([np.ones_like(x), x], axis=1)
    information = (columns * (fitted * (1.0 - fitted))[:, None]).T @ columns
    push = np.stack([_sums(weight, place, column * (y - fitted)) for column in columns.T], axis=1)
    return slope + np.linalg.solve(information, push.T)[1]


def triple(values: Floats) -> tuple[float | None, float | None, float | None]:
    """Value, 5% and 95% point of the draws after it; None where there is none."""
    known = values[1:][np.isfinite(values[1:])]
    low, high = np.quantile(known, [LOW, HIGH]) if len(known) else (np.nan, np.nan)
    return (_short(float(values[0])), _short(float(low)), _short(float(high)))


def _short(value: float) -> float | None:
    """Four significant digits; None for NaN."""
    return float(f"{value:.4g}") if np.isfinite(value) else None
