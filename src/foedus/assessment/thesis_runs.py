"""The runs behind `foedus thesis`: adherence by order and lever, and its two ends under other models and priors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from foedus.arrays import Floats
from foedus.assessment import additive
from foedus.assessment.contribution import one_by_one
from foedus.assessment.limit import Limit
from foedus.assessment.outcome_lines import Effect, Estimate
from foedus.assessment.outcomes import estimate
from foedus.assessment.plan import Plan
from foedus.assessment.verdict_lines import Side
from foedus.progress import Progress
from foedus.simulation.engine import Question
from foedus.simulation.mechanisms import Switches
from foedus.simulation.setting import Policy
from foedus.simulation.study import Study
from foedus.world.outcomes import Outcome

NEGLECT, AS_IS, FULL = -1.0, 0.0, 1.0
WHOLE, LEGAL, STRUCTURAL = "whole", "legal", "structural"
LEVERS: Mapping[str, str] = MappingProxyType({LEGAL: "ending.adherence", STRUCTURAL: "integrity.adherence"})
"""The parameter that adherence acts through, by lever."""
OFF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {WHOLE: (), LEGAL: (LEVERS[STRUCTURAL],), STRUCTURAL: (LEVERS[LEGAL],)}
)
"""What is switched off so that one lever is left."""


@dataclass(frozen=True)
class Point:
    """One run."""

    order: str
    beliefs: str
    adherence: float = AS_IS
    lever: str = WHOLE
    specification: tuple[tuple[str, str], ...] = ()
    shift: tuple[tuple[str, float], ...] = ()

    def at(self, adherence: float, lever: str = WHOLE) -> Point:
        """The same at another degree of adherence; at 0 the levers do nothing, so there is one run for all."""
        return replace(self, adherence=adherence, lever=lever if adherence else WHOLE)


@dataclass(frozen=True)
class Runs:
    """What was run.

    numbers   by run, a number of each outcome and future whose means add up over runs
    levels    by run, each outcome
    sides     by run, the side of the limit on each outcome; None without a limit
    """

    outcomes: tuple[Outcome, ...]
    sets: int
    numbers: Mapping[Point, Floats]
    levels: Mapping[Point, Sequence[Estimate]]
    sides: Mapping[Point, Sequence[Side | None]]

    def adherence(self, point: Point, lever: str = WHOLE) -> Floats:
        """Full adherence minus neglect, of each outcome and future."""
        return self.numbers[point.at(FULL, lever)] - self.numbers[point.at(NEGLECT, lever)]

    def effects(self, contrast: Floats) -> list[Effect]:
        """A contrast by outcome, with Monte Carlo errors; 0 with an estimate that is null."""
        errors = np.nan_to_num(contrast.std(axis=1) / np.sqrt(contrast.shape[1]))
        lines = additive.lines(self.outcomes, contrast, self.sets)
        return [Effect(difference=one, error=float(error)) for one, error in zip(lines, errors, strict=True)]


def points(plan: Plan, steps: Sequence[float]) -> list[Point]:
    """Every run once: the orders by step and lever, then both ends under moved priors and other models, in the first order."""
    first = Point(plan.headline.order, plan.beliefs)
    main = [replace(first, order=order).at(step, lever) for order in plan.orders for step in steps for lever in OFF]
    others = [*moved(first).values(), *models(plan).values()]
    return list(dict.fromkeys([*main, *(one.at(end) for one in others for end in (NEGLECT, FULL))]))


def moved(first: Point) -> dict[tuple[str, float], Point]:
    """By lever and number of standard deviations: the run with the mean of its prior moved so far."""
    return {(lever, by): replace(first, shift=((name, by),)) for lever, name in LEVERS.items() for by in (-1.0, 1.0)}


def models(plan: Plan) -> dict[str, Point]:
    """By name: the other beliefs, and the specifications that an assessment hears (`foedus.assessment.plan`)."""
    first = Point(plan.headline.order, plan.beliefs)
    beliefs = {name: replace(first, beliefs=one) for name, one in plan.other_beliefs.items()}
    return beliefs | {name: replace(first, specification=one) for name, one in plan.candidates.items()}


def run(
    study: Study,
    plan: Plan,
    outcomes: tuple[Outcome, ...],
    limits: Mapping[str, Limit],
    work: Sequence[Point],
    futures: int,
    progress: Progress | None,
) -> Runs:
    """Every run, and one slope of the control variates for all of them."""
    read: dict[Point, Floats] = {}
    levels: dict[Point, list[Estimate]] = {}
    sides: dict[Point, list[Side | None]] = {}
    chunks = one_by_one(study, _questions(study, work), futures)
    for done, (point, chunk) in enumerate(zip(work, chunks, strict=True), start=1):
        read[point] = additive.readings(outcomes, chunk.kept, study.horizon)
        levels[point] = [estimate(one, chunk.tally) for one in outcomes]
        sides[point] = [limits[one.name].side(chunk.tally) if one.name in limits else None for one in outcomes]
        if progress:
            progress(done, len(work), f"{point.order}, adherence {point.adherence:+g}")
    first = Point(plan.headline.order, plan.beliefs)
    slopes = additive.slopes(read[first], [one for point, one in read.items() if point != first])
    numbers = {point: additive.numbers(outcomes, one, slopes) for point, one in read.items()}
    return Runs(outcomes, study.sets, numbers, levels, sides)


def _questions(study: Study, work: Sequence[Point]) -> Iterator[Question]:
    studies = {lever: study.switched(Switches(off=off)) if off else study for lever, off in OFF.items()}
    for point in work:
        yield studies[point.lever].question(
            point.order,
            Policy(adherence=point.adherence),
            dict(point.specification),
            beliefs=point.beliefs,
            shift=dict(point.shift),
        )
