r"""What each instrument of an alliance is worth: the same futures without it, alone, in pairs and in every legal set.

For a set R of removed instruments, v(R) is an outcome in the futures without them. R is legal if it holds all that rests on
its members. Of instrument i, with R_i it and what rests on it:

    removed       v(R_i) - v({})
    shapley       mean of v(R + i) - v(R) over the orders in which an instrument goes after all that rests on it
                  (`foedus.assessment.shapley`, where orders run the other way: the value is the same with the other sign)
    data          `removed` with the stated effects of all instruments at zero
    literature    `removed` with elicited effects at zero, minus data
    judgement     `removed`, minus both
    interaction   of i and j: v(R_i + R_j) - v(R_i) - v(R_j) + v({})

Two instruments are substitutes if the interaction has the sign of v(R_i + R_j) - v({}), complements if the other, and
neither is said where one of the two intervals holds zero. Ranks are by size (`foedus.assessment.ranks`).

Where instruments are degraded, each kept at half of its integrity from the start, R is any set of them, and v(R) an outcome in
the futures with them so: nothing lapses.

Units: those of the outcome. All differences are paired, and those of one outcome add up (`foedus.assessment.additive`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast, get_args

import numpy as np

from foedus.arrays import Floats
from foedus.assessment import evidence
from foedus.assessment.ablation_lines import (
    AblatedOutcome,
    Ablation,
    Asked,
    InstrumentWorth,
    PairWorth,
    Parts,
    Rank,
    Relation,
    RemovedSet,
)
from foedus.assessment.ablation_runs import ELICITED, NONE, STATED, Runs, run
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.defined import counted_in, needed
from foedus.assessment.outcome_lines import Difference
from foedus.assessment.outcomes import estimate
from foedus.assessment.ranks import ranked
from foedus.assessment.removals import NOTHING, Removals
from foedus.assessment.shapley import Set, count_legal, legal_orders, shapley
from foedus.assessment.telling import outcomes_told
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.errors import InputError, known
from foedus.progress import Progress
from foedus.simulation.sizes import MOST_FUTURES
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.taken import names, whole
from foedus.world.beliefs import file_of, taken_beliefs
from foedus.world.case import taken_case
from foedus.world.outcomes import Outcome, current, outcomes_of
from foedus.world.schema import Case

FUTURES = 2000
MOST = 250_000_000
"""Most numbers held at once, one for each set, outcome and future: 2 GB."""


def ablate(
    case: Case | str | Path,
    *,
    sets: str = "all",
    remove: str | Sequence[str] = (),
    degrade: bool = False,
    outcomes: str | Sequence[str] = (),
    futures: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    order: str = AS_MEASURED,
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Ablation:
    """What each instrument of a case is worth, from the same futures without it.

    case      a case, or the name or path of one
    sets      which sets are removed: 'all' legal ones, every one and all 'pairs', or every 'single' one, each with what rests
              on it
    remove    instead, these sets alone, each a text of instruments separated by commas
    degrade   members of a set are not removed but kept at half of their integrity from the start: what rests on them stays,
              so that every set is legal, and every order
    outcomes  outcomes to tell; none: all that the case has
    order     world order in which all runs are made
    beliefs   what stated effects are believed to be: sceptical, literature, optimist or a belief file

    Raises InputError for an unknown instrument, outcome, order, beliefs or choice of sets, a set that is not legal, a case
    without an instrument of its own, or a number out of range.

    >>> import foedus
    >>> found = foedus.ablate("us-rok", sets="single", outcomes="war_outside", futures=200, horizon=2)
    >>> [line.instrument for line in found.instruments if line.also_lapse]
    ['mutual-defense-treaty', 'us-forces-korea']
    """
    case, futures = taken_case(case), whole("futures", futures, 1, MOST_FUTURES)
    asked = cast(Asked, known("sets", sets, get_args(Asked)))
    study = Study(
        case, seed=seed, horizon=horizon, threads=threads, store=store, beliefs=(holding := taken_beliefs(beliefs),)
    )
    named = names("outcomes", outcomes)
    told = outcomes_told(outcomes_of(case), named)
    bases = _bases(study)
    removals = Removals(
        dict.fromkeys(bases) if degrade else bases,
        asked,
        names("remove", remove),
        {item.id: item.name for item in case.instruments},
        degrade,
    )
    _check_size(removals, told, futures)
    runs = run(study, told, removals, futures=futures, order=order, beliefs=holding.name, progress=progress)
    return Ablation(
        case=case.id,
        horizon=study.horizon,
        futures=futures,
        parameter_sets=min(study.sets, futures),
        seed=study.seed,
        order=order,
        beliefs=holding.name,
        believed=file_of(holding),
        sets=None if removals.named else removals.asked,
        degraded=removals.degraded,
        legal=count_legal(removals.base),
        subsets=2 ** len(removals.base),
        orders=legal_orders(removals.base) if removals.whole else None,
        shown=[one.name for one in told] if named else _limited(case, told),
        outcomes=list(_outcomes(runs)),
        instruments=[] if removals.named else list(_worths(runs, holding)),
        pairs=[] if removals.named or removals.asked == "single" else list(pairs(runs)),
        removed=[_removed(runs, each, holding) for each in sorted(removals.sets, key=len) if each],
    )


def _limited(case: Case, told: Sequence[Outcome]) -> list[str]:
    """The outcomes on which a case sets a limit; all where it sets none."""
    limits = {current(one.outcome).name for one in case.tolerances}
    return [one.name for one in told if one.name in limits] or [one.name for one in told]


def _bases(study: Study) -> dict[str, str | None]:
    """The instruments of the alliance, in the order of the case, and which of them each rests on."""
    world = study.world
    own = {name for name, mine in zip(world.instruments, world.own, strict=True) if mine}
    if not own:
        raise InputError(
            f"the case {study.case.id} has no instrument of its own alliance; give it one with 'own: true'"
        )
    return {
        item.id: item.rests_on if item.rests_on in own else None for item in study.case.instruments if item.id in own
    }


def _check_size(removals: Removals, told: Sequence[Outcome], futures: int) -> None:
    if removals.count * len(told) * futures > MOST:
        raise InputError(
            f"{removals.count:,} sets of {futures:,} futures and {len(told)} outcomes are more than can be compared at once "
            f"({MOST:,} numbers); ask for fewer futures, fewer outcomes, or --sets pairs or single"
        )


def _outcomes(runs: Runs) -> Iterator[AblatedOutcome]:
    everyone = frozenset(runs.removals.base)
    bare = runs.tallies.get(everyone)
    differences = runs.lines(runs.change(everyone)) if bare else []
    for place, one in enumerate(runs.outcomes):
        yield AblatedOutcome(
            name=one.name,
            kind=one.kind,
            label=one.label,
            unit=one.unit,
            given=one.given or None,
            with_all=estimate(one, runs.tallies[NOTHING]),
            with_none=estimate(one, bare) if bare else None,
            difference=differences[place] if bare else None,
            by_definition=_defined(one, runs),
        )


def _defined(one: Outcome, runs: Runs) -> list[str]:
    """The instruments without which, or with which degraded, an outcome differs by its definition alone."""
    case, single = runs.study.case, runs.removals.single
    return counted_in(one, case, single) if runs.removals.degraded else needed(one, case, single)


def _worths(runs: Runs, beliefs: Beliefs) -> Iterator[InstrumentWorth]:
    """Every instrument, in the order of the case."""
    removals = runs.removals
    changes = {name: runs.change(gone) for name, gone in removals.single.items()}
    values = _values(runs) if removals.whole else {}
    ranks = _ranks(runs, values or changes)
    for item in runs.study.case.instruments:
        if item.id not in changes:
            continue
        gone, change = removals.single[item.id], changes[item.id]
        removed = runs.lines(change)
        yield InstrumentWorth(
            instrument=item.id,
            name=item.name,
            kind=item.kind,
            rests_on=removals.base[item.id],
            also_lapse=[name for name in removals.base if name in gone and name != item.id],
            evidence=evidence.of_instrument(item.kind, beliefs),
            removed=removed,
            alone=removed if len(gone) == 1 else [],
            shapley=runs.lines(values[item.id]) if values else [],
            parts=_parts(runs, gone),
            ranks=ranks[item.id],
        )


def _parts(runs: Runs, gone: Set) -> Parts:
    """What the change without one of the first sets rests on."""
    data, published = runs.change(gone, STATED), runs.change(gone, ELICITED)
    return Parts(
        data=runs.lines(data),
        literature=runs.lines(published - data),
        judgement=runs.lines(runs.change(gone) - published),
    )


def _removed(runs: Runs, gone: Set, beliefs: Beliefs) -> RemovedSet:
    kinds = {item.id: item.kind for item in runs.study.case.instruments}
    grades = [evidence.of_instrument(kinds[name], beliefs).grade for name in gone]
    return RemovedSet(
        instruments=[name for name in runs.removals.base if name in gone],
        grade=max((grade for grade in grades if grade), default=None),
        differences=runs.lines(runs.change(gone)),
        parts=_parts(runs, gone) if gone in runs.removals.first else None,
    )


def _values(runs: Runs) -> dict[str, Floats]:
    """Shapley values, without minus with, of each outcome and future."""
    everyone = frozenset(runs.removals.base)
    game = {everyone - each: runs.numbers[NONE, each] for each in runs.removals.sets}
    return {name: -value for name, value in shapley(game, runs.removals.base).items()}


def pairs(runs: Runs) -> Iterator[PairWorth]:
    """Every two instruments of which neither rests on the other, and every outcome."""
    single = runs.removals.single
    defined = {one.name: _defined(one, runs) for one in runs.outcomes}
    for (first, second), both in runs.removals.pairs.items():
        change = runs.change(both)
        together = runs.lines(change)
        interaction = runs.lines(change - runs.change(single[first]) - runs.change(single[second]))
        for joint, part in zip(together, interaction, strict=True):
            told = not {first, second} & set(defined[part.outcome])
            yield PairWorth(
                first=first,
                second=second,
                outcome=part.outcome,
                together=joint,
                interaction=part,
                relation=_relation(joint, part) if told else None,
            )


def _relation(together: Difference, interaction: Difference) -> Relation | None:
    if not (together.clear and interaction.clear):
        return None
    return (
        "substitutes" if (together.estimate.value or 0.0) * (interaction.estimate.value or 0.0) > 0.0 else "complements"
    )


def _ranks(runs: Runs, values: Mapping[str, Floats]) -> dict[str, list[Rank]]:
    """Ranks of instruments by the size of a value of each outcome and future."""
    found: dict[str, list[Rank]] = {name: [] for name in values}
    for place, one in enumerate(runs.outcomes):
        table = ranked(np.array([value[place] for value in values.values()]), runs.study.sets, runs.study.seed)
        for name, row in zip(values, table, strict=False):
            rank, low, high, first = row
            found[name].append(Rank(outcome=one.name, rank=rank, low=low, high=high, first=first))
    return found
