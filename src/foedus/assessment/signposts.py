"""Signposts: what can be seen in the first years of a case that tells that the alliance is likelier to fail after them.

Futures without a failure in the first t years are watched in these years. For an observable and a threshold, chosen on half of
the parameter sets, the other half says

    P(fail after t | crossed by t, not failed by t)    beside P(fail after t | not crossed), and the base rate of both together

what the two shares gain in log score over the base rate (`foedus.assessment.signpost_search`), how long before failures the
crossings come, how many failures they come before, and how often they come before none. Signposts are ranked by gain; p is
corrected for all that were judged. They are associations: what is crossed tells of what brought it about, and of the parameter
set it is in; that an ally who keeps it from being crossed prevents a failure does not follow.

A signpost should be measurable, timely, reliable, convincing and connected to a decision (Haasnoot et al. 2018). The share of
futures that cross, and what follows a crossing, are the two maps of a trigger (Raso et al. 2019).

Units: probabilities; gain in nats a future; lead in years; alarms a decade.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from foedus.assessment import failure, searched
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.box_search import FEWEST, LEVEL, Halves
from foedus.assessment.failure import Failure
from foedus.assessment.observed import observables
from foedus.assessment.searched import Runs
from foedus.assessment.signpost_figures import Judged
from foedus.assessment.signpost_lines import SignpostLine, Signposts
from foedus.assessment.signpost_search import Found, Watched, search
from foedus.assessment.telling import years_before
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.progress import Progress
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.study import Study
from foedus.world.beliefs import file_of, taken_beliefs
from foedus.world.case import taken_case
from foedus.world.schema import Case

FUTURES, SETS, PERMUTATIONS = 10_000, 2500, 999
YEARS = 5
"""Years that are watched where the caller names none."""


def signposts(
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
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Signposts:
    """Observables whose crossing of a threshold tells that failures are likelier afterwards: associations, not levers.

    case          a case, or the name or path of one
    fails         what fails a future, as in `foedus.discover`
    year          last of the years watched; None: the fifth, or the one before the last if that comes first
    sets          parameter sets of the futures; half are searched, half are for the figures
    permutations  of outcomes, for p

    Raises InputError for an unknown outcome, order or beliefs, a year after which none is simulated, too few sets, or a number
    out of range. Too few failures are an answer: its `result` is 'too-few'.

    >>> import foedus
    >>> found = foedus.signposts("us-rok", fails="coercion", futures=200, sets=100, permutations=19, horizon=6, year=2025)
    >>> found.claim, found.year
    ('association, not a lever', 2025)
    """
    case = taken_case(case)
    futures, sets, permutations = searched.sizes(futures, sets, permutations)
    study = Study(case, seed=seed, horizon=horizon, threads=threads)
    holding = taken_beliefs(beliefs)
    if fails:
        failure.asked(case, fails, study.horizon)
    shift = years_before(study, year, YEARS)
    drawn = draw_parameters(study.world, sets=sets, beliefs=holding).parameters
    runs = []
    for to in (*range(1, shift + 1), study.horizon):
        runs.append(searched.run(study, drawn, futures, order, horizon=to))
        if progress:
            progress(len(runs), shift + 2, f"{study.world.year + 1} to {study.world.year + to}")
    *by_year, last = runs
    failures, chosen = failure.chosen(case, fails, last.words, study.horizon)
    watched, halves = _watched(study, last, by_year, failures), Halves.of(sets, study.seed)
    fewest = watched.fewest(halves)
    found = search(watched, halves, permutations, study.seed) if min(fewest) >= FEWEST else None
    lines = [_line(watched, halves, one) for one in found.judged] if found else []
    if progress:
        progress(shift + 2, shift + 2, "signposts")
    return Signposts(
        case=case.id,
        horizon=study.horizon,
        futures=futures,
        parameter_sets=sets,
        seed=study.seed,
        order=order,
        beliefs=holding.name,
        believed=file_of(holding),
        fails=[one.name for one in failures],
        labels={one.outcome.name: one.outcome.label for one in failures},
        chosen=chosen,
        first_year=study.world.year + 1,
        year=study.world.year + shift,
        watched=len(watched.failed),
        failures=int(watched.hits.sum()),
        fewest_failures=fewest[0],
        fewest_without=fewest[1],
        rate=watched.rate(halves),
        result="too-few" if found is None else "found" if any(line.passes for line in lines) else "none",
        searched=found.signposts if found else 0,
        thresholds=found.thresholds if found else 0,
        judged=len(lines),
        permutations=permutations,
        exchanged=watched.exchanged(halves),
        signposts=sorted(lines, key=lambda line: (not line.passes, -(line.gain.value or 0.0))),
    )


def _watched(study: Study, runs: Runs, by_year: list[Runs], failures: tuple[Failure, ...]) -> Watched:
    """The futures without a failure in the years watched, by parameter set."""
    shift = len(by_year)
    _, counted = failure.fails(failures, runs.words, shift, study.horizon)
    rows = np.flatnonzero(counted)
    rows = rows[np.argsort(runs.group[rows], kind="stable")]
    words, totals = runs.words[rows], np.stack([each.totals[rows] for each in by_year], axis=1)
    seen = observables(study.case, study.world, words, runs.yearly[rows], totals)
    return Watched(seen, shift, failure.years(failures, words, shift, study.horizon), runs.group[rows], runs.sets)


def _line(watched: Watched, halves: Halves, found: Found) -> SignpostLine:
    """A signpost with its figures in the half that was not searched."""
    other = ~halves.searched[watched.group]
    judged = Judged(found.crossed[other], watched.failed[other], watched.years, watched.group[other], halves.drawn)
    crossed, failed, every = judged.crossed > 0, judged.failed > 0, np.ones(int(other.sum()), np.bool_)
    gain, rate = judged.mean(found.gains), float(failed.mean())
    one, signpost = found.signpost.observable, found.signpost
    return SignpostLine(
        name=one.candidate.name,
        label=one.candidate.label,
        kind=one.candidate.kind,
        unit=one.candidate.unit,
        side="at-least" if signpost.rises else "at-most",
        threshold=signpost.threshold,
        counted=one.counted,
        measured=one.measured,
        passes=found.p <= LEVEL and gain.low is not None and gain.low > 0.0,
        p=found.p,
        gain=gain,
        skill=float(found.gains.mean()) / -(rate * math.log(rate) + (1.0 - rate) * math.log(1.0 - rate)),
        crossed=judged.share(crossed, every),
        fails=judged.share(failed, crossed),
        fails_not=judged.share(failed, ~crossed),
        signalled=judged.share(crossed, failed),
        crossed_no_failure=judged.share(crossed, ~failed),
        lead=judged.lead(),
        lead_of_any=judged.lead_of_any(),
        false_alarms=judged.alarms(~failed),
        true_alarms=judged.alarms(failed),
        futures=int(crossed.sum()),
        failures=int((crossed & failed).sum()),
    )
