r"""Three rules that say "this has risen", at one price: the detector, and the two that anyone would try.

    level       probability of a rise within the window (`foedus.watch.level`)
    tempo       units of the last 12 months over those of a usual year of the 60 months before:  12 (.5 + sum_60) / 60 below
    last-month  units of the last month over those of a usual month of the 60 months before

Months that are not known are left out of sums, which then are of fewer months; a rule is silent until 24 are known. Half a unit
is added to the 60 months, so that nothing is divided by zero.

Threshold: that of `foedus.watch.price.chosen` for the level; for the other two the lowest at which no more quiet spans of eight
years, simulated from the same baseline, have an alarm than MOST allows. So a rule that alarms more often is not thereby better.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from foedus.arrays import Floats
from foedus.watch.level import LEAST_KNOWN, USUAL, Beliefs, follow
from foedus.watch.onset import onsets
from foedus.watch.price import HISTORY, MOST, QUIET, THRESHOLDS, Baseline, simulated

Rule = Literal["level", "tempo", "last-month"]
RULES: tuple[Rule, ...] = ("level", "tempo", "last-month")
SHORT = {"tempo": 12, "last-month": 1}
LONG = 60


def statistic(rule: Rule, counts: Floats, month: int, beliefs: Beliefs = USUAL) -> Floats:
    """What a rule looks at, of series (S, T) that begin in a month of the year (0 to 11), each month from those to it."""
    if rule == "level":
        return follow(counts, month, beliefs).up
    known = np.isfinite(counts)
    units, months = _sums(np.where(known, counts, 0.0)), _sums(known.astype(float))
    found = np.full(counts.shape, np.nan)
    short = SHORT[rule]
    for t in range(counts.shape[1]):
        now, before = t + 1 - short, max(t + 1 - short - LONG, 0)
        if now <= 0:
            continue
        recent, past = months[:, t + 1] - months[:, now], months[:, now] - months[:, before]
        enough = (recent > 0.0) & (past >= LEAST_KNOWN)
        usual = (units[:, now] - units[:, before] + 0.5) / np.maximum(past, 1.0)
        rate = (units[:, t + 1] - units[:, now]) / np.maximum(recent, 1.0)
        found[enough, t] = (rate / usual)[enough]
    return found


def _sums(values: Floats) -> Floats:
    """Sums of the months before each, and of all."""
    return np.concatenate([np.zeros((len(values), 1)), values.cumsum(axis=1)], axis=1)


def thresholds(baseline: Baseline, *, seed: int, runs: int, most: float = MOST) -> dict[Rule, float]:
    """The threshold of each rule at one price: an alarm upwards in at most `most` of the quiet spans."""
    counts = simulated(baseline, 1.0, QUIET, runs, np.random.default_rng(seed))
    found: dict[Rule, float] = {}
    for rule in RULES:
        said = statistic(rule, counts, baseline.month)
        if rule == "level":
            cheap = [each for each in THRESHOLDS if onsets(said, each)[:, HISTORY:].any(axis=1).mean() <= most]
            found[rule] = min(cheap, default=THRESHOLDS[-1])
        else:
            highest = said[:, HISTORY:].max(axis=1)
            found[rule] = float(np.nextafter(np.quantile(highest, 1.0 - most, method="higher"), np.inf))
    return found
