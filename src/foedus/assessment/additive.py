r"""Outcomes of runs that share their futures, as a number x of each future whose means add up over runs.

An outcome of a run is the mean of x. A contrast of runs, the sum of w_k x_k, then has its mean and its 90% interval over
parameter sets and futures from the futures themselves, and contrasts add up as their weights do.

    event, status or total    x = C - b (C - S)                  C happened, or the total; S sum of yearly probabilities
    share, ratio, or a        x = v + (N - v D) / mean D         N of D in the future; v = sum N / sum D
    status with a condition

The first is the control variate of `foedus.assessment.control`, with one b for all runs, fitted on their differences to the
first; where an outcome has no yearly probabilities S is C. The second is a ratio of means with its influence function: its
mean is the ratio, and its spread that of the ratio to first order. Where the condition never held it is NaN, and whatever
rests on it is null.

Units: probabilities, or the unit of the total. Source of the second: Cochran (1977), Sampling Techniques, 3rd ed., ch. 6.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foedus.arrays import Floats
from foedus.assessment import control, flags, interval
from foedus.assessment.outcome_lines import Difference
from foedus.assessment.outcomes import averaged, values
from foedus.simulation.chunks import Kept
from foedus.simulation.outcomes import EVENTS, TOTALS
from foedus.world.outcomes import PROBABILITY, Outcome


def readings(outcomes: Sequence[Outcome], kept: Kept, horizon: int) -> Floats:
    """Of each future and outcome C and S, or N and D (futures, outcomes, 2)."""
    columns = [
        _parts(one, kept, horizon) if conditional(one) else values([one], kept, horizon)[:, 0] for one in outcomes
    ]
    return np.stack(columns, axis=1)


def conditional(outcome: Outcome) -> bool:
    """Whether an outcome is counted among what held a condition."""
    return bool(outcome.given)


def _parts(outcome: Outcome, kept: Kept, horizon: int) -> Floats:
    if outcome.kind == "ratio":
        part, whole = (kept.totals[:, TOTALS.index(name)] for name in (outcome.part, outcome.whole))
        return np.stack([part, whole], axis=1)
    given = kept.events[:, EVENTS.index(outcome.given)]
    if outcome.kind == "share":
        held = flags.after(given, 0)
        found = ~flags.after(kept.events[:, EVENTS.index(outcome.failed_by)], 0)
    else:
        held = flags.holds(given, horizon)
        found = flags.holds(kept.events[:, EVENTS.index(outcome.name)], horizon)
    return np.stack([held & found, held], axis=1).astype(float)


def slopes(base: Floats, others: Sequence[Floats]) -> Floats:
    """b of each outcome, from the readings of a first run and of others."""
    found = []
    for column in range(base.shape[1]):
        count, total = np.concatenate([(other - base)[:, column] for other in others] or [base[:, column]]).T
        parts = (count, total, count**2, total**2, count * total, np.abs(total))
        found.append(control.slope(control.Moments(*(np.asarray(part.mean()) for part in parts))))
    return np.array(found, np.float64)


def numbers(outcomes: Sequence[Outcome], read: Floats, slope: Floats) -> Floats:
    """x of each outcome and future (outcomes, futures)."""
    return np.stack(
        [
            ratio(*read[:, column].T) if conditional(one) else _steadied(read[:, column], slope[column])
            for column, one in enumerate(outcomes)
        ]
    )


def _steadied(read: Floats, slope: float) -> Floats:
    count, total = read.T
    return np.asarray(count - slope * (count - total))


def ratio(part: Floats, whole: Floats) -> Floats:
    """x of sum part / sum whole; NaN where the whole is zero."""
    if whole.sum() == 0.0:
        return np.full(len(whole), np.nan)
    value = part.sum() / whole.sum()
    return np.asarray(value + (part - value * whole) / whole.mean())


def lines(outcomes: Sequence[Outcome], contrast: Floats, sets: int) -> list[Difference]:
    """A contrast of runs (outcomes, futures) by outcome, with 90% intervals over parameter sets and futures."""
    found = []
    for one, each in zip(outcomes, contrast, strict=True):
        estimate = averaged(each, sets)
        estimate = interval.clipped(estimate, least=-1.0) if one.unit == PROBABILITY else estimate
        found.append(Difference(outcome=one.name, estimate=estimate, clear=interval.excludes_zero(estimate)))
    return found
