"""Rates without predictors: exact posteriors under the Jeffreys prior."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from foedus.equations.prior import RATE
from foedus.estimate.sampler import DRAWS_KEPT


def rate(rng: np.random.Generator, events: int, trials: int) -> NDArray[np.float64]:
    """Draws of a probability given events in trials, Jeffreys prior."""
    return rng.beta(events + RATE[0], trials - events + RATE[1], DRAWS_KEPT)
