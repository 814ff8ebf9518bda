"""First numbers: the futures of the headline alone, in the time that they take, before all else that makes an assessment.

They are the outcomes of `foedus.assess` in the same setting, to the last digit, with the rates of their classes. There is no
verdict, because its analysts need runs of their own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from foedus.assessment import evidence
from foedus.assessment.asked import ask, planned
from foedus.assessment.assessment import counted
from foedus.assessment.defined import fixed
from foedus.assessment.judges import Judges
from foedus.assessment.outcome_lines import Bands, Estimate
from foedus.assessment.outcomes import bands, curve, estimate
from foedus.part import Part
from foedus.progress import Progress
from foedus.simulation.store import Store
from foedus.world.outcomes import Outcome, outcomes_of
from foedus.world.schema import Case


class FirstLine(Part):
    """One outcome at the horizon."""

    name: str
    kind: Literal["event", "status", "share", "ratio", "total"]
    label: str = Field(description="name for a reader")
    unit: str
    given: str | None = Field(description="outcome among whose futures it is counted; null: all futures")
    estimate: Estimate = Field(description="in all futures")
    class_rate: Estimate | None = Field(description="how often its class had it on record; null where none is counted")
    curve: list[float | None] = Field(description="by year")
    bands: Bands | None = Field(description="50% and 90% intervals of the curve; null where it is empty")
    by_definition: bool = Field(description="it is so by its definition alone, because of what was removed")


class FirstLimit(Part):
    """A limit of the case, and where the mixture stands. One of `at_most` and `at_least` is null."""

    outcome: str
    at_most: float | None
    at_least: float | None
    years: int
    estimate: Estimate = Field(description="at that horizon")
    side: Literal["keeps", "fails", "astride", "unknown"] = Field(
        description="of the limit, by more than two Monte Carlo errors; the other analysts of a verdict are not heard"
    )


class First(Part):
    """The headline of an assessment, without its verdict."""

    format: Literal["foedus.first/1"] = "foedus.first/1"
    case: str
    question: str
    horizon: int
    by_year: int
    futures: int
    seed: int
    order: str
    without: list[str] = Field(description="with what rests on them")
    outcomes: list[FirstLine]
    limits: list[FirstLimit]


def first(
    case: Case | str | Path,
    *,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
    **asked: Any,
) -> First:
    """The headline of what `foedus.assess` is asked with the same options. Raises InputError as it does."""
    study, question = ask(case, threads=threads, store=store, **asked)
    plan = planned(study, question)
    run, tell = plan.headline, progress or (lambda done, total, what: None)
    tallies, _, _ = counted(study, [run], lambda done, what: tell(done, run.futures, what))
    tally, own = tallies[run, run.futures], study.case
    judges = Judges(study, plan, tallies)

    def line(outcome: Outcome) -> FirstLine:
        found = estimate(outcome, tally)
        record = evidence.record(outcome, own, study.horizon, found, plan.without)
        return FirstLine(
            name=outcome.name,
            kind=outcome.kind,
            label=outcome.label,
            unit=outcome.unit,
            given=outcome.given or None,
            estimate=found,
            class_rate=record.pooled if record else None,
            curve=curve(outcome, tally),
            bands=bands(outcome, tally),
            by_definition=fixed(outcome, own, plan.without),
        )

    return First(
        case=own.id,
        question=own.title,
        horizon=study.horizon,
        by_year=study.world.year + study.horizon,
        futures=run.futures,
        seed=study.seed,
        order=run.order,
        without=list(plan.without),
        outcomes=[line(one) for one in outcomes_of(own)],
        limits=[
            FirstLimit(
                outcome=one.outcome,
                at_most=one.at_most,
                at_least=one.at_least,
                years=one.years,
                estimate=one.estimate,
                side=one.views[0].side,
            )
            for one in judges.tolerances(tally)
        ],
    )
