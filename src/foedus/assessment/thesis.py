r"""The thesis that adherence to an alliance's principles and structure keeps deterrence in any order, put to the futures.

The same futures are run from neglect (A = -1) to full adherence (A = +1) in every order. A acts through two stated parameters:
the hazard of the alliance's treaties (`ending.adherence`, the legal part) and the upkeep of its instruments
(`integrity.adherence`, the structural part, with all that upkeep does). A part is told with the other one at zero:

    effect = x(+1) - x(-1),     together = effect - legal - structural

An order tests the thesis for an outcome if it changes the outcome at A = 0, or the effect, by more than two Monte Carlo errors
against the first order. Of each limit of the case, and each order, in this sequence:

    untested      the outcome counts the upkeep that adherence itself moves; or adherence changes no future; or the order
                  changes nothing
    fails         the limit is missed with full adherence, or the effect clearly goes the wrong way
    cannot tell   the level with full adherence is within two Monte Carlo errors of the limit, or the effect is not clear
    holds         full adherence keeps the limit, and the effect clearly goes the right way

An effect is clear where its 90% interval, over parameter sets and futures, leaves out zero.

Units: probabilities, or the unit of a total. Every difference is paired; those of an outcome add up
(`foedus.assessment.additive`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, cast

import numpy as np

from foedus.assessment import evidence
from foedus.assessment.analysts import ERRORS
from foedus.assessment.answer import AS_MEASURED, AbsentOrder
from foedus.assessment.defined import EVERY
from foedus.assessment.imposed import imposed
from foedus.assessment.limit import Limit, limits_of
from foedus.assessment.outcome_lines import Effect
from foedus.assessment.plan import Plan, plan
from foedus.assessment.telling import outcomes_told
from foedus.assessment.thesis_lines import (
    AdherenceStep,
    Found,
    LeverPrior,
    RivalModel,
    Thesis,
    ThesisCell,
    ThesisOrder,
    ThesisOutcome,
    Why,
)
from foedus.assessment.thesis_runs import (
    AS_IS,
    FULL,
    LEGAL,
    LEVERS,
    NEGLECT,
    STRUCTURAL,
    WHOLE,
    Point,
    Runs,
    models,
    moved,
    points,
    run,
)
from foedus.assessment.verdict import too_few
from foedus.assessment.verdict_lines import Side
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.simulation.sizes import MOST_FUTURES
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.taken import names, whole
from foedus.world.beliefs import file_of, taken_beliefs
from foedus.world.case import taken_case
from foedus.world.outcomes import Outcome, outcomes_of
from foedus.world.schema import Case

FUTURES, STEPS = 2000, 5
"""Degrees of adherence, from neglect to full."""


def thesis(
    case: Case | str | Path,
    *,
    orders: str | Sequence[str] = (),
    outcomes: str | Sequence[str] = (),
    steps: int = STEPS,
    futures: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Thesis:
    """Adherence from neglect to full, in every order: what it changes, by which part, and whether the thesis holds.

    case      a case, or the name or path of one
    orders    world orders beside that as measured, shipped or files; none: all that ship and touch the case
    outcomes  outcomes to tell; none: those on which the case sets a limit within the horizon, all where it sets none
    steps     degrees of adherence, an odd number from 3 to 21
    beliefs   of stated effects: sceptical, literature, optimist, or a belief file

    Raises InputError for an unknown outcome, order or beliefs, an order that touches no state of the case, a number out of
    range, or a case without an instrument of its own.

    >>> import foedus
    >>> found = foedus.thesis("us-rok", orders="multipolar", outcomes="war_outside", steps=3, futures=100, horizon=2)
    >>> [(order.name, len(order.cells[0].steps)) for order in found.orders]
    [('as-measured', 3), ('multipolar', 3)]
    """
    case, futures = taken_case(case), whole("futures", futures, 1, MOST_FUTURES)
    steps = whole("steps", steps, 3, 21)
    if steps % 2 == 0:
        raise InputError(f"steps {steps} is not allowed: an odd number from 3 to 21, so that adherence 0 is a step")
    holding = taken_beliefs(beliefs)
    study = Study(case, seed=seed, horizon=horizon, threads=threads, store=store, beliefs=(holding,))
    if not study.world.own.any():
        raise InputError(
            f"the case {case.id} has no instrument of its own alliance to adhere to; give it one with 'own: true'"
        )
    asked = names("orders", orders)
    planned = plan(study, futures, (AS_MEASURED, *asked) if asked else (), (), {}, holding.name)
    limits = {one.outcome.name: one for one in limits_of(case, study.horizon)}
    named = names("outcomes", outcomes)
    every = outcomes_of(case)
    told = outcomes_told(every, named or [one.name for one in every if one.name in limits])
    degrees = [float(x) for x in np.linspace(NEGLECT, FULL, steps)]
    work = points(planned, degrees)
    runs = run(study, planned, told, limits, work, futures, progress)
    first = Point(planned.headline.order, holding.name)
    return Thesis(
        case=case.id,
        horizon=study.horizon,
        last_year=study.world.year + study.horizon,
        futures=futures,
        parameter_sets=min(study.sets, futures),
        few=too_few(futures, study.sets),
        runs=len(work),
        seed=study.seed,
        beliefs=holding.name,
        believed=file_of(holding),
        first=first.order,
        outcomes=list(_outcomes(study, runs, limits, first)),
        orders=[
            ThesisOrder(
                name=name,
                title=order.title,
                imposed=imposed(order, study.world),
                cells=list(_cells(runs, limits, first, name, degrees)),
            )
            for name, order in planned.orders.items()
        ],
        absent=[
            AbsentOrder(name=name, title=order.title, reason="touches-no-state")
            for name, order in planned.absent.items()
        ],
        priors=list(_priors(runs, first, holding)),
        rivals=list(_rivals(runs, planned)),
    )


def finding(
    effect: Effect, good: int, full: Side, neglect: Side, tests: Sequence[Effect | None], itself: bool = False
) -> tuple[Found, Why]:
    """Whether the thesis holds for a limit in an order, and what decides it.

    good            +1 where more of the outcome is better, -1 where less is
    full, neglect   the side of the limit with full adherence, and with neglect
    tests           what the order changes, in the outcome and in the effect; None: it is the first
    itself          the outcome counts the lever itself
    """
    if itself:
        return "untested", "counts-the-lever"
    value = effect.difference.estimate.value
    if value is None:
        return "cannot tell", "effect-unclear"
    if value == effect.error == 0.0:
        return "untested", "no-channel"
    if all(one is not None and not tells(one) for one in tests):
        return "untested", "order-changes-nothing"
    right = effect.difference.clear and value * good > 0.0
    if full == "fails":
        return "fails", "not-enough" if right else "limit-missed"
    if effect.difference.clear and not right:
        return "fails", "harms"
    if full != "keeps":
        return "cannot tell", "limit-unclear"
    if not effect.difference.clear:
        return "cannot tell", "effect-unclear"
    return "holds", "kept-without-it" if neglect == "keeps" else "helps"


def counts_upkeep(outcome: Outcome) -> bool:
    """Whether an outcome counts the integrity of instruments, which the structural part moves: it follows by definition."""
    return outcome.name in EVERY or outcome.applies == "consultation"


def tells(effect: Effect) -> bool:
    """Whether an effect is more than two Monte Carlo errors from zero."""
    return abs(effect.difference.estimate.value or 0.0) > ERRORS * effect.error


def _cells(
    runs: Runs, limits: Mapping[str, Limit], first: Point, order: str, degrees: Sequence[float]
) -> Iterator[ThesisCell]:
    here = Point(order, first.beliefs)
    whole, legal, structural = (runs.adherence(here, lever) for lever in (WHOLE, LEGAL, STRUCTURAL))
    effects = [runs.effects(each) for each in (whole, legal, structural, whole - legal - structural)]
    tests: list[list[Effect | None]] = [[None, None]] * len(runs.outcomes)
    if here != first:
        shift, change = runs.numbers[here] - runs.numbers[first], whole - runs.adherence(first)
        tests = [list(pair) for pair in zip(runs.effects(shift), runs.effects(change), strict=True)]
    for place, one in enumerate(runs.outcomes):
        own = [each[place] for each in effects]
        full, neglect = (runs.sides[here.at(end)][place] for end in (FULL, NEGLECT))
        found = None
        if full is not None and neglect is not None:
            found = finding(own[0], limits[one.name].good, full, neglect, tests[place], counts_upkeep(one))
        yield ThesisCell(
            outcome=one.name,
            finding=found[0] if found else None,
            reason=found[1] if found else None,
            steps=[_step(runs, here, place, degree) for degree in degrees],
            effect=own[0],
            legal=own[1],
            structural=own[2],
            together=own[3],
            shift=tests[place][0],
            change=tests[place][1],
        )


def _step(runs: Runs, here: Point, place: int, degree: float) -> AdherenceStep:
    whole, legal, structural = (runs.levels[here.at(degree, lever)][place] for lever in (WHOLE, LEGAL, STRUCTURAL))
    side = runs.sides[here.at(degree)][place]
    return AdherenceStep(adherence=degree, whole=whole, legal=legal, structural=structural, side=side)


def _outcomes(study: Study, runs: Runs, limits: Mapping[str, Limit], first: Point) -> Iterator[ThesisOutcome]:
    for one, found in zip(runs.outcomes, runs.levels[first.at(AS_IS)], strict=True):
        limit = limits[one.name].tolerance if one.name in limits else None
        yield ThesisOutcome(
            name=one.name,
            kind=one.kind,
            label=one.label,
            unit=one.unit,
            given=one.given or None,
            at_most=limit.at_most if limit else None,
            at_least=limit.at_least if limit else None,
            years=limit.years if limit else None,
            record=evidence.record(one, study.case, study.horizon, found),
        )


def _priors(runs: Runs, first: Point, beliefs: Beliefs) -> Iterator[LeverPrior]:
    ends = moved(first)
    for lever, name in LEVERS.items():
        prior = beliefs.of(name)
        lower, higher = (runs.effects(runs.adherence(ends[lever, by])) for by in (-1.0, 1.0))
        yield LeverPrior(
            parameter=name,
            lever=cast(Literal["legal", "structural"], lever),
            meaning=prior.meaning,
            provenance=prior.provenance,
            mean=prior.mean,
            sd=prior.sd,
            source=prior.source,
            lower=[one.difference for one in lower],
            higher=[one.difference for one in higher],
        )


def _rivals(runs: Runs, planned: Plan) -> Iterator[RivalModel]:
    for name, point in models(planned).items():
        yield RivalModel(
            name=name,
            kind="specification" if point.specification else "beliefs",
            effects=runs.effects(runs.adherence(point)),
        )
