r"""The search for signposts in one half of the parameter sets, and the test of each in the other half.

Signpost   an observable and a side. A future crosses it in the first of the years watched in which the observable is at least
           (or at most) a threshold c. Events are crossed by happening; statuses by holding, or by not holding; counts upwards.
Threshold  of the quantiles SHARES of the highest value in these years (for 'at most' of the lowest) that with the largest gain
           in the half that is searched, of those at which failures are more frequent among crossings, with FEWEST futures on
           either side. A signpost without any does not warn and is not judged.
Forecast   shares of failures in the half that is searched, of crossings q1, of the others q0, of all q: (k + 1/2) / (n + 1).
Gain       in the other half, of outcome y of a future and its forecast q_i,

               s = y ln(q_i / q) + (1 - y) ln((1 - q_i) / (1 - q)),      nats a future, the mean over futures

Test       k_j failures among the crossings of signpost j in this half. Outcomes are exchanged among parameter sets with as many
           futures, those of a set kept together; z is k less its mean over permutations, in their standard deviations, and the
           largest z* over all J judged is kept:

               p_j = (1 + #{max z* >= z_j}) / (1 + permutations)

           so that one signpost or more of J that tell nothing has p at most .05 in one search of twenty. The gain is linear in
           y, so to permute it is to permute k.

Source of the test: Westfall and Young (1993), Resampling-Based Multiple Testing (the single-step maximum).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from foedus.arrays import Flags, Floats, Ints
from foedus.assessment import prim
from foedus.assessment.box_search import FEWEST, Halves, estimate
from foedus.assessment.observed import Observable
from foedus.assessment.outcome_lines import Estimate

SHARES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
"""Quantiles at which thresholds are tried."""
SAME = 1e-9
"""Standard deviations that are no difference."""


@dataclass(frozen=True)
class Watched:
    """Futures without a failure in the years watched, sorted by parameter set.

    years   how many are watched
    failed  the simulated year of the failure after these years; 0: none
    group   the parameter set of each future
    """

    observables: list[Observable]
    years: int
    failed: Ints
    group: Ints
    sets: int

    @property
    def hits(self) -> Floats:
        """1 where a future fails."""
        return (self.failed > 0).astype(np.float64)

    def fewest(self, halves: Halves) -> tuple[int, int]:
        """Failures, and futures without one, in the half with the fewest."""
        half = halves.searched[self.group].astype(int)
        failures, futures = np.bincount(half, self.hits, 2), np.bincount(half, minlength=2)
        return int(failures.min()), int((futures - failures).min())

    def rate(self, halves: Halves) -> Estimate:
        """The share that fails, in the half for judging."""
        other = (~halves.searched[self.group]).astype(np.float64)
        hits, futures = (
            np.bincount(self.group, each, self.sets).astype(np.float64) for each in (self.hits * other, other)
        )
        return estimate(hits, futures, halves.drawn)

    def exchanged(self, halves: Halves) -> float:
        """Of the futures of the half for judging, the share whose parameter set permutations exchange with another."""
        group = self.group[~halves.searched[self.group]]
        blocks = prim.blocks(group, np.ones(len(group))) if len(group) else []
        return sum(block.size for block in blocks if len(block) > 1) / max(len(group), 1)


class Signpost(NamedTuple):
    """An observable at least (`rises`) or at most a threshold, and the forecasts where it is crossed and where it is not."""

    observable: Observable
    rises: bool
    threshold: float
    inside: float
    outside: float


class Found(NamedTuple):
    """A signpost that warns in the half that is searched.

    crossed  by future, the year of the crossing; 0: none
    gains    by future of the half for judging
    """

    signpost: Signpost
    crossed: Ints
    gains: Floats
    p: float


class Searched(NamedTuple):
    """What a search came to: how many signposts were asked about and thresholds tried, and the signposts judged."""

    signposts: int
    thresholds: int
    judged: list[Found]


def crossings(path: Floats, rises: bool, threshold: float) -> Ints:
    """The year of the first crossing of each future, from 1; 0 where there is none."""
    there = path >= threshold if rises else path <= threshold
    return np.where(there.any(axis=1), there.argmax(axis=1) + 1, 0)


def search(watched: Watched, halves: Halves, permutations: int, seed: int) -> Searched:
    """Thresholds from one half, gains and p from the other."""
    mine = halves.searched[watched.group]
    asked = [(one, rises) for one in watched.observables for rises in _sides(one)]
    tried = 0
    warning: list[Signpost] = []
    crossed: list[Ints] = []
    for one, rises in asked:
        limits = _thresholds(one, rises, mine)
        tried += len(limits)
        if found := _chosen(one, rises, limits, mine, watched.hits):
            years = crossings(one.path, rises, found.threshold)
            if not any(np.array_equal(years, other) for other in crossed):
                warning.append(found)
                crossed.append(years)
    gains, p = _judged(warning, crossed, watched, mine, permutations, seed) if warning else ([], [])
    return Searched(len(asked), tried, [Found(*each) for each in zip(warning, crossed, gains, p, strict=True)])


def _sides(one: Observable) -> tuple[bool, ...]:
    return (True,) if one.counted or one.candidate.kind == "event" else (True, False)


def _thresholds(one: Observable, rises: bool, mine: Flags) -> list[float]:
    """Values that are tried, from the futures that are searched."""
    if one.candidate.kind != "number":
        return [float(rises)]
    farthest = one.path[mine].max(axis=1) if rises else one.path[mine].min(axis=1)
    shares = SHARES if rises else tuple(1.0 - share for share in SHARES)
    return [float(x) for x in np.unique(np.quantile(farthest, shares, method="inverted_cdf"))]


def _chosen(one: Observable, rises: bool, limits: list[float], mine: Flags, hits: Floats) -> Signpost | None:
    """The signpost with the threshold of the largest gain; None where none warns."""
    path, y = one.path[mine], hits[mine]
    found, best = None, -np.inf
    for threshold in limits:
        crossed = crossings(path, rises, threshold) > 0
        if min(crossed.sum(), (~crossed).sum()) < FEWEST or y[crossed].mean() <= y[~crossed].mean():
            continue
        inside, outside = _share(y[crossed]), _share(y[~crossed])
        gain = float(_gain(crossed, y, inside, outside, _share(y)).mean())
        if gain > best:
            found, best = Signpost(one, rises, threshold, inside, outside), gain
    return found


def _share(y: Floats) -> float:
    return float((y.sum() + 0.5) / (len(y) + 1.0))


def _gain(crossed: Flags, y: Floats, inside: float, outside: float, base: float) -> Floats:
    """Log score of each future's forecast less that of the base rate."""
    q = np.where(crossed, inside, outside)
    return np.asarray(y * np.log(q / base) + (1.0 - y) * np.log((1.0 - q) / (1.0 - base)))


def _judged(
    warning: list[Signpost], crossed: list[Ints], watched: Watched, mine: Flags, permutations: int, seed: int
) -> tuple[list[Floats], list[float]]:
    """Gains by future and p of each signpost, in the half for judging."""
    y, base = watched.hits[~mine], _share(watched.hits[mine])
    there = np.stack(crossed)[:, ~mine] > 0
    gains = [_gain(row, y, one.inside, one.outside, base) for one, row in zip(warning, there, strict=True)]
    blocks, rng = prim.blocks(watched.group[~mine], np.ones(len(y))), np.random.default_rng([seed, 2])
    count = there.astype(np.float64)
    failures = np.stack([count @ y, *(count @ prim.permuted(y, blocks, rng) for _ in range(permutations))])
    error = failures.std(axis=0)
    z = (failures - failures.mean(axis=0)) / np.where(error > 0.0, error, np.inf)
    p = (z.max(axis=1)[:, None] >= z[0] - SAME).mean(axis=0)
    return gains, [float(one) for one in p]
