"""The runs behind `foedus orders --regret`: policies by order, instruments removed under other models, and every combination
of order, beliefs and specification."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from foedus.arrays import Floats
from foedus.assessment import additive
from foedus.assessment.contribution import one_by_one
from foedus.assessment.limit import Limit
from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.outcomes import estimate
from foedus.assessment.plan import Plan
from foedus.assessment.verdict_lines import Side
from foedus.progress import Progress
from foedus.simulation.engine import Question
from foedus.simulation.setting import Policy
from foedus.simulation.study import Study

KEEP = Policy()
MIXTURE: tuple[tuple[str, str], ...] = ()
"""Specifications drawn by their weights."""


@dataclass(frozen=True)
class Point:
    """One run."""

    order: str
    beliefs: str
    specification: tuple[tuple[str, str], ...] = MIXTURE
    policy: Policy = KEEP


@dataclass(frozen=True)
class Work:
    """What is run.

    first                     order, beliefs and mixture that ranks are compared with
    orders                    by name, with all instruments: it and the other orders
    beliefs, specifications   by name, those that differ from it in this alone
    policies                  by name
    removed                   by instrument, the policy without it and what rests on it
    """

    first: Point
    orders: Mapping[str, Point]
    beliefs: Mapping[str, Point]
    specifications: Mapping[str, Point]
    policies: Mapping[str, Policy]
    removed: Mapping[str, Policy]

    @property
    def compared(self) -> list[Point]:
        """Runs of which futures are kept one by one."""
        policies = [replace(one, policy=each) for one in self.orders.values() for each in self.policies.values()]
        models = [*self.orders.values(), *self.beliefs.values(), *self.specifications.values()]
        ranked = [replace(one, policy=each) for one in models for each in (KEEP, *self.removed.values())]
        return list(dict.fromkeys([self.first, *policies, *ranked]))

    @property
    def combined(self) -> list[Point]:
        """Every combination of order, beliefs and specification, with all instruments."""
        specifications = [MIXTURE, *(one.specification for one in self.specifications.values())]
        beliefs = [self.first.beliefs, *(one.beliefs for one in self.beliefs.values())]
        return [Point(order, each, one) for order in self.orders for each in beliefs for one in specifications]

    @property
    def all(self) -> list[Point]:
        """Every run once, those that are compared first."""
        return list(dict.fromkeys([*self.compared, *self.combined]))


def work(plan: Plan, policies: Mapping[str, Policy], removed: Mapping[str, Policy]) -> Work:
    """The runs of a plan: its orders, the other beliefs, and the specifications that an assessment hears."""
    first = Point(plan.headline.order, plan.beliefs)
    return Work(
        first=first,
        orders={name: replace(first, order=name) for name in plan.orders},
        beliefs={name: replace(first, beliefs=one) for name, one in plan.other_beliefs.items()},
        specifications={name: replace(first, specification=one) for name, one in plan.candidates.items()},
        policies=policies,
        removed=removed,
    )


@dataclass(frozen=True)
class Runs:
    """What was run.

    numbers   of the runs that are compared, a number of each limit's outcome and future whose means add up over runs
    sides     of every run, the side of each limit
    levels    of the runs with all instruments, each limit's outcome
    """

    numbers: Mapping[Point, Floats]
    sides: Mapping[Point, Sequence[Side]]
    levels: Mapping[Point, Sequence[Estimate]]


def run(
    study: Study,
    limits: Sequence[Limit],
    asked: Work,
    futures: int,
    progress: Progress | None,
) -> Runs:
    """Every run, and one slope of the control variates for all that are compared."""
    outcomes = [one.outcome for one in limits]
    compared, every = set(asked.compared), asked.all
    read: dict[Point, Floats] = {}
    sides: dict[Point, list[Side]] = {}
    levels: dict[Point, list[Estimate]] = {}
    chunks = one_by_one(study, _questions(study, every), futures)
    for done, (point, chunk) in enumerate(zip(every, chunks, strict=True), start=1):
        sides[point] = [one.side(chunk.tally) for one in limits]
        if point.policy == KEEP:
            levels[point] = [estimate(one, chunk.tally) for one in outcomes]
        if point in compared:
            read[point] = additive.readings(outcomes, chunk.kept, study.horizon)
        if progress:
            progress(done, len(every), point.order)
    slopes = additive.slopes(read[asked.first], [one for point, one in read.items() if point != asked.first])
    return Runs({point: additive.numbers(outcomes, one, slopes) for point, one in read.items()}, sides, levels)


def _questions(study: Study, points: Sequence[Point]) -> Iterator[Question]:
    for point in points:
        yield study.question(point.order, point.policy, dict(point.specification), beliefs=point.beliefs)
