r"""Where an alliance fails: boxes of few restrictions in which failures are dense, along parameters and along early events.

A failure is an event that happens in a future, or a status that is not as it should be in its last year. Two searches are made:

parameters   rows are parameter sets, with the failures of their futures. It says which beliefs about the world the failures
             rest on, and nothing that can be observed.
events       rows are futures without a failure in the years to t, along what they have shown by then; failures count after t.

Half of the parameter sets, with all their futures, are searched (`foedus.assessment.prim`). In the other half, for a box B:

    coverage  failures in B / failures            density  failures in B / futures in B           lift  density / rate

with 90% intervals over these sets drawn anew. So that a box is not taken for one that a search finds in any noise, the whole
search, and its evaluation, is made again on outcomes permuted among parameter sets with as many futures, those of a set kept
together, and bumped as often:

    p = (1 + #{z* >= z}) / (1 + permutations),    z the excess of the failures in the box (`prim.excess`), z* of a permutation

A box with p above .05 is refused. Otherwise its rows are set aside and the rest is searched again, up to three boxes, as long
as a box is denser than all futures together.

Units: probabilities; lift is a ratio. Source: Bryant and Lempert (2010), Thinking inside the box, Technological Forecasting and
Social Change 77, 34-49 (scenario discovery, coverage and density).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from foedus.arrays import Flags, Ints
from foedus.assessment import candidates, failure, searched
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.box_search import Halves, Table, search
from foedus.assessment.candidates import Column
from foedus.assessment.discover_lines import Discover, Elsewhere, Search
from foedus.assessment.failure import Failure
from foedus.assessment.searched import Runs
from foedus.assessment.telling import years_before
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.progress import Progress
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import Policy
from foedus.simulation.study import Study
from foedus.taken import whole
from foedus.world.beliefs import file_of, taken_beliefs
from foedus.world.case import taken_case
from foedus.world.order import order_names
from foedus.world.outcomes import outcomes_of
from foedus.world.schema import Case

FUTURES, SETS, PERMUTATIONS = 4000, 1000, 200
MOST_BUMPS = 100
YEARS = 5
"""Years by which events are looked at, where the caller names none."""
Change = Literal["order", "without"]


def discover(
    case: Case | str | Path,
    *,
    fails: str = "",
    year: int | None = None,
    futures: int = FUTURES,
    sets: int = SETS,
    permutations: int = PERMUTATIONS,
    bumps: int = 0,
    across: bool = False,
    horizon: int = 20,
    seed: int = 1,
    order: str = AS_MEASURED,
    beliefs: Beliefs | str | Path = LITERATURE,
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
    bumps         further searches with parameter sets drawn anew, of which the best box is taken; for each permutation, too
    across        whether the boxes are looked at under every other world order, and without each instrument, too

    Raises InputError for an unknown outcome, order or beliefs, an outcome that never or always comes about, too few sets,
    or a number out of range.

    >>> import foedus
    >>> found = foedus.discover("us-rok", fails="protege_deaths", futures=200, sets=100, permutations=19, horizon=6)
    >>> [search.along for search in found.searches]
    ['parameters', 'events']
    """
    case = taken_case(case)
    futures, sets, permutations = searched.sizes(futures, sets, permutations)
    bumps = whole("bumps", bumps, 0, MOST_BUMPS)
    study = Study(case, seed=seed, horizon=horizon, threads=threads)
    holding = taken_beliefs(beliefs)
    if fails:
        failure.asked(case, fails, study.horizon)
    shift = years_before(study, year, YEARS)
    drawn = draw_parameters(study.world, sets=sets, beliefs=holding).parameters
    shown = candidates.parameters(study.case, study.world, drawn)
    base = searched.run(study, drawn, futures, order)
    failures, chosen = failure.chosen(case, fails, base.words, study.horizon)
    failure.check_both(failures, *failure.fails(failures, base.words, 0, study.horizon))
    changes = list(_changes(study, order)) if across else []
    replayed = order == AS_MEASURED and holding.name == LITERATURE
    searches = []
    for table in _tables(study, base, failures, shown, shift, replayed):
        searches.append(search(table.varying, permutations, study.seed, bumps))
        if progress:
            progress(len(searches), 2 + len(changes), searches[-1].along)
    halves = Halves.of(sets, study.seed)
    for done, (change, name, there, policy) in enumerate(changes, start=3):
        tables = _tables(study, searched.run(study, drawn, futures, there, policy), failures, shown, shift, False)
        pairs = zip(searches, tables, strict=True)
        searches = [_with(one, halves.other(table), halves, change, name) for one, table in pairs]
        if progress:
            progress(done, 2 + len(changes), name)
    return Discover(
        case=case.id,
        horizon=study.horizon,
        futures=futures,
        parameter_sets=sets,
        seed=study.seed,
        order=order,
        beliefs=holding.name,
        believed=file_of(holding),
        fails=[one.name for one in failures],
        labels={one.name: one.label for one in outcomes_of(case)},
        chosen=chosen,
        permutations=permutations,
        bumps=bumps,
        searches=searches,
    )


def _tables(
    study: Study, runs: Runs, failures: Sequence[Failure], parameters: list[Column], shift: int, replayed: bool
) -> tuple[Table, Table]:
    """By parameter set, and by future along what has happened in its first years; with the first that fail if `replayed`."""
    failed, counted = failure.fails(failures, runs.words, 0, study.horizon)
    hits, weight = (np.bincount(runs.group, each, runs.sets).astype(np.float64) for each in (failed, counted))
    first = _first(failed & replayed, runs)
    by_set = Table.of(parameters, hits, weight, np.arange(runs.sets), first, runs.sets, None).part(weight > 0)
    failed, counted = failure.fails(failures, runs.words, shift, study.horizon)
    rows = np.flatnonzero(counted)
    rows = rows[np.argsort(runs.group[rows], kind="stable")]
    columns = candidates.events(study.case, study.world, runs.words[rows], runs.yearly[rows], shift)
    hits, ones = failed[rows].astype(np.float64), np.ones(len(rows))
    first = np.where(failed[rows] & replayed, rows, -1)
    return by_set, Table.of(columns, hits, ones, runs.group[rows], first, runs.sets, study.world.year + shift)


def _first(failed: Flags, runs: Runs) -> Ints:
    """The first future of each parameter set that fails; -1 where none does."""
    found = np.full(runs.sets, -1)
    last_to_first = np.flatnonzero(failed)[::-1]
    found[runs.group[last_to_first]] = last_to_first
    return found


def _changes(study: Study, order: str) -> Iterator[tuple[Change, str, str, Policy]]:
    """Every other world order, and every instrument of the alliance removed: the kind, the name, the order and the policy."""
    for name in order_names():
        if name != order:
            yield "order", name, name, Policy()
    for name, own in zip(study.world.instruments, study.world.own, strict=True):
        if own:
            yield "without", name, order, Policy((name,))


def _with(found: Search, table: Table, halves: Halves, change: Change, name: str) -> Search:
    """A search with its boxes as they are in other futures: `table`, of the half that was not searched."""
    rest, boxes, rate = table, [], halves.share(table)
    for box in found.boxes:
        rows = rest.inside(box.restrictions)
        here = rest.part(rows)
        line = Elsewhere(
            change=change, name=name, density=halves.share(here), rate=rate, futures=int(here.weight.sum())
        )
        boxes.append(box.model_copy(update={"across": [*box.across, line]}))
        rest = rest.part(~rows)
    return found.model_copy(update={"boxes": boxes})
