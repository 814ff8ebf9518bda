r"""Readiness of an integrated command, which decays without exercises.

    R_t = R_(t-1) + (1 - 2^(-1/h)) (e_t - R_(t-1)),     R_0 = 1

    e_t  1 where the command exercises: it was kept up at the end of the year before, that is in force with at least half of the
         integrity it started with; 0 where not
    h    half-life, years: ln h stated (`readiness.halflife`)

R_t multiplies the strength of the command along every channel (`effects.csv`). Without exercises it halves every h years; with
them the lack of it does, which is an assumption: nothing says how fast a command learns again. There is no rival sign.

Unit: instrument-year, 0 to 1. Off by default: no panel measures readiness.
"""

from __future__ import annotations

import numpy as np

from foedus.arrays import Floats
from foedus.jitable import Number, jitable


def unlearned(log_halflife: Floats) -> Floats:
    """1 - 2^(-1/h), the share that a year takes, for ln h."""
    return 1.0 - np.exp2(-np.exp(-log_halflife))


@jitable
def following(before: Number, share: Number, exercised: Number) -> Number:
    """R_t from R_(t-1); share is 1 - 2^(-1/h)."""
    return before + share * (exercised - before)
