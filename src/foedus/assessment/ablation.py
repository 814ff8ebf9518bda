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
neither is said where one of the two intervals holds zero. Ranks are by size; how firm they are is told by parameter sets
drawn anew with replacement (Efron 1979, Annals of Statistics 7, 1-26).

Units: those of the outcome. All differences are paired, and those of one outcome add up (`foedus.assessment.additive`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from foedus.arrays import Floats, Ints
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
from foedus.assessment.outcome_lines import Difference
from foedus.assessment.outcomes import estimate
from foedus.assessment.shapley import Set, count_legal, legal_orders, legal_sets, resting, shapley
from foedus.equations.effects import BELIEFS, LITERATURE, effects
from foedus.errors import InputError, known
from foedus.names import listed
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
DRAWS = 1000
"""Draws of parameter sets by which the firmness of a rank is told."""
FEWEST_SETS = 30
"""Parameter sets below which no firmness is told."""
NOTHING: Set = frozenset()
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


@dataclass(frozen=True)
class Removals:
    """The sets that are removed.

    base    every instrument and the one it rests on
    asked   which sets are asked for, where none is named
    named   sets that are named
    """

    base: Mapping[str, str | None]
    asked: Asked
    named: Sequence[str] = ()

    @cached_property
    def single(self) -> dict[str, Set]:
        """Each instrument with what rests on it."""
        return {name: resting(self.base, name) for name in self.base}

    @cached_property
    def pairs(self) -> dict[tuple[str, str], Set]:
        """Two instruments, neither of which rests on the other, with what rests on them."""
        own = self.single
        apart = ((i, j) for i, j in combinations(self.base, 2) if i not in own[j] and j not in own[i])
        return {(i, j): own[i] | own[j] for i, j in apart}

    @property
    def whole(self) -> bool:
        """Whether every legal set is run."""
        return self.asked == "all" and not self.named

    @cached_property
    def first(self) -> list[Set]:
        """The sets that are run before the others: the single instruments, or those that are named."""
        return [self._legal(entry) for entry in self.named] or list(dict.fromkeys(self.single.values()))

    @cached_property
    def sets(self) -> list[Set]:
        """Every set that is run, each once: none removed, then `first`, then the others."""
        everyone, rest = frozenset(self.base), list[Set]()
        if self.whole:
            rest = [everyone - each for each in reversed(legal_sets(self.base))]
        elif self.asked == "pairs" and not self.named:
            rest = list(self.pairs.values())
        return list(dict.fromkeys([NOTHING, *self.first, *rest]))

    @property
    def count(self) -> int:
        """How many sets are run, at most."""
        return count_legal(self.base) if self.whole else len(self.sets)

    def _legal(self, entry: str) -> Set:
        """A set that is named. Raises InputError for an unknown instrument, or one that lacks what rests on another."""
        found = frozenset(known("instrument", name, self.base) for name in listed(entry))
        if not found:
            raise InputError(f"set '{entry}' to remove names no instrument; name one of {', '.join(self.base)}")
        for name in self.base:
            if name in found and (left := self.single[name] - found):
                missing = [other for other in self.base if other in left]
                raise InputError(
                    f"set '{','.join(n for n in self.base if n in found)}' is not legal: {', '.join(missing)} "
                    f"{'rests' if len(missing) == 1 else 'rest'} on {name} and lapse{'s' if len(missing) == 1 else ''} "
                    f"with it; add {'it' if len(missing) == 1 else 'them'}, or leave out {name}"
                )
        return found


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
    tallies: dict[Set, Tally] = field(default_factory=dict)
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
                self.tallies[each] = chunk.tally
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
    everyone = frozenset(removals.base)
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
        outcomes=[_outcome(runs, place, everyone) for place in range(len(runs.outcomes))],
        instruments=instruments,
        pairs=[] if removals.named or removals.asked == "single" else list(_pairs(runs)),
        removed=[
            RemovedSet(
                instruments=[name for name in removals.base if name in each], differences=runs.lines(runs.change(each))
            )
            for each in sorted(removals.sets, key=len)
            if each
        ],
    )


def _outcome(runs: Runs, place: int, everyone: Set) -> AblatedOutcome:
    one, numbers = runs.outcomes[place], runs.numbers
    bare = everyone in numbers
    return AblatedOutcome(
        name=one.name,
        label=one.label,
        unit=one.unit,
        given=one.given or None,
        with_all=estimate(one, runs.tallies[NOTHING]),
        with_none=estimate(one, runs.tallies[everyone]) if bare else None,
        difference=runs.lines(runs.change(everyone))[place] if bare else None,
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


def _pairs(runs: Runs) -> Iterator[PairWorth]:
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


def ranked(values: Floats, sets: int, seed: int, draws: int = DRAWS) -> list[tuple[int, int, int, float]]:
    """Of each row of values (rows, futures): its rank by the size of its mean, the 5% and 95% quantile of that over parameter
    sets drawn anew, and the share of draws in which it is first. Empty where a value is NaN or there are fewer than 30 sets.

    Future r has parameter set r mod `sets`.
    """
    place = np.arange(values.shape[1]) % sets
    n = np.bincount(place)
    if len(n) < FEWEST_SETS or np.isnan(values).any():
        return []
    sums = np.stack([np.bincount(place, row) for row in values])
    chosen = np.random.default_rng(seed).multinomial(len(n), np.full(len(n), 1.0 / len(n)), size=draws)
    again, own = _places(chosen @ sums.T / (chosen @ n)[:, None]), _places(values.mean(axis=1)[None, :])[0]
    low, high = np.quantile(again, [0.05, 0.95], axis=0, method="nearest")
    first = (again == 1).mean(axis=0)
    return [(int(a), int(b), int(c), float(d)) for a, b, c, d in zip(own, low, high, first, strict=True)]


def _places(values: Floats) -> Ints:
    """Ranks by size along the last axis: 1 the largest, equal sizes share the better one, what is zero has the last."""
    size = np.abs(values)
    larger = (size[:, None, :] > size[:, :, None]).sum(axis=2)
    return np.asarray(np.where(size > 0.0, 1 + larger, size.shape[1]), np.int64)
