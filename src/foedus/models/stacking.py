"""Stacking: weights w >= 0, sum w = 1, that maximise the mean log score of the mixture sum_m w_m p_m, where p_m is the
probability, or probability density, that model m gave to what happened.

Sources: Yao, Vehtari, Simpson & Gelman (2018), doi:10.1214/17-BA1091 (with held-out years in place of leave-one-out);
Efron (1979), The Annals of Statistics 7, 1-26 (the bootstrap).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from foedus.models.score import TINY

Floats = NDArray[np.float64]


def stack(
    given: Mapping[str, Floats], cluster: NDArray[Any] | None = None, draws: int = 0, seed: int = 1
) -> dict[str, float]:
    """Weights that maximise the mean log score of the mixture; `given` is what each model gave to each outcome (rows,).

    With `draws` they are means over as many draws of whole clusters with replacement: a model that is best by luck of the
    record alone then shares its weight with those that could have been.
    """
    happened = np.stack(list(given.values()), axis=1)
    rows = np.ones(len(happened))
    best = _maximum(happened, rows, np.zeros(happened.shape[1]))
    found = _shares(best)
    if draws and cluster is not None:
        _, place = np.unique(cluster, return_inverse=True)
        count = int(place.max()) + 1
        rng = np.random.default_rng(seed)
        drawn = (rng.multinomial(count, np.full(count, 1.0 / count)) for _ in range(draws))
        found = np.mean(
            [_shares(_maximum(happened, each[place].astype(np.float64), np.zeros_like(best))) for each in drawn], axis=0
        )
    return {name: round(float(w), 4) for name, w in zip(given, found / found.sum(), strict=True)}


def _maximum(happened: Floats, rows: Floats, start: Floats) -> Floats:
    """Logarithms of the best weights, but for a constant; `rows` says how often each outcome counts."""
    chosen, times = happened[rows > 0], rows[rows > 0] / rows.sum()

    def loss(free: Floats) -> tuple[float, Floats]:
        w = _shares(free)
        mixed = np.maximum(chosen @ w, TINY)
        slope = -(chosen / mixed[:, None]).T @ times
        return -float(times @ np.log(mixed)), w * (slope - slope @ w)

    return np.asarray(minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-7}).x)


def _shares(free: Floats) -> Floats:
    e = np.exp(free - free.max())
    return np.asarray(e / e.sum())


def of_what_happened(forecast: Mapping[str, Floats], y: Floats) -> dict[str, Floats]:
    """What forecasts of an event gave to what happened: p where it did, 1 - p where it did not."""
    return {name: np.where(y == 1, p, 1.0 - p) for name, p in forecast.items()}
