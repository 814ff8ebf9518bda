"""Stacking: weights w >= 0, sum w = 1, that maximise the mean log score of the mixture sum_m w_m p_m, where p_m is the
probability, or probability density, that model m gave to what happened.

Source: Yao, Vehtari, Simpson & Gelman (2018), doi:10.1214/17-BA1091 (with held-out years in place of leave-one-out).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from foedus.models.score import TINY

Floats = NDArray[np.float64]


def stack(given: Mapping[str, Floats]) -> dict[str, float]:
    """Weights that maximise the mean log score of the mixture; `given` is what each model gave to each outcome (rows,)."""
    happened = np.stack(list(given.values()), axis=1)

    def loss(free: Floats) -> tuple[float, Floats]:
        e = np.exp(free - free.max())
        w = e / e.sum()
        mixed = np.maximum(happened @ w, TINY)
        slope = -(happened / mixed[:, None]).mean(axis=0)
        return -float(np.log(mixed).mean()), w * (slope - slope @ w)

    best = minimize(loss, np.zeros(happened.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-9})
    weight = np.exp(best.x - best.x.max())
    return {name: round(float(w), 4) for name, w in zip(given, weight / weight.sum(), strict=True)}


def of_what_happened(forecast: Mapping[str, Floats], y: Floats) -> dict[str, Floats]:
    """What forecasts of an event gave to what happened: p where it did, 1 - p where it did not."""
    return {name: np.where(y == 1, p, 1.0 - p) for name, p in forecast.items()}
