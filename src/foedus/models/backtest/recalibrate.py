r"""Recalibration of probabilities, learnt from the forecasts of earlier origins whose outcomes were known.

    level      logit p' = a + logit p
    platt      logit p' = a + b logit p
    beta       logit p' = a + b ln p - c ln (1 - p)
    by-record  platt, apart for dyads with and without an onset in the twenty years before the forecast

with a ~ Normal(0, 1) and b, c ~ Normal(1, 0.5), at the mode of the posterior; before any earlier outcome is known p' = p.

Sources: Cox (1958), Biometrika 45, 562-565; Platt (1999), Advances in Large Margin Classifiers; Kull, Silva Filho & Flach
(2017), Electronic Journal of Statistics 11, 5052-5080 (beta calibration).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from foedus.models.backtest.forecast import Window
from foedus.models.score import TINY

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEVEL_WIDTH, SLOPE_WIDTH = 1.0, 0.5
STEPS, AT_REST = 100, 1e-8


def _level(p: Floats, group: Flags) -> Floats:
    return np.ones((len(p), 1))


def _platt(p: Floats, group: Flags) -> Floats:
    return np.stack([np.ones_like(p), logit(p)], axis=1)


def _beta(p: Floats, group: Flags) -> Floats:
    return np.stack([np.ones_like(p), np.log(p), -np.log1p(-p)], axis=1)


def _by_record(p: Floats, group: Flags) -> Floats:
    both = _platt(p, group)
    return np.hstack([both * ~group[:, None], both * group[:, None]])


METHODS: Mapping[str, tuple[Callable[[Floats, Flags], Floats], tuple[float, ...]]] = MappingProxyType(
    {
        "level": (_level, (0.0,)),
        "platt": (_platt, (0.0, 1.0)),
        "beta": (_beta, (0.0, 1.0, 1.0)),
        "by-record": (_by_record, (0.0, 1.0, 0.0, 1.0)),
    }
)
"""Columns and what they are before any data: the coefficients that leave p as it is."""


def recalibrated(method: str, p: Floats, group: Flags, past: Floats, past_group: Flags, happened: Floats) -> Floats:
    """The probabilities p after the method has learnt from `past` forecasts and what happened."""
    if not len(past):
        return p
    columns, neutral = METHODS[method]
    then, now = _inside(past), _inside(p)
    fixed = method == "level"
    b = coefficients(columns(then, past_group), happened, np.array(neutral), logit(then) if fixed else 0.0)
    return np.asarray(expit(columns(now, group) @ b + (logit(now) if fixed else 0.0)))


def coefficients(x: Floats, y: Floats, neutral: Floats, offset: Floats | float) -> Floats:
    """The mode by Newton's method, from the neutral coefficients."""
    precision = np.where(neutral == 0.0, LEVEL_WIDTH**-2, SLOPE_WIDTH**-2)
    b = neutral.copy()
    for _ in range(STEPS):
        fitted = expit(x @ b + offset)
        slope = x.T @ (y - fitted) - precision * (b - neutral)
        step = np.linalg.solve((x * (fitted * (1.0 - fitted))[:, None]).T @ x + np.diag(precision), slope)
        b = b + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < AT_REST:
            break
    return b


def rolling(
    method: str, windows: Sequence[Window], year: NDArray[np.int64], onset: Floats, fought: Flags, model: str
) -> list[Floats]:
    """Forecasts of one model, window by window, recalibrated on windows of the same horizon that had ended by its origin."""
    found = []
    for window in windows:
        known = [w for w in windows if w.horizon == window.horizon and year[w.row].max() <= window.origin]
        past = np.concatenate([np.empty(0), *(w.forecasts[model] for w in known)])
        source = np.concatenate([np.empty(0, np.int64), *(w.source for w in known)])
        row = np.concatenate([np.empty(0, np.int64), *(w.row for w in known)])
        found.append(
            recalibrated(method, window.forecasts[model], fought[window.source], past, fought[source], onset[row])
        )
    return found


def _inside(p: Floats) -> Floats:
    return np.clip(p, TINY, 1.0 - TINY)
