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

from foedus.arrays import Floats
from foedus.evaluate.score import TINY


def stack(given: Mapping[str, Floats]) -> dict[str, float]:
    """Weights that maximise the mean log score of the mixture; `given` is the probability each model gave to each
    outcome (rows,)."""
    happened = np.stack(list(given.values()), axis=1)
    return _named(given, _best(happened, np.ones(len(happened))))


def mean_stack(
    given: Mapping[str, Floats], cluster: NDArray[Any], draws: int, seed: int = 1, counts: Floats | None = None
) -> dict[str, float]:
    """Means of the weights over draws of whole clusters with replacement; `counts` is how much each outcome counts.

    A model that is best by chance then shares its weight with the models that could have been best.
    """
    happened = np.stack(list(given.values()), axis=1)
    counts = np.ones(len(happened)) if counts is None else counts
    _, place = np.unique(cluster, return_inverse=True)
    count = int(place.max()) + 1
    rng = np.random.default_rng(seed)
    drawn = (rng.multinomial(count, np.full(count, 1.0 / count)).astype(np.float64) for _ in range(draws))
    return _named(given, np.mean([_best(happened, counts * each[place]) for each in drawn], axis=0))


def best_score(given: Mapping[str, Floats], counts: Floats) -> float:
    """The mean log score of the mixture with the best weights."""
    happened = np.stack(list(given.values()), axis=1)
    mixed = happened @ _best(happened, counts)
    return float(counts @ np.log(np.maximum(mixed, TINY)) / counts.sum())


def _named(given: Mapping[str, Floats], weights: Floats) -> dict[str, float]:
    return {name: round(float(w), 4) for name, w in zip(given, weights / weights.sum(), strict=True)}


def _best(happened: Floats, rows: Floats) -> Floats:
    """The best weights when `rows` says how much each outcome counts. The problem is convex, and at the answer no model gains
    by more weight: sum_i c_i p_im / (p_i . w) <= 1 for every m, where c are the counts as shares."""
    chosen, times = happened[rows > 0], rows[rows > 0] / rows.sum()
    models = happened.shape[1]

    def loss(w: Floats) -> tuple[float, Floats]:
        mixed = np.maximum(chosen @ w, TINY)
        return -float(times @ np.log(mixed)), -(chosen / mixed[:, None]).T @ times

    one = {"type": "eq", "fun": lambda w: w.sum() - 1.0, "jac": np.ones_like}
    found = minimize(
        loss,
        np.full(models, 1.0 / models),
        jac=True,
        bounds=[(0.0, 1.0)] * models,
        constraints=one,
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 500},
    )
    w = np.maximum(found.x, 0.0)
    return np.asarray(w / w.sum())


def of_what_happened(forecast: Mapping[str, Floats], y: Floats) -> dict[str, Floats]:
    """The probability that forecasts of an event gave to the outcome: p if it happened, else 1 - p."""
    return {name: np.where(y == 1, p, 1.0 - p) for name, p in forecast.items()}
