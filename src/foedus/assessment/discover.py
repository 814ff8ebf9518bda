r"""Where an alliance fails: boxes of few restrictions in which failures are dense, along parameters and along early events.

A failure is an event that happens in a future, or a status that is not as it should be in its last year. Two searches are made:

parameters   rows are parameter sets, with the failures of their futures. It says which beliefs about the world the failures
             rest on, and nothing that can be observed.
events       rows are futures without a failure in the years to t, along what they have shown by then; failures count after t.

Half of the parameter sets, with all their futures, are searched (`foedus.assessment.prim`). In the other half, for a box B:

    coverage  failures in B / failures            density  failures in B / futures in B           lift  density / rate

with 90% intervals over these sets drawn anew. So that a box is not taken for one that a search finds in any noise, the whole
search, and its evaluation, is made again on outcomes permuted among parameter sets with as many futures, those of a set kept
together:

    p = (1 + #{z* >= z}) / (1 + permutations),    z the excess of the failures in the box (`prim.excess`), z* of a permutation

A box with p above .05 is refused. Otherwise its rows are set aside and the rest is searched again, up to three boxes, as long
as a box is denser than all futures together.

Units: probabilities; lift is a ratio. Source: Bryant and Lempert (2010), Thinking inside the box, Technological Forecasting and
Social Change 77, 34-49 (scenario discovery, coverage and density).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from foedus.arrays import Bits, Flags, Floats, Ints
from foedus.assessment import candidates, failure, interval, prim
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.candidates import Candidate, Column
from foedus.assessment.discover_lines import Discover, FailureBox, Restriction, Search
from foedus.assessment.failure import Failure
from foedus.assessment.interval import FEWEST_SETS, HIGH, LOW
from foedus.assessment.outcome_lines import Estimate
from foedus.equations.effects import BELIEFS, LITERATURE
from foedus.errors import InputError, known
from foedus.progress import Progress
from foedus.simulation.engine import batches
from foedus.simulation.ensemble import MOST_KEPT
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.study import Study
from foedus.taken import whole
from foedus.world.case import taken_case
from foedus.world.outcomes import outcomes_of
from foedus.world.schema import Case

FUTURES, SETS, PERMUTATIONS = 4000, 1000, 200
YEARS = 5
"""Years by which events are looked at, where the caller names none."""
LEVEL = 0.05
"""Largest p of a box that is told as found."""
BOXES = 3
FEWEST = 20
"""Failures, and futures without one, of either half, under which nothing is searched."""
MOST_SETS = 20_000
BOOTSTRAPS = 1000


def discover(
    case: Case | str | Path,
    *,
    fails: str = "",
    year: int | None = None,
    futures: int = FUTURES,
    sets: int = SETS,
    permutations: int = PERMUTATIONS,
    horizon: int = 20,
    seed: int = 1,
    order: str = AS_MEASURED,
    beliefs: str = LITERATURE,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Discover:
    """Where an alliance fails, in boxes of up to three restrictions.

    case          a case, or the name or path of one
    fails         what fails a future: an outcome, or with the way it fails as `upkeep=no`; 'any' limit of the case; empty:
                  the limit of the case that is exceeded by the largest factor, war from outside where it sets none
    year          by which events are looked at; None: the fifth, or the one before the last if that comes first
    sets          parameter sets of the futures; half are searched, half are for the figures
    permutations  searches of permuted outcomes

    Raises InputError for an unknown outcome, order or beliefs, an outcome that never or always comes about, too few sets,
    or a number out of range.

    >>> import foedus
    >>> found = foedus.discover("us-rok", fails="protege_deaths", futures=200, sets=100, permutations=19, horizon=6)
    >>> [search.along for search in found.searches]
    ['parameters', 'events']
    """
    case = taken_case(case)
    futures, sets, permutations = _sizes(futures, sets, permutations)
    study = Study(case, seed=seed, horizon=horizon, threads=threads)
    beliefs = known("beliefs", beliefs, BELIEFS)
    named = failure.asked(case, fails, study.horizon) if fails else ()
    shift = _shift(study, year)
    runs = _run(study, futures, sets, order, beliefs)
    failures = named or (_worst(study, runs.words),)
    failed, counted = failure.fails(failures, runs.words, 0, study.horizon)
    _check(failures, failed, counted)
    searches = []
    for along, table in (
        ("parameters", _by_set(study, runs, failures)),
        ("events", _by_future(study, runs, failures, shift)),
    ):
        searches.append(search(table, permutations, study.seed))
        if progress:
            progress(len(searches), 2, along)
    return Discover(
        case=case.id,
        horizon=study.horizon,
        futures=futures,
        parameter_sets=sets,
        seed=study.seed,
        order=order,
        beliefs=beliefs,
        fails=[one.name for one in failures],
        labels={one.name: one.label for one in outcomes_of(case)},
        chosen="asked" if named else "worst-limit",
        permutations=permutations,
        searches=searches,
    )


def _sizes(futures: int, sets: int, permutations: int) -> tuple[int, int, int]:
    futures = whole("futures", futures, 1, MOST_KEPT)
    sets = whole("sets", sets, 2, MOST_SETS, "parameter sets")
    if min(sets, futures) < 2 * FEWEST_SETS:
        raise InputError(
            f"{min(sets, futures)} parameter sets are too few to search one half and count in the other: ask for "
            f"{2 * FEWEST_SETS} or more, and as many futures"
        )
    return futures, min(sets, futures), whole("permutations", permutations, 19, 10_000)


def _shift(study: Study, year: int | None) -> int:
    """Simulated years up to that by which events are looked at."""
    first, last = study.world.year + 1, study.world.year + study.horizon
    if first == last:
        raise InputError("horizon 1 leaves no year after that by which events are looked at; ask for 2 years or more")
    if year is None:
        return min(YEARS, study.horizon - 1)
    if whole("year", year, 0, 9999) not in range(first, last):
        raise InputError(f"year {year} is not allowed: {first} to {last - 1}, so that years after it are simulated")
    return int(year) - study.world.year


@dataclass(frozen=True)
class Runs:
    """Futures one by one, and what their parameters are called."""

    words: Bits
    yearly: Floats
    parameters: list[Column]
    sets: int

    @property
    def group(self) -> Ints:
        """The parameter set of each future."""
        return np.arange(len(self.words)) % self.sets


def _run(study: Study, futures: int, sets: int, order: str, beliefs: str) -> Runs:
    drawn = draw_parameters(study.world, sets=sets, beliefs=beliefs).parameters
    done = batches(
        setting(study.world, study.drift(order)),
        drawn,
        seed=study.seed,
        futures=futures,
        horizon=study.horizon,
        threads=study.threads,
    )
    words, yearly = zip(*((events, figures) for _, events, _, figures in done), strict=True)
    named = candidates.parameters(study.case, study.world, drawn, beliefs)
    return Runs(np.concatenate(words), np.concatenate(yearly), named, sets)


def _worst(study: Study, words: Bits) -> Failure:
    """The limit of the case that is exceeded by the largest factor; war from outside where it sets none."""
    bounds = failure.limits(study.case, study.horizon)
    if not bounds:
        return failure.asked(study.case, "war_outside", study.horizon)[0]

    def factor(one: Failure) -> float:
        failed, counted = failure.fails([one], words, 0, study.horizon)
        return float(failed.sum()) / max(float(counted.sum()), 1.0) / max(bounds[one], 1e-9)

    return max(bounds, key=factor)


def _check(failures: Sequence[Failure], failed: Flags, counted: Flags) -> None:
    told = " or ".join(one.name for one in failures)
    for count, how in ((int(failed.sum()), "never"), (int((counted & ~failed).sum()), "always")):
        if count == 0:
            raise InputError(
                f"cannot tell where it fails: {told} {how} comes about in {int(counted.sum()):,} futures that are counted; "
                "ask for more futures, another horizon or another outcome"
            )


@dataclass(frozen=True)
class Table:
    """What is searched: rows sorted by parameter set.

    x        by row and column
    hits     failures of each row
    weight   futures of each row
    group    parameter set of each row
    year     by which events are looked at; None: parameters
    """

    columns: list[Candidate]
    x: Floats
    hits: Floats
    weight: Floats
    group: Ints
    sets: int
    year: int | None

    def part(self, rows: Flags) -> Table:
        """Some of the rows."""
        return replace(self, x=self.x[rows], hits=self.hits[rows], weight=self.weight[rows], group=self.group[rows])

    @property
    def sums(self) -> tuple[Floats, Floats]:
        """Failures and futures of each parameter set."""
        hits, weight = (
            np.bincount(self.group, each, self.sets).astype(np.float64) for each in (self.hits, self.weight)
        )
        return hits, weight


def _by_set(study: Study, runs: Runs, failures: Sequence[Failure]) -> Table:
    failed, counted = failure.fails(failures, runs.words, 0, study.horizon)
    hits, weight = (np.bincount(runs.group, each, runs.sets).astype(np.float64) for each in (failed, counted))
    return _table(runs.parameters, hits, weight, np.arange(runs.sets), runs.sets, None).part(weight > 0)


def _by_future(study: Study, runs: Runs, failures: Sequence[Failure], shift: int) -> Table:
    failed, counted = failure.fails(failures, runs.words, shift, study.horizon)
    rows = np.flatnonzero(counted)
    rows = rows[np.argsort(runs.group[rows], kind="stable")]
    columns = candidates.events(study.case, study.world, runs.words[rows], runs.yearly[rows], shift)
    hits = failed[rows].astype(np.float64)
    return _table(columns, hits, np.ones(len(rows)), runs.group[rows], runs.sets, study.world.year + shift)


def _table(columns: list[Column], hits: Floats, weight: Floats, group: Ints, sets: int, year: int | None) -> Table:
    x = np.stack([x for _, x in columns], axis=1) if columns else np.empty((len(hits), 0))
    return Table([one for one, _ in columns], x, hits, weight, group, sets, year)


def search(table: Table, permutations: int, seed: int) -> Search:
    """Boxes one after the other, until one is refused."""
    rng = np.random.default_rng(seed)
    searched = np.zeros(table.sets, np.bool_)
    searched[rng.permutation(table.sets)[: table.sets // 2]] = True
    other = table.part(~searched[table.group])
    drawn = rng.multinomial(table.sets, np.full(table.sets, 1.0 / table.sets), size=BOOTSTRAPS)
    boxes: list[FailureBox] = []
    refused, few, rest = None, False, table
    while len(boxes) < BOXES and refused is None:
        if _few(rest, searched):
            few = not boxes
            break
        box, z = _best(rest, searched, rest.hits)
        if not box or (boxes and _density(rest, searched, box) <= _density(table, searched, ())):
            break
        blocks = prim.blocks(rest.group, rest.weight)
        again = [_best(rest, searched, prim.permuted(rest.hits, blocks, rng))[1] for _ in range(permutations)]
        p = (1 + sum(each >= z for each in again)) / (1 + permutations)
        found = _told(box, p, rest.part(~searched[rest.group]), other, drawn)
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
        rate=_estimate(*other.sums, drawn),
        boxes=boxes,
        refused=refused,
    )


def _few(table: Table, searched: Flags) -> bool:
    """Whether either half has too few failures, or too few futures without one, or nothing to search along."""
    half = searched[table.group].astype(int)
    hits, weight = (np.bincount(half, each, 2) for each in (table.hits, table.weight))
    return not table.columns or min(hits.min(), (weight - hits).min()) < FEWEST


def _best(table: Table, searched: Flags, hits: Floats) -> tuple[prim.Box, float]:
    """The box of one half, and the excess of the hits in it in the other; minus infinity if there is no box."""
    mine = searched[table.group]
    box = prim.find(table.x[mine], hits[mine], table.weight[mine])
    if not box:
        return box, -np.inf
    k, n = hits[~mine], table.weight[~mine]
    rows = prim.inside(table.x[~mine], box)
    return box, prim.excess(float(k[rows].sum()), float(n[rows].sum()), float(k.sum() / n.sum()))


def _density(table: Table, searched: Flags, box: prim.Box) -> float:
    """The density of a box in the half that is searched."""
    rows = searched[table.group] & prim.inside(table.x, box)
    return float(table.hits[rows].sum() / table.weight[rows].sum())


def _told(box: prim.Box, p: float, rest: Table, other: Table, drawn: Ints) -> FailureBox:
    """A box with its figures: `rest` is what no box before it holds of the half for figures, `other` all of that."""
    rows = prim.inside(rest.x, box)
    here, there = rest.part(rows), rest.part(~rows)
    k, n = here.sums
    all_k, all_n = other.sums
    return FailureBox(
        restrictions=[_restriction(one, rest) for one in box],
        p=p,
        coverage=_estimate(k, all_k, drawn),
        density=_estimate(k, n, drawn),
        outside=_estimate(*there.sums, drawn),
        lift=_lift((k, n), (all_k, all_n), drawn),
        futures=int(n.sum()),
        failures=int(k.sum()),
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


def _estimate(part: Floats, whole_: Floats, drawn: Ints) -> Estimate:
    """A ratio of sums over parameter sets, with its interval over sets drawn anew; by Jeffreys' prior where it is 0 or 1, and
    no set drawn anew could differ."""
    if part.sum() in (0.0, whole_.sum()):
        return interval.probability(part.astype(np.int64), whole_.astype(np.int64))
    return _spread(part.sum() / whole_.sum(), _shares(part, whole_, drawn))


def _shares(part: Floats, whole_: Floats, drawn: Ints) -> Floats:
    """The ratio in each draw of parameter sets; NaN where its whole is empty."""
    below = drawn @ whole_
    return np.asarray(np.where(below > 0.0, drawn @ part, np.nan) / np.where(below > 0.0, below, 1.0))


def _spread(value: float, again: Floats) -> Estimate:
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
        again = _shares(k, n, drawn) / _shares(all_k, all_n, drawn)
    return _spread(value, np.where(np.isfinite(again), again, np.nan))
