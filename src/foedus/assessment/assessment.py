"""`assess`: the plan of a case is run, and lines are made from what came out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np

from foedus.arrays import Floats
from foedus.assessment import remembered
from foedus.assessment.answer import Answer
from foedus.assessment.judges import Judges
from foedus.assessment.lines import Lines, compared
from foedus.assessment.outcomes import values
from foedus.assessment.pacts import check_possible, pairs_asked
from foedus.assessment.plan import Plan, Run, plan
from foedus.equations.effects import LITERATURE
from foedus.equations.registry import chosen
from foedus.estimate.fits import Fits
from foedus.progress import Progress
from foedus.simulation.chunks import Asked, spans
from foedus.simulation.chunks import run as chunks
from foedus.simulation.mechanisms import switches
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.simulation.tally import Tally, plus
from foedus.world.order import order_names
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
    mechanisms: Sequence[str] = (),
    pacts: Sequence[str] = (),
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
    store          where chunks of futures and answers are kept and looked for; None keeps none
    mechanisms     mechanisms to switch off or on in every run, as `integrity.strain=off` (`foedus mechanism list`)
    pacts          pairs of states whose defence pact is asked for, as `RUS-PRK`

    Raises InputError for anything out of range or unknown.
    """
    switched = switches(mechanisms)
    study = Study(case, seed=seed, horizon=horizon, threads=threads, fits=Fits(fits), store=store, switches=switched)
    pairs = pairs_asked(case, pacts)
    check_possible(study, pairs)
    rivals = chosen(specification)
    asked = (futures, horizon, seed, list(orders), list(without), rivals, beliefs, switched, pairs)
    name = remembered.name_of(case, asked) if store and shipped_alone(fits, orders) else ""
    if store and name and (known := remembered.recall(store, name)):
        return known
    planned = plan(study, futures, orders, without, rivals, beliefs)
    lines = _run(study, planned, progress or (lambda done, total, what: None))
    answer = replace(lines, pacts=pairs).answer()
    if store and name:
        remembered.remember(store, name, answer)
    return answer


def shipped_alone(fits: Path | None, orders: Sequence[str]) -> bool:
    """Whether the answer depends on no file beside the case and the program."""
    return fits is None and all(order in order_names() for order in orders)


def _run(study: Study, planned: Plan, progress: Progress) -> Lines:
    """Every run of a plan once, and then those that its analysts need beside them, as many futures as the headline at most."""
    most = planned.futures + planned.headline.futures
    tallies, kept = _counted(study, planned.runs, lambda done, what: progress(done, most, what))
    alone = Judges(study, planned, tallies).confirming()
    found, _ = _counted(study, alone.runs, lambda done, what: progress(planned.futures + done, most, what))
    progress(most, most, "")
    return Lines(study, planned, {**tallies, **found}, kept, alone)


def _counted(
    study: Study, runs: Sequence[Run], progress: Callable[[int, str], None]
) -> tuple[dict[tuple[Run, int], Tally], dict[Run, Floats]]:
    """Of every run: counts of its first futures and of all, and the paired outcomes of the first ones."""
    work = [(run, first, futures) for run in runs for first, futures in spans(run.futures, run.cuts)]
    found = chunks(_asked(study, work), study.store, study.threads)
    outcomes = compared(outcomes_of(study.case))
    tallies: dict[tuple[Run, int], Tally] = {}
    kept: dict[Run, list[Floats]] = {}
    done, total = 0, None
    for (run, first, futures), chunk in zip(work, found, strict=True):
        total = plus(total, chunk.tally) if total and first else chunk.tally
        if first + futures in run.counted:
            tallies[run, first + futures] = total
        if first < run.paired:
            kept.setdefault(run, []).append(values(outcomes, chunk.kept, study.horizon))
        done += futures
        progress(done, run.what)
    return tallies, {run: np.concatenate(parts) for run, parts in kept.items()}


def _asked(study: Study, work: Iterable[tuple[Run, int, int]]) -> Iterator[Asked]:
    """The chunks of the runs, those of a run one after the other."""
    for run, spans_of_run in groupby(work, key=lambda piece: piece[0]):
        question = study.question(
            run.order, run.policy, dict(run.specification), run.frozen, run.beliefs, dict(run.shift)
        )
        for _, first, futures in spans_of_run:
            yield Asked(question, first, futures, one_by_one=first < run.paired)
