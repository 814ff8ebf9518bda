r"""Where hits are dense: boxes of at most a few restrictions, by the patient rule induction method (PRIM).

Screening only the columns that find the largest excess (below) when cut once, at one end, are peeled.
Peeling   from the box of all rows, again and again the slice of a share of its rows, at one end of one column, whose removal
          raises the density most for each unit of weight removed; rows that are tied go together. It ends where no slice raises
          the density or the box would hold less than its least share of the weight.
Choice    of the boxes on the way, that whose hits exceed what the overall rate expects by most standard errors,

              z = (k - n p) / sqrt(n p (1 - p)),      k hits and n weight in the box, p = hits / weight of all rows

Pruning   restrictions are dropped, that first without which z is largest, until there are few enough and each raises z by one
          at least; then the rows are peeled again along these columns alone, because the first peeling stopped for all.
Pasting   the slice outside one end of a restriction whose return raises the density most comes back, until none does.
Bumping   the search is made as well with rows counted as often as they are drawn with replacement; of all boxes the one of
          largest excess in the rows as they are is taken.

To divide the gain by the weight removed is the same as the gain itself where no row is tied, and keeps a column of two values,
which can be cut only once and whole, from being preferred for the size of its cut.

Source of peeling and pasting: Friedman and Fisher (1999), Bump hunting in high-dimensional data, Statistics and Computing 9,
123-143; of bumping: Tibshirani and Knight (1999), Model search by bootstrap "bumping", Journal of Computational and Graphical
Statistics 8, 671-686. Screening, the choice by z and the pruning by it are of this module.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from foedus.arrays import Flags, Floats, Ints

PEEL = 0.05
"""Share of the rows of a box that a slice takes."""
LEAST = 0.05
"""Share of all weight that a box holds at least."""
MOST = 3
"""Restrictions of a box."""
SCREENED = 10
"""Columns that are peeled."""
RAISE = 1.0
"""Standard errors by which a restriction raises the excess at least."""


class Limit(NamedTuple):
    """One restriction: a column from `low` to `high`, both included; infinite where open."""

    column: int
    low: float
    high: float


Box = tuple[Limit, ...]


class Step(NamedTuple):
    """A box on the way of a peeling, with its weight and its hits."""

    box: Box
    weight: float
    hits: float


def inside(x: Floats, box: Box) -> Flags:
    """Which rows (R) of x (R, D) lie in a box."""
    found = np.ones(len(x), np.bool_)
    for column, low, high in box:
        found &= (x[:, column] >= low) & (x[:, column] <= high)
    return found


def excess(hits: float, weight: float, rate: float) -> float:
    """By how many standard errors hits exceed what a rate expects; 0 of no weight, or where the rate is 0 or 1.

    >>> excess(20.0, 100.0, 0.1)
    3.333...
    """
    error = math.sqrt(weight * rate * (1.0 - rate))
    return (hits - weight * rate) / error if error > 0.0 else 0.0


def find(
    x: Floats, hits: Floats, weight: Floats, *, share: float = PEEL, least: float = LEAST, most: int = MOST
) -> Box:
    """The box of rows x (R, D) with the largest excess of hits (R) over weight (R); empty where none has more than the rate."""
    columns = screen(x, hits, weight, least=least)
    for _ in range(2):
        path = peel(x[:, columns], hits, weight, share=share, least=least)
        box = tuple(one._replace(column=int(columns[one.column])) for one in best(path))
        box = prune(x, hits, weight, box, most)
        if not box:
            return ()
        columns = np.array([one.column for one in box])
    return prune(x, hits, weight, paste(x, hits, weight, box, share=share), most)


def bump(x: Floats, hits: Floats, weight: Floats, drawn: Ints) -> Box:
    """The box of largest excess among that of the rows (R) and those of rows that count as often as `drawn` (B, R) says."""

    def worth(box: Box) -> float:
        rows = inside(x, box)
        return excess(float(hits[rows].sum()), float(weight[rows].sum()), float(hits.sum() / weight.sum()))

    return max((find(x, hits, weight), *(find(x, hits * m, weight * m) for m in drawn)), key=worth)


def screen(x: Floats, hits: Floats, weight: Floats, *, least: float = LEAST, most: int = SCREENED) -> Ints:
    """The columns of the largest excess on one side of one cut, in the order of the columns."""
    order = np.argsort(x, axis=0, kind="stable")
    values = np.take_along_axis(x, order, axis=0)
    n, k = np.cumsum(weight[order], axis=0)[:-1], np.cumsum(hits[order], axis=0)[:-1]
    total = float(weight.sum())
    rate = float(hits.sum()) / total
    allowed = (values[1:] > values[:-1]) & (np.minimum(n, total - n) >= max(least * total, 1e-12))
    more = k - n * rate
    dense = np.where(more > 0.0, n, total - n)
    found = np.where(allowed, np.abs(more) / np.sqrt(np.where(allowed, dense, 1.0)), 0.0)
    return np.sort(np.argsort(-found.max(axis=0), kind="stable")[:most])


def peel(x: Floats, hits: Floats, weight: Floats, *, share: float = PEEL, least: float = LEAST) -> list[Step]:
    """The boxes of a peeling, from that of all rows; the density of each is above that of the one before."""
    order = np.argsort(x, axis=0, kind="stable").T
    values = np.take_along_axis(x.T, order, axis=1)
    limits: dict[int, Limit] = {}
    all_weight, all_hits = float(weight.sum()), float(hits.sum())
    path = [Step((), all_weight, all_hits)]
    while values.shape[1] > 1:
        slices = _slices(values, share)
        k, n = hits[order], weight[order]
        gone = np.stack([np.where(one, n, 0.0).sum(axis=1) for one in slices])
        lost = np.stack([np.where(one, k, 0.0).sum(axis=1) for one in slices])
        _, now_weight, now_hits = path[-1]
        left = now_weight - gone
        allowed = (left >= least * all_weight) & (left > 0.0) & (gone > 0.0)
        safe = np.where(allowed, left, 1.0)
        rise = np.where(allowed, (now_hits - lost) / safe - now_hits / now_weight, -np.inf)
        gain = rise / np.where(allowed, gone, 1.0)
        side, column = np.unravel_index(int(np.argmax(gain)), gain.shape)
        if rise[side, column] <= 0.0:
            break
        out = np.zeros(len(x), np.bool_)
        out[order[column, slices[side][column]]] = True
        limits[int(column)] = _moved(limits, int(column), values[column, ~slices[side][column]], int(side))
        kept = ~out[order]
        rows = int(kept[0].sum())
        order, values = order[kept].reshape(-1, rows), values[kept].reshape(-1, rows)
        path.append(Step(tuple(limits.values()), float(left[side, column]), float(now_hits - lost[side, column])))
    return path


def _slices(values: Floats, share: float) -> tuple[Flags, Flags]:
    """Of sorted values (D, R), the rows of the slice at the lower and at the upper end of each column."""
    cut = max(1, int(share * values.shape[1]))
    return values <= values[:, cut - 1, None], values >= values[:, -cut, None]


def _moved(limits: dict[int, Limit], column: int, left: Floats, side: int) -> Limit:
    """The limit of a column whose values that are left are `left`."""
    now = limits.get(column, Limit(column, -np.inf, np.inf))
    return now._replace(high=float(left[-1])) if side else now._replace(low=float(left[0]))


def best(path: Sequence[Step]) -> Box:
    """The box of a path with the largest excess over the rate of its first; empty if none has any."""
    rate = path[0].hits / path[0].weight
    return max(path, key=lambda step: excess(step.hits, step.weight, rate)).box


def prune(x: Floats, hits: Floats, weight: Floats, box: Box, most: int = MOST) -> Box:
    """The box without the restrictions that are too many or do not raise the excess."""
    rate = float(hits.sum() / weight.sum())
    while box:
        out = np.stack([~inside(x, (one,)) for one in box], axis=1)
        without = (out.sum(axis=1)[:, None] - out) == 0
        found = [excess(float(hits[rows].sum()), float(weight[rows].sum()), rate) for rows in without.T]
        rows = ~out.any(axis=1)
        now = excess(float(hits[rows].sum()), float(weight[rows].sum()), rate)
        worst = int(np.argmax(found))
        if len(box) <= most and found[worst] <= now - RAISE:
            return box
        box = box[:worst] + box[worst + 1 :]
    return box


def paste(x: Floats, hits: Floats, weight: Floats, box: Box, *, share: float = PEEL) -> Box:
    """The box with the slices back that raise its density; it is never below that of the box that is given."""
    while box:
        rows = inside(x, box)
        density = _density(hits, weight, rows)
        wider = [each for place in range(len(box)) for each in _wider(x, rows, box, place, share)]
        densities = [_density(hits, weight, inside(x, each)) for each in wider]
        if not wider or max(densities) <= density:
            return box
        box = wider[int(np.argmax(densities))]
    return box


def _wider(x: Floats, rows: Flags, box: Box, place: int, share: float) -> list[Box]:
    """A box with one restriction moved out by a slice, at either end that is not open."""
    one, others = box[place], box[:place] + box[place + 1 :]
    near = x[inside(x, others), one.column]
    cut = max(1, int(share * rows.sum()))
    below, above = np.sort(near[near < one.low])[::-1], np.sort(near[near > one.high])
    found = []
    if len(below):
        found.append(one._replace(low=float(below[min(cut, len(below)) - 1])))
    if len(above):
        found.append(one._replace(high=float(above[min(cut, len(above)) - 1])))
    return [(*box[:place], each, *box[place + 1 :]) for each in found]


def _density(hits: Floats, weight: Floats, rows: Flags) -> float:
    return float(hits[rows].sum() / weight[rows].sum()) if weight[rows].any() else 0.0


def blocks(group: Ints, weight: Floats) -> list[Ints]:
    """Rows by group (m, size), for groups alike in their number of rows and in their weight; rows are sorted by group."""
    _, first, size = np.unique(group, return_index=True, return_counts=True)
    total = np.add.reduceat(weight, first)
    kinds = {kind: np.flatnonzero((size == kind[0]) & (total == kind[1])) for kind in zip(size, total, strict=True)}
    return [first[which][:, None] + np.arange(size[which[0]]) for which in kinds.values()]


def permuted(values: Floats, rows: Sequence[Ints], rng: np.random.Generator) -> Floats:
    """Values exchanged among groups that are alike, those of a group kept together."""
    found = values.copy()
    for block in rows:
        found[block] = values[block[rng.permutation(len(block))]]
    return found
