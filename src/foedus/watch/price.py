r"""What an alarm of one indicator costs, by threshold, counted in simulations of its own baseline.

    quiet     the level, dispersion and season of the baseline, held for HISTORY months and for QUIET (eight years) after:
              the share of such spans in which an alarm begins, either way, is the price in false alarms
    changed   the same histories, and after them a level that is `factor` times as high, or one over `factor`:
              the share in which an alarm of that direction begins within FOUND (24) months of the change, and the median of
              months from the change to it, 0 when it begins in the month of the change, among those found
    chance    the share of quiet spans in which an alarm (upwards) begins within 24 months although nothing has changed: what
              `found` has to be read against

The dispersion of each run is drawn from what the months seen say of it; the detector is that of `foedus.watch.level` and learns
it, and the season, anew in every run. Threshold chosen: the lowest of THRESHOLDS with false alarms in at most MOST (one in ten)
of the quiet spans; the highest where none is so cheap.

Units: shares 0 to 1; months. An interval (90 %) is that of the simulation alone, by `foedus.assessment.interval`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from foedus.arrays import Flags, Floats
from foedus.assessment.interval import probability
from foedus.assessment.outcome_lines import Estimate
from foedus.watch.level import USUAL, Beliefs, Online, follow_each
from foedus.watch.onset import onsets

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
HISTORY, QUIET, FOUND = 60, 96, 24
"""Months of baseline before anything is counted; months without a change; months in which a change has to be found."""
FACTOR = 2.0
"""A planted change doubles the level, or halves it, unless another factor is asked for."""
MOST = 0.1
"""Largest share of quiet spans of eight years in which the threshold that is chosen gives a false alarm (stated)."""
RUNS = 200
"""Simulations of each kind: a share of one in ten is known to within 3.5 points, nine times in ten."""


@dataclass(frozen=True)
class Baseline:
    """A count without a change: what is simulated."""

    level: float
    """Units a month in a month of the usual season."""
    dispersions: tuple[float, ...]
    """Dispersions it may have."""
    weights: tuple[float, ...]
    """The probability of each."""
    season: tuple[float, ...] = (1.0,) * 12
    """Factors of January to December."""
    month: int = 0
    """Month of the year, 0 to 11, of the first month simulated."""


@dataclass(frozen=True)
class Price:
    """What a threshold costs and brings."""

    threshold: float
    false_alarms_8y: Estimate
    """Share of spans of eight years without a change in which an alarm begins."""
    found_24m: Estimate
    """Share of rises by the factor that an alarm says within 24 months."""
    median_delay: float | None
    """Months to that alarm, among those found; None where none is."""
    found_fall_24m: Estimate
    """Share of falls, to one over the factor, that an alarm says within 24 months."""
    median_delay_fall: float | None
    chance_24m: float
    """Share of spans of 24 months without a change in which an alarm upwards begins."""
    factor: float
    runs: int


def baseline_of(online: Online, month: int, at: int = -1) -> Baseline:
    """The baseline of a series as of a month of it; `month` is the month of the year that follows it."""
    return Baseline(
        level=float(online.level[at]),
        dispersions=online.beliefs.dispersions,
        weights=tuple(online.dispersion.tolist()),
        season=tuple(online.season.tolist()),
        month=month,
    )


def price(
    baseline: Baseline,
    thresholds: Sequence[float] = THRESHOLDS,
    *,
    factor: float = FACTOR,
    seed: int = 1,
    runs: int = RUNS,
    beliefs: Beliefs = USUAL,
) -> tuple[Price, ...]:
    """False alarms, changes found and delay of each threshold; `runs` histories, each with three futures."""
    random = np.random.default_rng(seed)
    k = _dispersions(baseline, runs, random)
    usual = _counted(baseline, k, np.ones(HISTORY + QUIET), 0, random)
    rise, fall = (_counted(baseline, k, np.full(FOUND, by), HISTORY, random) for by in (factor, 1.0 / factor))
    past, same = np.split(usual, [HISTORY], axis=1)
    quiet, risen, fallen = follow_each(past, (same, rise, fall), baseline.month, beliefs)
    found = []
    for threshold in thresholds:
        up, down = onsets(quiet.up, threshold), onsets(quiet.down, threshold)
        rises, falls = onsets(risen.up, threshold), onsets(fallen.down, threshold)
        found.append(
            Price(
                threshold=threshold,
                false_alarms_8y=_share((up | down)[:, HISTORY:]),
                found_24m=_share(rises[:, HISTORY:]),
                median_delay=_delay(rises[:, HISTORY:]),
                found_fall_24m=_share(falls[:, HISTORY:]),
                median_delay_fall=_delay(falls[:, HISTORY:]),
                chance_24m=float(up[:, HISTORY : HISTORY + FOUND].any(axis=1).mean()),
                factor=factor,
                runs=runs,
            )
        )
    return tuple(found)


known_price = lru_cache(maxsize=512)(price)
"""The same, made once in a process."""


def rounded(baseline: Baseline) -> Baseline:
    """The same to about a tenth: baselines that a month more of counts has hardly moved have one price."""
    return Baseline(
        level=float(f"{math.exp(round(math.log(baseline.level) * 10.0) / 10.0):.3g}"),
        dispersions=baseline.dispersions,
        weights=tuple(round(each, 1) for each in baseline.weights),
        season=tuple(round(each * 5.0) / 5.0 for each in baseline.season),
        month=baseline.month,
    )


def chosen(prices: Sequence[Price], most: float = MOST) -> Price:
    """The lowest threshold with few enough false alarms; the highest where none has."""
    cheap = [each for each in prices if (each.false_alarms_8y.value or 0.0) <= most]
    return min(cheap, key=lambda each: each.threshold) if cheap else max(prices, key=lambda each: each.threshold)


def simulated(baseline: Baseline, times: float, months: int, runs: int, random: np.random.Generator) -> Floats:
    """Counts (runs, HISTORY + months): the baseline, whose level is multiplied by `times` after HISTORY months."""
    k = _dispersions(baseline, runs, random)
    return _counted(baseline, k, np.where(np.arange(HISTORY + months) < HISTORY, 1.0, times), 0, random)


def _dispersions(baseline: Baseline, runs: int, random: np.random.Generator) -> Floats:
    """One a run: (runs, 1)."""
    weights = np.array(baseline.weights) / sum(baseline.weights)
    return random.choice(baseline.dispersions, size=(runs, 1), p=weights)


def _counted(baseline: Baseline, k: Floats, times: Floats, first: int, random: np.random.Generator) -> Floats:
    """Counts (runs, months) from the month `first` on, at `times` the level of the baseline."""
    season = np.array(baseline.season)[(baseline.month + first + np.arange(len(times))) % 12]
    mean = baseline.level * season * times
    return random.poisson(random.gamma(k, mean / k, (len(k), len(mean)))).astype(float)


def _share(begins: Flags) -> Estimate:
    """Share of runs with an alarm."""
    return probability(np.array([np.count_nonzero(begins.any(axis=1))]), np.array([len(begins)]))


def _delay(begins: Flags) -> float | None:
    """Median of months to the first alarm, among runs with one."""
    there = begins.any(axis=1)
    return float(np.median(begins.argmax(axis=1)[there])) if there.any() else None
