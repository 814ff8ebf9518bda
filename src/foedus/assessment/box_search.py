"""The search for boxes in one half of the parameter sets, and the figures of each in the other half.

The rows of a table are parameter sets or futures; every figure is counted by parameter set. The method, and what its figures
are, is told in `foedus.assessment.discover`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from foedus.arrays import Flags, Floats, Ints
from foedus.assessment import candidates, interval, prim
from foedus.assessment.candidates import Candidate, Column
from foedus.assessment.discover_lines import FailureBox, Restriction, Search
from foedus.assessment.interval import HIGH, LOW
from foedus.assessment.outcome_lines import Estimate

LEVEL = 0.05
"""Largest p of a box that is told as found."""
BOXES = 3
FEWEST = 20
"""Failures, and futures without one, of either half, under which nothing is searched."""
BOOTSTRAPS = 1000
FIRST = 3
"""Futures of a box that are named, for a replay."""


@dataclass(frozen=True)
class Table:
    """What is searched: rows sorted by parameter set.

    columns  what each column is
    x        by row and column
    hits     failures of each row
    weight   futures of each row
    group    parameter set of each row
    first    number of the first future of each row that fails, for a replay; -1: none
    year     by which events are looked at; None: parameters
    """

    columns: list[Candidate]
    x: Floats
    hits: Floats
    weight: Floats
    group: Ints
    first: Ints
    sets: int
    year: int | None

    def part(self, rows: Flags) -> Table:
        """Some of the rows."""
        kept = {name: getattr(self, name)[rows] for name in ("x", "hits", "weight", "group", "first")}
        return replace(self, **kept)

    @staticmethod
    def of(
        columns: list[Column], hits: Floats, weight: Floats, group: Ints, first: Ints, sets: int, year: int | None
    ) -> Table:
        """A table of columns."""
        x = np.stack([x for _, x in columns], axis=1) if columns else np.empty((len(hits), 0))
        return Table([one for one, _ in columns], x, hits, weight, group, first, sets, year)

    @property
    def varying(self) -> Table:
        """The table without columns that do not differ between rows, or not from another."""
        kept = candidates.varying(list(zip(self.columns, self.x.T, strict=True)))
        return Table.of(kept, self.hits, self.weight, self.group, self.first, self.sets, self.year)

    def inside(self, box: list[Restriction]) -> Flags:
        """Which rows a box holds."""
        place = {one.name: column for column, one in enumerate(self.columns)}
        limits = (
            prim.Limit(
                place[one.name],
                -np.inf if one.low is None else one.low,
                np.inf if one.high is None else one.high,
            )
            for one in box
        )
        return prim.inside(self.x, tuple(limits))

    @property
    def sums(self) -> tuple[Floats, Floats]:
        """Failures and futures of each parameter set."""
        hits, weight = (
            np.bincount(self.group, each, self.sets).astype(np.float64) for each in (self.hits, self.weight)
        )
        return hits, weight


@dataclass(frozen=True)
class Halves:
    """Which parameter sets are searched, and how often each is drawn in each bootstrap (draws, sets)."""

    searched: Flags
    drawn: Ints

    @staticmethod
    def of(sets: int, seed: int) -> Halves:
        """Two halves by lot."""
        rng = np.random.default_rng(seed)
        searched = np.zeros(sets, np.bool_)
        searched[rng.permutation(sets)[: sets // 2]] = True
        return Halves(searched, rng.multinomial(sets, np.full(sets, 1.0 / sets), size=BOOTSTRAPS))

    def other(self, table: Table) -> Table:
        """The rows of a table that are not searched."""
        return table.part(~self.searched[table.group])

    def share(self, table: Table) -> Estimate:
        """Failures over futures."""
        return estimate(*table.sums, self.drawn)


def search(table: Table, permutations: int, seed: int, bumps: int = 0) -> Search:
    """Boxes one after the other, until one is refused.

    bumps   searches with parameter sets drawn anew, of which the best box is taken (`foedus.assessment.prim`), for every search
    """
    halves, rng = Halves.of(table.sets, seed), np.random.default_rng([seed, 1])
    drawn = np.random.default_rng([seed, 2]).multinomial(table.sets, np.full(table.sets, 1.0 / table.sets), size=bumps)
    searched, other = halves.searched, halves.other(table)
    boxes: list[FailureBox] = []
    refused, few, rest = None, False, table
    while len(boxes) < BOXES and refused is None:
        if _few(rest, searched):
            few = not boxes
            break
        box, z = _best(rest, searched, rest.hits, drawn)
        if not box or (boxes and _density(rest, searched, box) <= _density(table, searched, ())):
            break
        blocks = prim.blocks(rest.group, rest.weight)
        again = [_best(rest, searched, prim.permuted(rest.hits, blocks, rng), drawn)[1] for _ in range(permutations)]
        p = (1 + sum(each >= z for each in again)) / (1 + permutations)
        found = _told(box, p, halves.other(rest), other, halves)
        if p > LEVEL:
            refused = found
        else:
            boxes.append(found)
            rest = rest.part(~prim.inside(rest.x, box))
    return Search(
        along="parameters" if table.year is None else "events",
        year=table.year,
        result="too-few" if few else "found" if boxes else "none",
        candidates=len(table.columns),
        futures=int(table.weight.sum()),
        failures=int(table.hits.sum()),
        rate=halves.share(other),
        boxes=boxes,
        refused=refused,
    )


def _few(table: Table, searched: Flags) -> bool:
    """Whether either half has too few failures, or too few futures without one, or nothing to search along."""
    half = searched[table.group].astype(int)
    hits, weight = (np.bincount(half, each, 2) for each in (table.hits, table.weight))
    return not table.columns or min(hits.min(), (weight - hits).min()) < FEWEST


def _best(table: Table, searched: Flags, hits: Floats, drawn: Ints) -> tuple[prim.Box, float]:
    """The box of one half, and the excess of the hits in it in the other; minus infinity if there is no box."""
    mine = searched[table.group]
    box = prim.bump(table.x[mine], hits[mine], table.weight[mine], drawn[:, table.group[mine]])
    if not box:
        return box, -np.inf
    k, n = hits[~mine], table.weight[~mine]
    rows = prim.inside(table.x[~mine], box)
    return box, prim.excess(float(k[rows].sum()), float(n[rows].sum()), float(k.sum() / n.sum()))


def _density(table: Table, searched: Flags, box: prim.Box) -> float:
    """The density of a box in the half that is searched."""
    rows = searched[table.group] & prim.inside(table.x, box)
    return float(table.hits[rows].sum() / table.weight[rows].sum())


def _told(box: prim.Box, p: float, rest: Table, other: Table, halves: Halves) -> FailureBox:
    """A box with its figures: `rest` is what no box before it holds of the half for figures, `other` all of that."""
    rows = prim.inside(rest.x, box)
    here, there = rest.part(rows), rest.part(~rows)
    k, n = here.sums
    all_k, all_n = other.sums
    return FailureBox(
        restrictions=[_restriction(one, rest) for one in box],
        p=p,
        coverage=estimate(k, all_k, halves.drawn),
        density=halves.share(here),
        outside=halves.share(there),
        lift=_lift((k, n), (all_k, all_n), halves.drawn),
        futures=int(n.sum()),
        failures=int(k.sum()),
        first=np.sort(here.first[here.first >= 0])[:FIRST].tolist(),
        across=[],
    )


def _restriction(one: prim.Limit, table: Table) -> Restriction:
    candidate = table.columns[one.column]
    rows = prim.inside(table.x, (one,))
    low, high = (None if np.isinf(end) else float(end) for end in (one.low, one.high))
    return Restriction(
        name=candidate.name,
        label=candidate.label,
        kind=candidate.kind,
        unit=candidate.unit,
        low=low,
        high=high,
        share=float(table.weight[rows].sum() / table.weight.sum()),
        observable_by=table.year,
    )


def estimate(part: Floats, whole_: Floats, drawn: Ints) -> Estimate:
    """A ratio of sums over parameter sets, with its interval over sets drawn anew; by Jeffreys' prior where it is 0 or 1, and
    no set drawn anew could differ."""
    if part.sum() in (0.0, whole_.sum()):
        return interval.probability(part.astype(np.int64), whole_.astype(np.int64))
    return spread(part.sum() / whole_.sum(), shares(part, whole_, drawn))


def shares(part: Floats, whole_: Floats, drawn: Ints) -> Floats:
    """The ratio in each draw of parameter sets; NaN where its whole is empty."""
    below = drawn @ whole_
    return np.asarray(np.where(below > 0.0, drawn @ part, np.nan) / np.where(below > 0.0, below, 1.0))


def spread(value: float, again: Floats) -> Estimate:
    """A figure with the 90% interval of the same figure of sets drawn anew, NaN where it has none; it holds the figure."""
    low, high = np.nanquantile(again, [LOW, HIGH])
    return Estimate(value=float(value), low=min(float(low), float(value)), high=max(float(high), float(value)))


def _lift(box: tuple[Floats, Floats], all_: tuple[Floats, Floats], drawn: Ints) -> Estimate:
    """Failures over futures in a box, over the same of all; null where the box holds no future."""
    (k, n), (all_k, all_n) = box, all_
    if not n.any() or not all_k.any():
        return Estimate(value=None, low=None, high=None)
    value = float(k.sum() / n.sum() / (all_k.sum() / all_n.sum()))
    if not k.any():
        return Estimate(value=value, low=None, high=None)
    with np.errstate(divide="ignore", invalid="ignore"):
        again = shares(k, n, drawn) / shares(all_k, all_n, drawn)
    return spread(value, np.where(np.isfinite(again), again, np.nan))
