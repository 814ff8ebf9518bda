"""The posterior of levels and changes by going through every set of months in which a level may change."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
from scipy.stats import nbinom

from foedus.arrays import Floats
from foedus.watch.grid import STEP
from foedus.watch.level import Beliefs


class Exact(NamedTuple):
    """Of the last month: probability of a rise and a fall within the window, and the mean of the level."""

    up: float
    down: float
    level: float


def exact(counts: Floats, grid: Floats, beliefs: Beliefs) -> Exact:
    """Sum over all 2^T sets of months of change, and over the levels of each stretch between them."""
    apart = np.subtract.outer(np.arange(len(grid)), np.arange(len(grid))).T * STEP
    jump = np.exp(-0.5 * (apart / beliefs.jump) ** 2)
    jump /= jump.sum(axis=1, keepdims=True)
    up = down = level = whole = 0.0
    for k in beliefs.dispersions:
        law = np.array([[1.0 if np.isnan(y) else nbinom.pmf(y, k, k / (k + m)) for m in grid] for y in counts])
        for changes in itertools.product([False, True], repeat=len(counts)):
            # The joint probability of the level just before the last change (rows) and of that since it (columns).
            now = np.full(len(grid), 1.0 / len(grid))
            joint = None
            for t, change in enumerate(changes):
                if change:
                    joint = now[:, None] * jump
                    now = joint.sum(axis=0)
                now = now * law[t]
                joint = None if joint is None else joint * law[t]
            chance = np.prod([beliefs.hazard if change else 1.0 - beliefs.hazard for change in changes])
            whole += chance * now.sum()
            level += chance * (now @ grid)
            if joint is not None and any(changes[-beliefs.window :]):
                far = np.log(beliefs.ratio)
                up += chance * joint[apart >= far].sum()
                down += chance * joint[apart <= -far].sum()
    return Exact(up / whole, down / whole, level / whole)
