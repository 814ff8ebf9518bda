"""What each mechanism contributes: the same futures with it and without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice
from types import MappingProxyType
from typing import Literal

import numpy as np
from pydantic import Field

from foedus.arrays import Floats
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.control import controlled
from foedus.assessment.outcome_lines import Difference, Effect, ReachLine
from foedus.assessment.outcomes import differences, values
from foedus.part import Part
from foedus.progress import Progress
from foedus.rendered import Rendered
from foedus.simulation.chunks import Asked, Chunk, Kept, run, spans
from foedus.simulation.engine import Question
from foedus.simulation.mechanisms import OFF, ON, Mechanism, Switches, acts, mechanisms, switches
from foedus.simulation.sizes import MOST_FUTURES
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.simulation.tally import plus
from foedus.taken import names as taken_names
from foedus.taken import whole
from foedus.world.build import from_case
from foedus.world.case import taken_case
from foedus.world.outcomes import Outcome, outcomes_of
from foedus.world.schema import Case
from foedus.world.world import World

FUTURES = 2000
EXTREME = 2.0
"""Standard deviations by which the means of priors are moved for the reach of what is off by default."""


class MechanismLine(Part):
    """One mechanism, and what changes in the futures of a case where it is off."""

    name: str
    enters: str = Field(description="the equation it enters")
    meaning: str = Field(description="the stated effect, or what is without it")
    provenance: str = Field(
        description="literature, elicited, fitted, record (of the case), or several if its parameters differ"
    )
    mean: float | None = Field(description="of the Normal prior of a single stated parameter under 'literature'")
    sd: float | None
    status: str = Field(description="how far the source was checked: S, S-dir, C, M, -; empty: see its parameters")
    source: str
    parameters: list[str] = Field(description="what is zero where it is off")
    on: bool | None = Field(description="the case has what it acts on; null: no case was named")
    default: Literal["on", "off"] = Field(description="whether it acts where nothing is switched")
    changed: int | None = Field(description="futures in which any outcome differs; null: it was not run, or is absent")
    differences: list[Difference] = Field(description="off minus on, of each outcome but shares; empty: not run")
    errors: list[float] = Field([], description="Monte Carlo standard error of each of `differences`")
    reach: list[ReachLine] = Field(
        [],
        description="on minus off, of the same outcomes, with the means of all its priors two standard deviations down and up; "
        "empty: it is on by default, or was not run",
    )


class Mechanisms(Rendered, Part):
    """The answer of `foedus mechanism`."""

    format: Literal["foedus.mechanisms/1"] = "foedus.mechanisms/1"
    case: str | None
    horizon: int | None
    futures: int | None
    seed: int | None
    labels: dict[str, str] = Field(description="outcomes of the case by name")
    mechanisms: list[MechanismLine]


def listed(case: Case | None = None) -> Mechanisms:
    """Every mechanism, and whether a case has what it acts on."""
    world = from_case(case) if case else None
    lines = [_line(one, None if world is None else acts(one, world)) for one in mechanisms().values()]
    return Mechanisms(
        case=case.id if case else None, horizon=None, futures=None, seed=None, labels={}, mechanisms=lines
    )


def contributions(
    case: Case,
    names: Sequence[str] = (),
    *,
    futures: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Mechanisms:
    """Paired differences of every outcome but shares, off minus on, in the order as measured; and how far what is off could go.

    names   mechanisms; none: all that act in the case

    Raises InputError for an unknown mechanism or a number out of range.
    """
    case, futures = taken_case(case), whole("futures", futures, 1, MOST_FUTURES)
    chosen = switches(f"{name}={OFF}" for name in taken_names("mechanisms", names)).off
    study = Study(case, seed=seed, horizon=horizon, threads=threads, store=store)
    every = [mechanisms()[name] for name in chosen] or [o for o in mechanisms().values() if acts(o, study.world)]
    outcomes = [one for one in outcomes_of(case) if one.kind not in ("share", "ratio")]
    base = kept(study, futures)
    lines = []
    for done, one in enumerate(every):
        if progress:
            progress(done, len(every), one.name)
        if not acts(one, study.world):
            lines.append(_line(one, on=False))
            continue
        other = study.switched(Switches(off=(one.name,)) if one.runs else Switches(on=(one.name,)))
        with_it, without = (base, kept(other, futures)) if one.runs else (kept(other, futures), base)
        line = _contribution(one, outcomes, with_it, without, horizon, other.sets)
        ends = () if one.runs else (moved(one, sign * EXTREME, study.world) for sign in (-1, 1))
        shifted = [values(outcomes, kept(other, futures, shift=end), horizon) for end in ends]
        reach = _reach(outcomes, values(outcomes, base, horizon), shifted, other.sets)
        lines.append(line.model_copy(update={"reach": reach}))
    labels = {one.name: one.label for one in outcomes}
    return Mechanisms(case=case.id, horizon=horizon, futures=futures, seed=seed, labels=labels, mechanisms=lines)


def kept(
    study: Study, futures: int, order: str = AS_MEASURED, shift: Mapping[str, float] = MappingProxyType({})
) -> Kept:
    """Futures one by one."""
    [chunk] = one_by_one(study, [study.question(order, shift=shift)], futures)
    return chunk.kept


def one_by_one(study: Study, questions: Iterable[Question], futures: int) -> Iterator[Chunk]:
    """The futures of each question, counted and one by one, in the order of the questions."""
    pieces = spans(futures, ())
    asked = (Asked(question, first, count, one_by_one=True) for question in questions for first, count in pieces)
    found = run(asked, study.store, study.threads)
    while parts := list(islice(found, len(pieces))):
        tallies, each = zip(*parts, strict=True)
        yield Chunk(reduce(plus, tallies), Kept(*(np.concatenate(field) for field in zip(*each, strict=True))))


def _contribution(
    one: Mechanism, outcomes: Sequence[Outcome], on: Kept, off: Kept, horizon: int, sets: int
) -> MechanismLine:
    found = effects(outcomes, values(outcomes, on, horizon), values(outcomes, off, horizon), sets)
    differ = (on.events != off.events).any(axis=1) | (on.totals != off.totals).any(axis=1)
    return _line(one, on=True).model_copy(
        update={
            "changed": int(differ.sum()),
            "differences": [each.difference for each in found],
            "errors": [each.error for each in found],
        }
    )


def effects(outcomes: Sequence[Outcome], before: Floats, after: Floats, sets: int) -> list[Effect]:
    """Paired differences after - before of outcomes, each with its control (futures, outcomes, 2), with Monte Carlo errors."""
    found = differences(outcomes, before, after, sets)
    spread = [controlled(*(after - before)[:, column].T).std() for column in range(len(outcomes))]
    return [
        Effect(difference=one, error=float(sd / np.sqrt(len(after)))) for one, sd in zip(found, spread, strict=True)
    ]


def moved(one: Mechanism, by: float, world: World) -> dict[str, float]:
    """By how many standard deviations each prior of a mechanism that is off by default is moved, by the address of its draw."""
    found: dict[str, float] = {}
    for parameter in one.parameters:
        family, _, term = parameter.rpartition(".")
        series = world.provocations if family == "provocation" else ()
        found |= {f"provocation-{each}.{term}": by for each in series} or {parameter: by}
    return found


def _reach(outcomes: Sequence[Outcome], off: Floats, ends: Sequence[Floats], sets: int) -> list[ReachLine]:
    """The lower and the higher end of each outcome, of what the ends of the priors give."""
    by_end = [effects(outcomes, off, end, sets) for end in ends]
    found = []
    for each in zip(*by_end, strict=True):
        lowest, highest = sorted(each, key=lambda end: end.difference.estimate.value or 0.0)
        found.append(ReachLine(outcome=lowest.difference.outcome, lowest=lowest, highest=highest))
    return found


def _line(one: Mechanism, on: bool | None) -> MechanismLine:
    return MechanismLine(
        name=one.name,
        enters=one.enters,
        meaning=one.meaning,
        provenance=one.provenance,
        mean=one.mean,
        sd=one.sd,
        status=one.status,
        source=one.source,
        parameters=list(one.parameters),
        on=on,
        default=ON if one.runs else OFF,
        changed=None,
        differences=[],
    )
