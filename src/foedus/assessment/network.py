"""The states of a case in a year: who is bound by a pact, who are rivals, and how often each pair is in dispute.

The pacts of the year in which the case starts are its own. Those of a later year, and the disputes on the way to it, are
counted in futures. Strategic rivalries are those of the case: the model keeps them as they are.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field

from foedus.arrays import Floats, Ints
from foedus.assessment import interval
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.outcome_lines import Estimate
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.part import Part
from foedus.progress import Progress
from foedus.rendered import Rendered
from foedus.simulation.engine import chronicles
from foedus.simulation.sizes import MOST_FUTURES, MOST_YEARS
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.taken import whole
from foedus.world.beliefs import taken_beliefs
from foedus.world.case import taken_case
from foedus.world.schema import Case
from foedus.world.world import KINDS

FUTURES = 500
Role = Literal["patron", "protege", "bloc", "other"]


class NetworkState(Part):
    """One state of the case."""

    abbreviation: str
    name: str
    role: Role = Field(description="bloc: one of the states against which the alliance stands")
    ideal: float | None = Field(description="ideal point at the start; null: not known")


class Tie(Part):
    """What joins or divides two states in the year."""

    states: tuple[str, str] = Field(description="abbreviations")
    pact: Estimate = Field(description="a defence pact binds them at the end of the year; at the start 0 or 1")
    pact_now: bool = Field(description="a defence pact of the case binds them at its start")
    rivals: bool | None = Field(description="strategic rivals, as the case has it; null: not coded")
    disputes: float | None = Field(
        description="mean number of disputes between them from the start; null: at the start"
    )


class Network(Rendered, Part):
    """The answer of `foedus.network`."""

    format: str = "foedus.network/1"
    case: str
    start: int = Field(description="the last year of the past")
    year: int
    futures: int = Field(description="0: the start, which nothing is simulated for")
    seed: int
    order: str
    beliefs: str
    states: list[NetworkState]
    ties: list[Tie] = Field(description="pairs with a pact in some future, a rivalry or a dispute")


def network(
    case: Case | str | Path,
    *,
    year: int | None = None,
    futures: int = FUTURES,
    seed: int = 1,
    order: str = AS_MEASURED,
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Network:
    """The states of a case and what is between them at the end of a year.

    case     a case, or the name or path of one
    year     from the last year of the past on, which is the default
    order    world order of the futures
    beliefs  what stated effects are believed to be: sceptical, literature, optimist or a belief file

    Raises InputError for a year before that or more than 60 years after it, an unknown order or beliefs, or a number out of
    range. Nothing of it is kept in `store`.

    >>> import foedus
    >>> found = foedus.network("us-rok")
    >>> [tie.states for tie in found.ties if tie.pact_now][0]
    ('USA', 'ROK')
    """
    case, futures, holding = taken_case(case), whole("futures", futures, 1, MOST_FUTURES), taken_beliefs(beliefs)
    start = Study(case, seed=seed, horizon=1).world.year
    year = start if year is None else whole("year", year, start, start + MOST_YEARS)
    study = Study(case, seed=seed, horizon=max(year - start, 1), threads=threads, beliefs=(holding,))
    bound = treaties(study)
    shares, disputes = _simulated(study, futures, order, holding.name, progress) if year > start else (None, None)
    code = {state.abbreviation: study.world.codes.tolist().index(state.code) for state in case.states}
    rivals = {frozenset(one.states): one.rivalry.value for one in case.relations}
    ties = []
    for first, second in combinations(code, 2):
        i, j = code[first], code[second]
        now = bool(bound[i, j])
        pact = _certain(now) if shares is None else share(shares[:, i, j], study.sets)
        mean = None if disputes is None else float(disputes[i, j])
        rival = rivals.get(frozenset((first, second)))
        if pact.value or now or rival or mean:
            known = None if rival is None else rival > 0
            ties.append(Tie(states=(first, second), pact=pact, pact_now=now, rivals=known, disputes=mean))
    return Network(
        case=case.id,
        start=start,
        year=year,
        futures=0 if year == start else futures,
        seed=study.seed,
        order=order,
        beliefs=holding.name,
        states=[
            NetworkState(
                abbreviation=state.abbreviation,
                name=state.name,
                role=_role(case, state.abbreviation),
                ideal=_known(study.world.ideal[code[state.abbreviation]]),
            )
            for state in case.states
        ],
        ties=ties,
    )


def _role(case: Case, state: str) -> Role:
    if state in (case.patron, case.protege):
        return "patron" if state == case.patron else "protege"
    return "bloc" if state in case.bloc else "other"


def treaties(study: Study) -> Ints:
    """(N, N) defence pacts of the case that bind two states at its start."""
    party = study.world.party[study.world.kind == KINDS.index("defence-pact")].astype(np.int64)
    return np.asarray(party.T @ party)


def _simulated(study: Study, futures: int, order: str, beliefs: str, progress: Progress | None) -> tuple[Ints, Floats]:
    """Pacts at the end of the last year (R, N, N), and mean disputes along each pair (N, N)."""
    question = study.question(order, beliefs=beliefs)
    bound, pairs, done = [], [], 0
    for _, found in chronicles(
        question.setting,
        question.sets.parameters,
        seed=study.seed,
        futures=futures,
        horizon=study.horizon,
        threads=study.threads,
    ):
        bound.append(found.bound)
        pairs.append(found.pairs)
        done += len(found.bound)
        if progress:
            progress(done, futures, "futures")
    mean = np.concatenate(pairs).mean(axis=0)
    disputes = np.zeros((len(study.world.codes),) * 2)
    for pair, number in zip(question.setting.pairs, mean, strict=True):
        disputes[pair.first, pair.second] = disputes[pair.second, pair.first] = number
    return np.concatenate(bound), disputes


def share(happened: Ints, sets: int) -> Estimate:
    """The share of futures, in order of their parameter sets, in which something happened."""
    place = np.arange(len(happened)) % sets
    return interval.probability(np.bincount(place, happened, sets).astype(np.int64), np.bincount(place, minlength=sets))


def _certain(now: bool) -> Estimate:
    return Estimate(value=float(now), low=float(now), high=float(now))


def _known(ideal: float) -> float | None:
    return None if np.isnan(ideal) else float(ideal)
