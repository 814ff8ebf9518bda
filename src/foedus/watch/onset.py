"""When an alarm begins: a probability reaches the threshold; it is over below half of the threshold, and may begin again."""

from __future__ import annotations

import numpy as np

from foedus.arrays import Flags, Floats

OVER = 0.5
"""Share of the threshold below which an alarm is over: one change is one alarm, though its probability wavers."""


def onsets(probability: Floats, threshold: float) -> Flags:
    """Months in which an alarm begins, of the last axis of a table of probabilities; NaN is no alarm.

    >>> onsets(np.array([0.1, 0.6, 0.4, 0.6, 0.2, 0.6]), 0.5).tolist()
    [False, True, False, False, False, True]
    """
    begins = np.zeros(probability.shape, bool)
    on = np.zeros(probability.shape[:-1], bool)
    for t in range(probability.shape[-1]):
        now = probability[..., t]
        still = (now >= threshold) | (on & (now >= OVER * threshold))
        begins[..., t] = still & ~on
        on = still
    return begins
