r"""Prior predictive checks: parameters drawn from the priors, and each equation run on the rows of its own sample.

rate of an event     mean over rows of logit^-1(x . b + u + y), b, u and y drawn from their priors
size of a change     median over rows of |change|, simulated with the predictors and earlier changes of the sample
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from foedus.arrays import Floats, Ints
from foedus.equations.initiation import YEAR_PERSISTENCE, YEAR_WIDTH
from foedus.equations.prior import UNIT_WIDTH, Prior
from foedus.estimate.prior_predictive import DRAWS

BLOCK = 20
"""Draws run at a time: a block of log-odds has this many numbers for each row."""


@dataclass(frozen=True)
class PriorDraws:
    """A random generator, and the number of draws of the parameters."""

    rng: np.random.Generator
    draws: int = DRAWS

    def normal(self, mean: float, width: float) -> Floats:
        """Normal draws, one per parameter draw."""
        return self.rng.normal(mean, width, self.draws)

    def half(self, width: float) -> Floats:
        """Draws of a half-Normal."""
        return np.abs(self.normal(0.0, width))

    def beta(self, parameters: tuple[float, float]) -> Floats:
        """Draws of a Beta."""
        return self.rng.beta(*parameters, self.draws)


def rates(
    priors: PriorDraws,
    design: Floats,
    belief: Prior,
    *,
    unit: Ints | None = None,
    year: Ints | None = None,
    width: float = UNIT_WIDTH,
) -> Floats:
    """The rate of the event in the rows of `design`, a draw each: with intercepts of units, and a level for each year.

    unit    position of the unit of each row, -1 without an intercept
    width   of the half-Normal prior of the standard deviation of intercepts
    """
    b = priors.rng.normal(belief.location, belief.width, (priors.draws, len(belief.location)))
    spread = priors.half(width)
    persistence, scale = priors.beta(YEAR_PERSISTENCE), priors.half(YEAR_WIDTH)
    found = np.empty(priors.draws)
    for start in range(0, priors.draws, BLOCK):
        some = slice(start, start + BLOCK)
        odds = design @ b[some].T
        if unit is not None:
            own = priors.rng.standard_normal((int(unit.max()) + 1, odds.shape[1])) * spread[some]
            odds += np.append(own, np.zeros((1, odds.shape[1])), axis=0)[unit]
        if year is not None:
            odds += levels(priors.rng, int(year.max()) + 1, persistence[some], scale[some])[year]
        found[some] = expit(odds).mean(axis=0)
    return found


def levels(rng: np.random.Generator, years: int, persistence: Floats, scale: Floats) -> Floats:
    """Common yearly levels (years, draws) of initiation, stationary from the first."""
    found = np.empty((years, len(scale)))
    found[0] = scale / np.sqrt(1.0 - persistence**2) * rng.standard_normal(len(scale))
    for t in range(1, years):
        found[t] = persistence * found[t - 1] + scale * rng.standard_normal(len(scale))
    return found


def codes(values: Floats) -> Ints:
    """The position of each value among the distinct ones."""
    return np.unique(values, return_inverse=True)[1].astype(np.int64)
