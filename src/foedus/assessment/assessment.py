"""`assess`: the plan of a case is run, and lines are made from what came out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from foedus.arrays import Floats
from foedus.assessment.answer import Answer
from foedus.assessment.lines import Lines, compared
from foedus.assessment.outcomes import values
from foedus.assessment.plan import Plan, Run, plan
from foedus.assessment.tally import Tally, first_of
from foedus.equations.effects import LITERATURE
from foedus.equations.registry import chosen
from foedus.estimate.fits import Fits
from foedus.progress import Progress
from foedus.simulation.outcomes import TOTALS
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.world.outcomes import outcomes_of
from foedus.world.schema import Case


def assess(
    case: Case,
    *,
    futures: int = 10_000,
    horizon: int = 20,
    seed: int = 1,
    orders: Sequence[str] = (),
    without: Sequence[str] = (),
    specification: str | Sequence[str] = (),
    beliefs: str = LITERATURE,
    threads: int | None = None,
    progress: Progress | None = None,
    fits: Path | None = None,
    store: Store | None = None,
) -> Answer:
    """Answer the question of a case.

    futures        futures of the headline run
    horizon        years, 1 to 60
    orders         orders to run in addition to the first; default: all shipped ones that affect a state of the case.
                   The first is the headline's
    without        instruments absent from the start in every run
    specification  candidates to use, as `history` (of initiation) or `escalation=rates`; the other equations draw theirs by
                   weight, and each of their candidates is also run alone
    beliefs        what treaties are believed to do: 'sceptical', 'literature' or 'optimist'; each counterfactual is
                   shown under all three
    fits           folder of posteriors that take the place of the shipped ones of the same name; None takes none

    Raises InputError for anything out of range or unknown.
    """
    study = Study(case, seed=seed, horizon=horizon, threads=threads, fits=Fits(fits), store=store)
    planned = plan(study, futures, orders, without, chosen(specification), beliefs)
    return _run(study, planned, progress or (lambda done, total, what: None)).answer()


def _run(study: Study, planned: Plan, progress: Progress) -> Lines:
    """Every run of a plan once: counts of its first futures and of all, and the paired outcomes of the first ones."""
    tallies: dict[tuple[Run, int], Tally] = {}
    kept: dict[Run, Floats] = {}
    outcomes = compared(outcomes_of(study.case))
    done, total = 0, planned.futures
    for run in planned.runs:
        specification = dict(run.specification)
        drawn = study.parameters(specification, run.frozen, run.beliefs).parameters
        totals = len(TOTALS) + drawn.provocation.shape[1]
        counted = {size: Tally.empty(len(drawn.draws), study.horizon, totals) for size in run.counted}
        first = []
        for batch in study.run(
            run.futures,
            order=run.order,
            policy=run.policy,
            specification=specification,
            frozen=run.frozen,
            beliefs=run.beliefs,
        ):
            start, events = batch[:2]
            for size, tally in counted.items():
                if start < size:
                    tally.add(first_of(batch, size - start))
            if start < run.paired:
                first.append(values(outcomes, batch, run.paired - start))
            done += len(events)
            progress(done, total, run.what)
        tallies |= {(run, size): tally for size, tally in counted.items()}
        if first:
            kept[run] = np.concatenate(first)
    return Lines(study, planned, tallies, kept)
