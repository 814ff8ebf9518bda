"""Stacking: weights w >= 0, sum w = 1, that maximise the mean log score of the mixture sum_m w_m p_m.

Source: Yao, Vehtari, Simpson & Gelman (2018), doi:10.1214/17-BA1091 (with held-out years in place of leave-one-out).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from foedus.models.score import TINY

Floats = NDArray[np.float64]


def stack(forecasts: Mapping[str, Floats], y: Floats) -> dict[str, float]:
    """Weights that maximise the mean log score of the mixture of forecasts."""
    happened = np.stack([np.where(y == 1, p, 1.0 - p) for p in forecasts.values()], axis=1)

    def loss(free: Floats) -> tuple[float, Floats]:
        e = np.exp(free - free.max())
        w = e / e.sum()
        mixed = np.maximum(happened @ w, TINY)
        slope = -(happened / mixed[:, None]).mean(axis=0)
        return -float(np.log(mixed).mean()), w * (slope - slope @ w)

    best = minimize(loss, np.zeros(happened.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-9})
    weight = np.exp(best.x - best.x.max())
    return {name: round(float(w), 4) for name, w in zip(forecasts, weight / weight.sum(), strict=True)}
