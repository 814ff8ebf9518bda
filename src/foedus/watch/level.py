r"""The level of a monthly count as it is known month by month, and the probability that it has changed.

    y_t ~ NegativeBinomial(mean m_t, dispersion k):  variance m_t + m_t^2 / k
    m_t = L_t s_(month of t)
    L_t = L_(t-1) with probability 1 - h;  else  ln L_t = ln L_(t-1) + Normal(0, J)

    L    level, a month, on a grid of quarter doublings from a floor to sixteen doublings above it, uniform in its logarithm
         at the start. The floor is .02 (one in four years), or the mean of the first months over 256 where that is more
    h    probability a month of a change: 1 in 60 (elicited: one in five years)
    J    standard deviation of a change of the logarithm: half of all changes double or halve the level, or do more (elicited)
    k    one of four, equally likely at first, each weighed by how well it foretold the months seen: few months with many units
         (salvos) are a small k, and no change
    s    factors of the twelve months of the year, mean 1:  s = (a + sum w y) / (a + sum w L),  w = 1 / (1 + L s / k), over the
         months already past, with a = 10 (elicited: a factor has a standard deviation of .3 before anything is seen)

The probability that is told of month t, from y_1 to y_t alone: that the last change was within the window (24 months), and
that the level after it is at least half as high again as the level just before it (up), or the level before as much above that
after (down). A month that is not known (NaN) says nothing: only its chance of a change is added. Nothing is told before 24
months are known.

Exact by a forward recursion over (run length, level, k). What follows depends on the level alone, so runs need not be kept
apart: of those begun within the window the sum is kept that came from below, and that from above, and a run that leaves the
window is taken out of both, as it was when it began times what the months since said of each level.

Units: those of the count, a month.

Sources: Adams and MacKay (2007), Bayesian Online Changepoint Detection, arXiv 0710.3742; Fearnhead and Liu (2007), On-line
inference for multiple changepoint problems, J. R. Stat. Soc. B 69, 589-605.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from foedus.arrays import Flags, Floats, Ints
from foedus.errors import InputError
from foedus.watch.grid import CELLS, FIRST, grid_of, jumps, log_mass, quantiles

LEAST_KNOWN = 24
"""Months that have to be known before anything is told."""
TOGETHER = 32
"""Series followed side by side: what they need stays in a processor's cache."""
LINES = 48
"""Rows of a product of matrices of CELLS columns that is made at once."""


@dataclass(frozen=True)
class Beliefs:
    """What is held of changes before anything is counted (elicited: see the module)."""

    hazard: float = 1.0 / 60.0
    jump: float = math.log(2.0) / 0.6744897501960817
    ratio: float = 1.5
    window: int = 24
    dispersions: tuple[float, ...] = (0.5, 1.5, 5.0, 25.0)
    season: float = 10.0


USUAL = Beliefs()


class Followed(NamedTuple):
    """Many series (S) of as many months (T), each month told from itself and those before it."""

    up: Floats
    """(S, T) probability that the level rose within the window; NaN while too few months are known."""
    down: Floats
    """(S, T) the same of a fall."""
    levels: Floats
    """(S, T, CELLS) probability of each level of the grid."""
    changed: Floats
    """(S, T, window) probability that the last change was 0, 1, 2... months ago; (S, T, 0) where not asked for."""
    grid: Floats
    """(S, CELLS) levels, a month."""
    dispersion: Floats
    """(S, dispersions) probability of each, after the last month."""
    season: Floats
    """(S, 12) factors of January to December, after the last month."""


@dataclass(frozen=True)
class Online:
    """One series, each month told from itself and those before it."""

    up: Floats
    """Probability that the level rose, within the window, to 1.5 times that before or more; NaN while too little is known."""
    down: Floats
    """The same of a fall."""
    level: Floats
    """Mean of the level, units a month in a month of the usual season."""
    quantiles: Floats
    """(months, 5) its 5, 25, 50, 75 and 95 % quantiles."""
    levels: Floats
    """(months, CELLS) probability of each level of the grid."""
    grid: Floats
    """(CELLS,) levels, a month."""
    since: Ints
    """The month, as a place in the series, of the likeliest last change within the window."""
    dispersion: Floats
    """Probability of each dispersion of `beliefs`, after the last month."""
    season: Floats
    """(12,) factors of January to December, after the last month."""
    known: int
    """Months that are known."""
    beliefs: Beliefs = field(default=USUAL)

    @property
    def probability(self) -> Floats:
        """Probability of a change either way within the window."""
        return self.up + self.down

    def before(self, month: int) -> float:
        """Mean of the level in the month before the likeliest change, as it was known then."""
        return float(self.level[max(int(self.since[month]) - 1, 0)])


def watching(counts: Floats, first_month: np.datetime64, beliefs: Beliefs = USUAL) -> Online:
    """The level and its changes, month by month.

    counts       units in each month from the first, NaN where not known
    first_month  the first of them, datetime64[M]

    Raises InputError for a count below zero, and for a series with fewer than 24 months that are known.
    """
    counts = np.asarray(counts, float)
    known = int(np.isfinite(counts).sum())
    if known < LEAST_KNOWN:
        raise InputError(
            f"{known} months are known, and a baseline needs {LEAST_KNOWN}: the indicator has none; give it more of its past"
        )
    if np.nanmin(counts) < 0.0:
        raise InputError(f"a count of {np.nanmin(counts):g} is not allowed: 0 or more")
    found = follow(counts[None, :], month_of_year(first_month), beliefs, ages=True)
    levels, grid = found.levels[0], found.grid[0]
    recent = np.argmax(found.changed[0], axis=1)
    return Online(
        up=found.up[0],
        down=found.down[0],
        level=levels @ grid,
        quantiles=quantiles(levels, grid),
        levels=levels,
        grid=grid,
        since=np.maximum(np.arange(len(counts)) - recent, 0),
        dispersion=found.dispersion[0],
        season=found.season[0],
        known=known,
        beliefs=beliefs,
    )


def month_of_year(month: np.datetime64) -> int:
    """0 for a January to 11 for a December.

    >>> month_of_year(np.datetime64("2022-03"))
    2
    """
    return int(month.astype("datetime64[M]").astype(int)) % 12


def follow(counts: Floats, month: int, beliefs: Beliefs = USUAL, *, ages: bool = False) -> Followed:
    """Many series (S, T) from the same month of the year (0 to 11); `ages`: how long ago they changed, too."""
    parts = [
        _Filter(part, month, beliefs).run(part, ages)
        for part in (counts[start : start + TOGETHER] for start in range(0, len(counts), TOGETHER))
    ]
    return _joined(parts)


def follow_each(past: Floats, futures: Sequence[Floats], month: int, beliefs: Beliefs = USUAL) -> tuple[Followed, ...]:
    """The same past (S, T) with each of several futures after it, as `follow` has each whole; the past is followed once.

    Raises ValueError for a past that does not say where the grid begins.
    """
    if (known := np.isfinite(past).sum(axis=1).min()) < FIRST:
        raise ValueError(f"a past of {known} months that are known; {FIRST} or more")
    parts: list[list[Followed]] = [[] for _ in futures]
    for start in range(0, len(past), TOGETHER):
        together = slice(start, start + TOGETHER)
        before = _Filter(past[together], month, beliefs)
        told = before.run(past[together])
        for part, future in zip(parts, futures, strict=True):
            part.append(_after(told, deepcopy(before).run(future[together])))
    return tuple(_joined(part) for part in parts)


def _joined(parts: Sequence[Followed]) -> Followed:
    """Series one below the other."""
    return Followed(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _after(first: Followed, then: Followed) -> Followed:
    """Months one after the other."""
    by_month = ("up", "down", "levels", "changed")
    return then._replace(
        **{each: np.concatenate([getattr(first, each), getattr(then, each)], axis=1) for each in by_month}
    )


class _Filter:
    """The forward recursion of a few series; arrays are (series, dispersions, cells).

    now, up, down   probability of each level; with a last change within the window that was a rise; a fall
    begun           the same three of the runs begun in each month of the window, as they were when they began
    said            log of what the months so far said of a level that has not changed; then as each of those runs began
    """

    def __init__(self, counts: Floats, month: int, beliefs: Beliefs) -> None:
        self.month, self.beliefs = month, beliefs
        size, kinds = len(counts), len(beliefs.dispersions)
        self.grid = grid_of(counts)
        self.k = np.array(beliefs.dispersions)
        self.jumps = beliefs.hazard * jumps(beliefs.jump, beliefs.ratio)
        shape = (size, kinds, CELLS)
        self.now, self.up, self.down = np.full(shape, 1.0 / (kinds * CELLS)), np.zeros(shape), np.zeros(shape)
        self.begun, self.said = np.zeros((beliefs.window, 3, *shape)), np.zeros(shape)
        self.said_then = np.zeros((beliefs.window, *shape))
        self.tall, self.counted = np.zeros((size, 12)), np.zeros((size, 12))
        self.season = np.ones((size, 12))
        self.months, self.known = 0, np.zeros((size, 1), int)

    def run(self, counts: Floats, ages: bool = False) -> Followed:
        """Go on through the months of the counts."""
        size, months = counts.shape
        up, down, levels = np.empty((size, months)), np.empty((size, months)), np.empty((size, months, CELLS))
        changed = np.empty((size, months, self.beliefs.window if ages else 0))
        finite, counts, window = np.isfinite(counts), np.nan_to_num(counts), self.beliefs.window
        for t in range(months):
            month = (self.month + self.months) % 12
            self._move(self.months % window)
            self._see(counts[:, t], finite[:, t], month)
            up[:, t], down[:, t] = self.up.sum(axis=(1, 2)), self.down.sum(axis=(1, 2))
            levels[:, t] = self.now.sum(axis=1)
            if ages:
                runs = (self.begun[:, 0] * np.exp(self.said - self.said_then)).sum(axis=(2, 3)).T
                changed[:, t] = runs[:, (self.months - np.arange(window)) % window]
            self._learn(counts[:, t], finite[:, t], month, levels[:, t])
            self.months += 1
        known = self.known + finite.cumsum(axis=1)
        self.known = known[:, -1:]
        up[known < LEAST_KNOWN] = down[known < LEAST_KNOWN] = np.nan
        return Followed(up, down, levels, changed, self.grid, self.now.sum(axis=2), self.season)

    def _move(self, place: int) -> None:
        """Runs that leave the window are rises and falls no more; new ones begin, from the levels of last month."""
        stays, began = 1.0 - self.beliefs.hazard, self.begun[place]
        risen, fallen = began[1:] * np.exp(self.said - self.said_then[place])
        # Small products: of a large one the linear algebra makes threads, which wait for each other.
        lines = self.now.reshape(-1, CELLS)
        for part, jump in zip(began.reshape(3, -1, CELLS), self.jumps, strict=True):
            for start in range(0, len(lines), LINES):
                np.matmul(lines[start : start + LINES], jump, out=part[start : start + LINES])
        for kept, left, begun in ((self.up, risen, began[1]), (self.down, fallen, began[2])):
            kept -= left
            np.maximum(kept, 0.0, out=kept)
            kept *= stays
            kept += begun
        self.now *= stays
        self.now += began[0]
        self.said += math.log(stays)
        self.said_then[place] = self.said

    def _see(self, y: Floats, known: Flags, month: int) -> None:
        """What the count of a month says of every level; nothing where it is not known."""
        mean = self.grid * self.season[:, month, None]
        said = log_mass(y[:, None, None], mean[:, None, :], self.k[:, None])
        said[~known] = 0.0
        said -= said.max(axis=(1, 2), keepdims=True)
        told = np.exp(said)
        whole = np.einsum("skc,skc->s", self.now, told)[:, None, None]
        told /= whole
        said -= np.log(whole)
        for each in (self.now, self.up, self.down):
            each *= told
        self.said += said

    def _learn(self, y: Floats, known: Flags, place: int, levels: Floats) -> None:
        """Take the month into the factors of its month of the year."""
        already = self.beliefs.season
        mean = (levels * self.grid).sum(axis=1)
        crowd = mean * self.season[:, place] * (self.now.sum(axis=2) @ (1.0 / self.k))
        share = np.where(known, 1.0 / (1.0 + crowd), 0.0)
        self.counted[:, place] += share * y
        self.tall[:, place] += share * mean
        self.season = (already + self.counted) / (already + self.tall)
        self.season /= self.season.mean(axis=1, keepdims=True)
