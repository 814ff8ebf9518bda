"""When an alarm begins: a statistic reaches the threshold; it is over below half of the threshold, and may begin again."""

from __future__ import annotations

import numpy as np

from foedus.arrays import Flags, Floats

OVER = 0.5
"""Share of the threshold below which an alarm is over: one change is one alarm, though its probability wavers."""


def onsets(statistic: Floats, threshold: float | Floats) -> Flags:
    """Months, along the last axis, in which an alarm begins; NaN is no alarm. The threshold may be one a month.

    >>> onsets(np.array([0.1, 0.6, 0.4, 0.6, 0.2, 0.6]), 0.5).tolist()
    [False, True, False, False, False, True]
    """
    least = np.broadcast_to(threshold, statistic.shape)
    begins = np.zeros(statistic.shape, bool)
    on = np.zeros(statistic.shape[:-1], bool)
    for t in range(statistic.shape[-1]):
        now, limit = statistic[..., t], least[..., t]
        still = (now >= limit) | (on & (now >= OVER * limit))
        begins[..., t] = still & ~on
        on = still
    return begins
