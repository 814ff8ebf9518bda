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

Units: those of the outcome. All differences are paired, and those of one outcome add up (`foedus.assessment.additive`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from foedus.arrays import Floats
from foedus.assessment import additive, evidence
from foedus.assessment.ablation_lines import (
    AblatedOutcome,
    Ablation,
    Asked,
    InstrumentWorth,
    PairWorth,
    Rank,
    Relation,
    RemovedSet,
)
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.contribution import one_by_one
from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.assessment.outcomes import estimate
from foedus.assessment.ranks import ranked
from foedus.assessment.removals import NOTHING, Removals
from foedus.assessment.shapley import Set, count_legal, legal_orders, shapley
from foedus.equations.effects import BELIEFS, LITERATURE, effects
from foedus.errors import InputError, known
from foedus.progress import Progress
from foedus.simulation.mechanisms import Switches
from foedus.simulation.setting import Policy
from foedus.simulation.store import Store
from foedus.simulation.study import MOST_FUTURES, Study
from foedus.simulation.tally import Tally
from foedus.taken import names, whole
from foedus.world.canonical import own_instrument
from foedus.world.case import taken_case
from foedus.world.outcomes import Outcome, current, outcomes_of
from foedus.world.schema import Case

FUTURES = 2000
MOST = 250_000_000
"""Most numbers held at once, one for each set, outcome and future: 2 GB."""
ITSELF = {
    "own-pact": "defence-pact",
    "many-party-pact": "defence-pact",
    "consultation": "consultation",
}
"""What applies only to a case with an instrument of a kind cannot come about without that instrument."""
EVERY = ("integrity_kept", "upkeep")
"""Outcomes that ask whether every instrument is kept up, and so fail without any of them."""
Provenances = Sequence[Literal["literature", "elicited"]]


def ablate(
    case: Case | str | Path,
    *,
    sets: str = "all",
    remove: str | Sequence[str] = (),
    outcomes: str | Sequence[str] = (),
    futures: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    order: str = AS_MEASURED,
    beliefs: str = LITERATURE,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Ablation:
    """What each instrument of a case is worth, from the same futures without it.

    case      a case, or the name or path of one
    sets      which sets are removed: 'all' legal ones, every one and all 'pairs', or every 'single' one, each with what rests
              on it
    remove    instead, these sets alone, each a text of instruments separated by commas
    outcomes  outcomes to tell; none: all that the case has
    order     world order in which all runs are made
    beliefs   what treaties are believed to do: sceptical, literature or optimist

    Raises InputError for an unknown instrument, outcome, order, beliefs or choice of sets, a set that is not legal, a case
    without an instrument of its own, or a number out of range.

    >>> import foedus
    >>> found = foedus.ablate("us-rok", sets="single", outcomes="war_outside", futures=200, horizon=2)
    >>> [line.instrument for line in found.instruments if line.also_lapse]
    ['mutual-defense-treaty', 'us-forces-korea']
    """
    case, futures = taken_case(case), whole("futures", futures, 1, MOST_FUTURES)
    asked = known("sets", sets, get_args(Asked))
    study = Study(case, seed=seed, horizon=horizon, threads=threads, store=store)
    named = names("outcomes", outcomes)
    told = _told(case, named)
    removals = Removals(_bases(study), _kind(asked), named=names("remove", remove))
    _check_size(removals, told, futures)
    runs = Runs(study, told, futures, order, known("beliefs", beliefs, BELIEFS), removals, progress)
    return _answer(runs, [one.name for one in told] if named else _limited(case, told))


def _limited(case: Case, told: Sequence[Outcome]) -> list[str]:
    """The outcomes on which a case sets a limit; all where it sets none."""
    limits = {current(one.outcome).name for one in case.tolerances}
    return [one.name for one in told if one.name in limits] or [one.name for one in told]


def _told(case: Case, asked: Sequence[str]) -> tuple[Outcome, ...]:
    """The outcomes of a case that are asked for, all of them where none is."""
    own = {one.name: one for one in outcomes_of(case)}
    chosen = {known("outcome", name, own) for name in asked}
    return tuple(one for one in own.values() if not chosen or one.name in chosen)


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


def _kind(asked: str) -> Asked:
    return next(one for one in get_args(Asked) if one == asked)


def _check_size(removals: Removals, told: Sequence[Outcome], futures: int) -> None:
    if removals.count * len(told) * futures > MOST:
        raise InputError(
            f"{removals.count:,} sets of {futures:,} futures and {len(told)} outcomes are more than can be compared at once "
            f"({MOST:,} numbers); ask for fewer futures, fewer outcomes, or --sets pairs or single"
        )


@dataclass
class Runs:
    """The futures of a case without each of the sets, each run made once."""

    study: Study
    outcomes: tuple[Outcome, ...]
    futures: int
    order: str
    beliefs: str
    removals: Removals
    progress: Progress | None = None
    _tallies: dict[Set, Tally] = field(default_factory=dict)
    _done: int = 0

    @cached_property
    def _early(self) -> dict[Set, Floats]:
        """Readings of the futures with all instruments and without the first sets."""
        return dict(self._read(self.study, [NOTHING, *self.removals.first]))

    @cached_property
    def _slopes(self) -> Floats:
        return additive.slopes(self._early[NOTHING], [self._early[each] for each in self.removals.first])

    @cached_property
    def numbers(self) -> dict[Set, Floats]:
        """By removed set, a number of each outcome and future whose means add up."""
        found = {each: self._numbers(read) for each, read in self._early.items()}
        late = [each for each in self.removals.sets if each not in found]
        return found | {each: self._numbers(read) for each, read in self._read(self.study, late)}

    def level(self, removed: Set, one: Outcome) -> Estimate:
        """An outcome with all instruments, or with none."""
        assert removed in self.numbers  # which counts both
        return estimate(one, self._tallies[removed])

    def changes(self, off: Provenances) -> dict[Set, Floats]:
        """What the first sets change where the stated effects of instruments are zero, those of a provenance or more."""
        names = tuple(f"{one.kind}.{one.channel}" for one in effects(self.beliefs) if one.provenance in off)
        read = self._read(self.study.switched(Switches(off=names)), [NOTHING, *self.removals.first])
        found = {each: self._numbers(one) for each, one in read}
        return {each: found[each] - found[NOTHING] for each in self.removals.first}

    def change(self, removed: Set) -> Floats:
        """Without a set minus with all, of each outcome and future."""
        return self.numbers[removed] - self.numbers[NOTHING]

    def lines(self, contrast: Floats) -> list[Difference]:
        """A contrast by outcome."""
        return additive.lines(self.outcomes, contrast, self.study.sets)

    def _numbers(self, read: Floats) -> Floats:
        return additive.numbers(self.outcomes, read, self._slopes)

    def _read(self, study: Study, sets: Sequence[Set]) -> Iterator[tuple[Set, Floats]]:
        own = self.removals.base
        questions = (
            study.question(self.order, Policy(tuple(name for name in own if name in each)), beliefs=self.beliefs)
            for each in sets
        )
        for each, chunk in zip(sets, one_by_one(study, questions, self.futures), strict=True):
            if study is self.study and each in (NOTHING, frozenset(own)):
                self._tallies[each] = chunk.tally
            self._done += 1
            if self.progress:
                self.progress(self._done, self._expected, _without(each, own))
            yield each, additive.readings(self.outcomes, chunk.kept, study.horizon)

    @property
    def _expected(self) -> int:
        """How many runs there are."""
        parts = 0 if self.removals.named else 2 * (1 + len(self.removals.first))
        return len(self.removals.sets) + parts


def _without(removed: Set, own: Mapping[str, str | None]) -> str:
    few = [name for name in own if name in removed]
    return f"without {few[0]}{f' and {len(few) - 1} more' if len(few) > 1 else ''}" if few else "with all instruments"


def _answer(runs: Runs, shown: Sequence[str]) -> Ablation:
    removals, study = runs.removals, runs.study
    instruments = [] if removals.named else _worths(runs)
    return Ablation(
        case=study.case.id,
        horizon=study.horizon,
        futures=runs.futures,
        parameter_sets=min(study.sets, runs.futures),
        seed=study.seed,
        order=runs.order,
        beliefs=runs.beliefs,
        sets=None if removals.named else removals.asked,
        legal=count_legal(removals.base),
        subsets=2 ** len(removals.base),
        orders=legal_orders(removals.base) if removals.whole else None,
        shown=list(shown),
        outcomes=list(_outcomes(runs)),
        instruments=instruments,
        pairs=[] if removals.named or removals.asked == "single" else list(pairs(runs)),
        removed=[
            RemovedSet(
                instruments=[name for name in removals.base if name in each], differences=runs.lines(runs.change(each))
            )
            for each in sorted(removals.sets, key=len)
            if each
        ],
    )


def _outcomes(runs: Runs) -> Iterator[AblatedOutcome]:
    everyone = frozenset(runs.removals.base)
    bare = runs.lines(runs.change(everyone)) if everyone in runs.numbers else []
    for place, one in enumerate(runs.outcomes):
        yield AblatedOutcome(
            name=one.name,
            label=one.label,
            unit=one.unit,
            given=one.given or None,
            with_all=runs.level(NOTHING, one),
            with_none=runs.level(everyone, one) if bare else None,
            difference=bare[place] if bare else None,
            by_definition=_by_definition(one, runs),
        )


def _by_definition(one: Outcome, runs: Runs) -> list[str]:
    """The instruments that the definition of an outcome asks for, and those that they rest on."""
    if one.name in EVERY:
        return list(runs.removals.base)
    found = own_instrument(runs.study.case, ITSELF[one.applies]) if one.applies in ITSELF else None
    return [name for name, gone in runs.removals.single.items() if found and found.id in gone]


def _worths(runs: Runs) -> list[InstrumentWorth]:
    """Every instrument, in the order of the case."""
    removals, case = runs.removals, runs.study.case
    changes = {name: runs.change(gone) for name, gone in removals.single.items()}
    values: dict[str, Floats] = {}
    if removals.whole:
        everyone = frozenset(removals.base)
        game = {everyone - each: found for each, found in runs.numbers.items()}
        values = {name: -value for name, value in shapley(game, removals.base).items()}
    data, published = runs.changes(("literature", "elicited")), runs.changes(("elicited",))
    ranks = _ranks(runs, values or changes)
    found = []
    for item in case.instruments:
        if item.id not in changes:
            continue
        gone = removals.single[item.id]
        removed = runs.lines(changes[item.id])
        found.append(
            InstrumentWorth(
                instrument=item.id,
                name=item.name,
                kind=item.kind,
                rests_on=removals.base[item.id],
                also_lapse=[name for name in removals.base if name in gone and name != item.id],
                evidence=evidence.of_instrument(item.kind, runs.beliefs),
                removed=removed,
                alone=removed if len(gone) == 1 else [],
                shapley=runs.lines(values[item.id]) if values else [],
                data=runs.lines(data[gone]),
                literature=runs.lines(published[gone] - data[gone]),
                judgement=runs.lines(changes[item.id] - published[gone]),
                ranks=ranks[item.id],
            )
        )
    return found


def pairs(runs: Runs) -> Iterator[PairWorth]:
    """Every two instruments of which neither rests on the other, and every outcome."""
    single = runs.removals.single
    defined = {one.name: _by_definition(one, runs) for one in runs.outcomes}
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
