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
from foedus.assessment.asked import ask, planned
from foedus.assessment.identity import Asked, Piece
from foedus.assessment.judges import Judges
from foedus.assessment.lines import Lines, compared
from foedus.assessment.outcomes import values
from foedus.assessment.pacts import pairs_asked
from foedus.assessment.pieces import counts, identity
from foedus.assessment.plan import Plan, Run
from foedus.assessment.sealed import sealed
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.progress import Progress
from foedus.simulation.chunks import Asked as Chunked
from foedus.simulation.chunks import run as chunks
from foedus.simulation.chunks import spans
from foedus.simulation.cluster import Cluster
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.simulation.tally import Tally, plus
from foedus.world.outcomes import outcomes_of
from foedus.world.schema import Case


def assess(
    case: Case | str | Path,
    *,
    futures: int = 10_000,
    horizon: int = 20,
    seed: int = 1,
    orders: str | Sequence[str] = (),
    without: str | Sequence[str] = (),
    adherence: float = 0.0,
    tolerances: str | Sequence[str] = (),
    specification: str | Sequence[str] = (),
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    progress: Progress | None = None,
    fits: str | Path | None = None,
    store: Store | None = None,
    mechanisms: str | Sequence[str] = (),
    pacts: str | Sequence[str] = (),
    cluster: Cluster | None = None,
    hindsight: bool = True,
) -> Answer:
    """Answer the question of a case.

    case           a case, or the name or path of one
    futures        futures of the headline run
    horizon        years, 1 to 60
    orders         orders to run in addition to the first; default: all shipped ones that affect a state of the case.
                   The first is the headline's
    without        instruments absent from the start in every run
    adherence      to every instrument: -1 (let slide) to 1 (kept with care)
    tolerances     limits in place of those of the case, as `war_outside=0.04`
    specification  candidates to use, as `history` (of initiation) or `escalation=rates`; the other equations draw theirs by
                   weight, and each of their candidates is also run alone
    beliefs        what stated effects are believed to be: 'sceptical', 'literature', 'optimist' or a belief file; each
                   counterfactual is shown under all of them
    fits           folder of posteriors that take the place of the shipped ones of the same name; None takes none
    store          where chunks of futures and answers are kept and looked for; None keeps none
    mechanisms     mechanisms to switch off or on in every run, as `integrity.strain=off` (`foedus mechanism list`)
    pacts          pairs of states whose defence pact is asked for, as `RUS-PRK`
    cluster        workers on other machines that simulate in place of threads here (`foedus.simulation.cluster`)
    hindsight      False: estimates, specifications and literature as of the date of the case (`foedus.assessment.then`); needs
                   the publishers' files and the fit extra

    Raises InputError for anything out of range or unknown.
    """
    study, asked = ask(
        case,
        futures=futures,
        horizon=horizon,
        seed=seed,
        orders=orders,
        without=without,
        adherence=adherence,
        tolerances=tolerances,
        specification=specification,
        beliefs=beliefs,
        threads=threads,
        fits=fits,
        store=store,
        mechanisms=mechanisms,
        pacts=pacts,
        cluster=cluster,
        hindsight=hindsight,
        progress=progress,
    )
    name = remembered.name_of(asked) if store else ""
    if store and (before := remembered.recall(store, name)):
        return before
    answer = answered(study, asked, progress)
    if store:
        remembered.remember(store, name, answer)
    return answer


def answered(study: Study, asked: Asked, progress: Progress | None = None) -> Answer:
    """The answer of a study to what is asked of it, with its identity."""
    pairs = pairs_asked(study.case, asked.pacts)
    lines, pieces = _run(study, planned(study, asked), progress or (lambda done, total, what: None))
    return sealed(replace(lines, pacts=pairs).answer().model_copy(update={"identity": identity(asked, pieces)}))


def _run(study: Study, plan: Plan, progress: Progress) -> tuple[Lines, dict[Run, list[Piece]]]:
    """Every run of a plan once, and then those that its analysts need beside them, as many futures as the headline at most;
    and the chunks of each run."""
    most = plan.futures + plan.headline.futures
    tallies, kept, pieces = counted(study, plan.runs, lambda done, what: progress(done, most, what))
    alone = Judges(study, plan, tallies).confirming()
    found, _, more = counted(study, alone.runs, lambda done, what: progress(plan.futures + done, most, what))
    progress(most, most, "")
    return Lines(study, plan, {**tallies, **found}, kept, alone), {**pieces, **more}


def counted(
    study: Study, runs: Sequence[Run], progress: Callable[[int, str], None]
) -> tuple[dict[tuple[Run, int], Tally], dict[Run, Floats], dict[Run, list[Piece]]]:
    """Of every run: counts of its first futures and of all, the paired outcomes of the first ones, and its chunks."""
    work = work_of(runs)
    found = chunks(asked_chunks(study, work), study.store, study.threads, study.cluster)
    outcomes = compared(outcomes_of(study.case))
    tallies: dict[tuple[Run, int], Tally] = {}
    kept: dict[Run, list[Floats]] = {}
    pieces: dict[Run, list[Piece]] = {}
    done, total = 0, None
    for (run, first, futures), chunk in zip(work, found, strict=True):
        total = plus(total, chunk.tally) if total and first else chunk.tally
        if first + futures in run.counted:
            tallies[run, first + futures] = total
        if first < run.paired:
            kept.setdefault(run, []).append(values(outcomes, chunk.kept, study.horizon))
        pieces.setdefault(run, []).append(Piece(first=first, futures=futures, counts=counts(chunk)))
        done += futures
        progress(done, run.what)
    return tallies, {run: np.concatenate(parts) for run, parts in kept.items()}, pieces


def work_of(runs: Iterable[Run]) -> list[tuple[Run, int, int]]:
    """Every chunk of the runs: its run, its first future and their number."""
    return [(run, first, futures) for run in runs for first, futures in spans(run.futures, run.cuts)]


def asked_chunks(study: Study, work: Iterable[tuple[Run, int, int]]) -> Iterator[Chunked]:
    """The chunks of the runs, those of a run one after the other."""
    for run, spans_of_run in groupby(work, key=lambda piece: piece[0]):
        question = study.question(
            run.order, run.policy, dict(run.specification), run.frozen, run.beliefs, dict(run.shift)
        )
        for _, first, futures in spans_of_run:
            yield Chunked(question, first, futures, one_by_one=first < run.paired)
