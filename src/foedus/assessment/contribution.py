"""What each mechanism contributes: the same futures with it and without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice
from types import MappingProxyType
from typing import Literal

import numpy as np
from pydantic import Field

from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.outcome_lines import Difference
from foedus.assessment.outcomes import differences, values
from foedus.part import Part
from foedus.progress import Progress
from foedus.simulation.chunks import Asked, Chunk, Kept, run, spans
from foedus.simulation.engine import Question
from foedus.simulation.mechanisms import OFF, ON, Mechanism, Switches, acts, mechanisms, switches
from foedus.simulation.store import Store
from foedus.simulation.study import MOST_FUTURES, Study
from foedus.simulation.tally import plus
from foedus.taken import names as taken_names
from foedus.taken import whole
from foedus.world.build import from_case
from foedus.world.case import taken_case
from foedus.world.outcomes import Outcome, outcomes_of
from foedus.world.schema import Case

FUTURES = 2000


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
    changed: int | None = Field(description="futures in which any outcome differs; null: it was not run")
    differences: list[Difference] = Field(description="off minus on, of each outcome but shares; empty: not run")


class Mechanisms(Part):
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
    """Paired differences of every outcome but shares, off minus on, in the order as measured.

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
        there = acts(one, study.world)
        other = study.switched(Switches(off=(one.name,)) if one.runs or not there else Switches(on=(one.name,)))
        with_it, without = (base, kept(other, futures)) if one.runs else (kept(other, futures), base)
        lines.append(_contribution(one, there, outcomes, with_it, without, horizon, other.sets))
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
    one: Mechanism, there: bool, outcomes: Sequence[Outcome], on: Kept, off: Kept, horizon: int, sets: int
) -> MechanismLine:
    found = differences(outcomes, values(outcomes, on, horizon), values(outcomes, off, horizon), sets)
    differ = (on.events != off.events).any(axis=1) | (on.totals != off.totals).any(axis=1)
    return _line(one, there).model_copy(update={"changed": int(differ.sum()), "differences": found})


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
