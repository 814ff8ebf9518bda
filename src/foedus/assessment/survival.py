"""How long each instrument of an alliance is kept up: the share of futures in which it is, year by year.

An instrument is kept up in a year in which it is in force with at least half of the integrity it started with, as an answer
counts it at its horizon. A longer horizon extends the same futures, so that the share of each year is that of a run to it.
"""

from __future__ import annotations

from datetime import date
from functools import reduce
from pathlib import Path

from pydantic import Field

from foedus.assessment import interval
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.outcome_lines import Estimate
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.errors import InputError
from foedus.part import Part
from foedus.progress import Progress
from foedus.rendered import Rendered
from foedus.simulation.chunks import Asked, run, spans
from foedus.simulation.sizes import MOST_FUTURES, MOST_YEARS
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.simulation.tally import Tally, plus
from foedus.taken import whole
from foedus.world.beliefs import taken_beliefs
from foedus.world.case import taken_case
from foedus.world.schema import Case

FUTURES = 1000


class InstrumentLife(Part):
    """One instrument of the alliance: since when, until when, and how often it is kept up."""

    instrument: str
    name: str
    kind: str
    since: date
    until: date | None = Field(description="last day of its present term; null: it has none")
    rests_on: str | None = Field(description="name of the instrument without which it lapses")
    kept: list[Estimate] = Field(description="by year: probability that it is kept up in the year")


class Survival(Rendered, Part):
    """The answer of `foedus.survival`."""

    format: str = "foedus.survival/1"
    case: str
    as_of: date
    horizon: int
    years: list[int]
    futures: int
    parameter_sets: int = Field(description="of those futures")
    seed: int
    order: str
    beliefs: str
    instruments: list[InstrumentLife] = Field(description="those of the alliance, least kept in the last year first")


def survival(
    case: Case | str | Path,
    *,
    futures: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    order: str = AS_MEASURED,
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Survival:
    """How often each instrument of the alliance is kept up, by year, with its 90% interval.

    case     a case, or the name or path of one
    order    world order of the futures
    beliefs  what stated effects are believed to be: sceptical, literature, optimist or a belief file

    Raises InputError for a case whose alliance has no instrument, an unknown order or beliefs, or a number out of range.

    >>> import foedus
    >>> found = foedus.survival("us-philippines", futures=50, horizon=2)
    >>> [len(one.kept) for one in found.instruments][:2], found.years
    ([2, 2], [2026, 2027])
    """
    case, futures = taken_case(case), whole("futures", futures, 1, MOST_FUTURES)
    horizon = whole("horizon", horizon, 1, MOST_YEARS, "years")
    own = {one.id: one for one in case.instruments if one.own}
    if not own:
        raise InputError(f"the alliance of case {case.id} has no instrument (instruments[].own), so none can survive")
    holding = taken_beliefs(beliefs)
    tallies, study = [], None
    for years in range(1, horizon + 1):
        study = Study(case, seed=seed, horizon=years, threads=threads, store=store, beliefs=(holding,))
        tallies.append(_tally(study, futures, order, holding.name))
        if progress:
            progress(years, horizon, "years")
    assert study is not None
    lives = [
        InstrumentLife(
            instrument=name,
            name=one.name,
            kind=one.kind,
            since=one.since,
            until=one.until,
            rests_on=next((base.name for base in case.instruments if base.id == one.rests_on), None),
            kept=[_kept(tally, study.world.instruments.index(name)) for tally in tallies],
        )
        for name, one in own.items()
    ]
    return Survival(
        case=case.id,
        as_of=case.as_of,
        horizon=horizon,
        years=[study.world.year + t for t in range(1, horizon + 1)],
        futures=futures,
        parameter_sets=min(study.sets, futures),
        seed=study.seed,
        order=order,
        beliefs=holding.name,
        instruments=sorted(lives, key=lambda one: one.kept[-1].value or 0.0),
    )


def _tally(study: Study, futures: int, order: str, beliefs: str) -> Tally:
    question = study.question(order, beliefs=beliefs)
    asked = [Asked(question, first, number, False) for first, number in spans(futures, ())]
    return reduce(plus, (chunk.tally for chunk in run(asked, study.store, study.threads)))


def _kept(tally: Tally, place: int) -> Estimate:
    return interval.probability(tally.futures - tally.fallen[:, :, place].sum(axis=0), tally.futures)
