r"""The shrunken effect of a dyad: how much more often it fought than its attributes predict.

    O_t = sum over s < t of k^(t-1-s) y_s        E_t = sum over s < t of k^(t-1-s) e_s        k = 2^(-1 / half-life)
    effect_t = ln (O_t + a) / (E_t + a)

y_s is 1 where a dispute began, e_s what a model without the dyad's history expected. With k = 1 this is the posterior mean
of a factor g that is Gamma with mean 1 and shape a, with onsets Poisson(g e_s); k < 1 lets g drift, so that old years
count less. A dyad without a record has effect 0. The shape a and the half-life maximise the likelihood of each dyad's
next year given the years before it, over the training years: empirical Bayes, partially pooled, and for each row only
from earlier years.

Source of the form: Clayton & Kaldor (1987), Biometrics 43, 671-681 (gamma-Poisson shrinkage of rates); Harvey & Fernandes
(1989), Journal of Business & Economic Statistics 7, 407-417 (discounted gamma-Poisson counts).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from foedus.arrays import Floats, Ints
from foedus.evaluate.score import TINY
from foedus.measures.memory import decayed

SHAPES = (0.02, 50.0)
"""Bounds of the shape: from dyads that have nothing in common to dyads that are all alike."""
HALF_LIVES = (5.0, 10.0, 20.0, 40.0, np.inf)
"""Years; the last is a factor that never changes."""


def effects(onset: Floats, expected: Floats, pair: Ints, year: Ints, training: NDArray[np.bool_]) -> Floats:
    """The effect for every row; shape and half-life from the `training` rows only."""
    _, place = np.unique(pair, return_inverse=True)
    at = year - year.min()
    grids = np.zeros((2, int(place.max()) + 1, int(at.max()) + 1))
    grids[0, place, at], grids[1, place, at] = onset, expected
    best = (np.inf, 1.0, np.zeros(len(pair)), np.zeros(len(pair)))
    for half_life in HALF_LIVES:
        observed, due = (decayed(grid, half_life)[place, at] for grid in grids)
        found = _shape(onset[training], expected[training], observed[training], due[training])
        if found[0] < best[0]:
            best = (*found, observed, due)
    _, a, observed, due = best
    return np.log((observed + a) / (due + a))


def _shape(onset: Floats, expected: Floats, observed: Floats, due: Floats) -> tuple[float, float]:
    """Least loss (minus the Poisson log likelihood of each next year) and the shape that has it."""

    def loss(log_shape: float) -> float:
        a = np.exp(log_shape)
        mean = np.maximum(expected * (observed + a) / (due + a), TINY)
        return float(np.sum(mean - onset * np.log(mean)))

    best = minimize_scalar(loss, bounds=tuple(np.log(SHAPES)), method="bounded")
    return float(best.fun), float(np.exp(best.x))
