"""What an assessment runs: every run with what is kept of it, made before any work.

The runs of a plan share seed, horizon and parameter sets, so that any two use common random numbers. Equal questions
share one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.imposed import agreed
from foedus.equations.effects import BELIEFS
from foedus.equations.registry import FAMILIES, weighed
from foedus.errors import InputError
from foedus.names import same
from foedus.simulation.parameters import runnable
from foedus.simulation.setting import Policy, with_dependants
from foedus.simulation.sizes import MOST_FUTURES
from foedus.simulation.study import Study
from foedus.taken import whole
from foedus.world.order import Order, order_names
from foedus.world.world import KINDS, World

HEARD = 0.05
"""Least weight with which a candidate specification counts in the verdict; others are only shown."""
SHOWN = 600
"""Futures of a candidate that is only shown, or three fifths of a paired run's where these are more: three in each parameter
set, for with two the width of an interval is itself half chance (docs/decisions/0044)."""
RESTING = {"entente": "entente.forming"}
"""Equations that act on nothing while a stated parameter is off: till then their candidates are not run."""
STATED = frozenset({"elicited", "literature"})
"""Provenance of the parameters that no data here moved."""


@dataclass(frozen=True)
class Run:
    """One question to the simulator, and what of the answer is kept.

    counted   sizes n for which its first n futures are counted, in a tally each
    paired    how many of its first futures are kept one by one, to be compared with those of another run
    shift     by how many standard deviations elicited priors are moved, by address
    """

    futures: int
    order: str
    beliefs: str
    specification: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()
    adherence: float = 0.0
    frozen: frozenset[str] = frozenset()
    shift: tuple[tuple[str, float], ...] = ()
    what: str = field(default="", compare=False)
    counted: tuple[int, ...] = field(default=(), compare=False)
    paired: int = field(default=0, compare=False)

    @property
    def cuts(self) -> tuple[int, ...]:
        """Numbers of futures at which something is read off."""
        return (*self.counted, self.paired)

    @property
    def policy(self) -> Policy:
        """What the analyst changes in it."""
        return Policy(self.without, self.adherence)


@dataclass(frozen=True)
class Plan:
    """The runs of an assessment by what they are for.

    paired, compared   futures of each paired run, and of each order where orders are compared
    specification      by equation, the rival that was asked for
    without            instruments absent in every run
    orders, absent     world orders that are run, the headline's first, and those that touch no state of the case
    rivals, weights    specifications by the name of a rival, and by equation the weights they are drawn by
    own                instruments that are taken away one by one
    removed            by instrument and beliefs
    thesis             by order: neglect, and full adherence
    held               with what no data moved at its mean
    """

    paired: int
    compared: int
    beliefs: str
    specification: dict[str, str]
    without: tuple[str, ...]
    orders: dict[str, Order]
    absent: dict[str, Order]
    rivals: dict[str, dict[str, str]]
    weights: Mapping[str, Mapping[str, float]]
    own: tuple[str, ...]
    headline: Run
    by_order: dict[str, Run]
    by_rival: dict[str, Run]
    by_beliefs: dict[str, Run]
    removed: dict[tuple[str, str], Run]
    thesis: dict[str, tuple[Run, Run]]
    held: Run

    @property
    def runs(self) -> tuple[Run, ...]:
        """Every run once, with all that is to be kept of it."""
        thesis = [run for pair in self.thesis.values() for run in pair]
        named = (self.by_rival, self.by_order, self.by_beliefs, self.removed)
        return _distinct([self.headline, *(run for runs in named for run in runs.values()), *thesis, self.held])

    @property
    def futures(self) -> int:
        """Futures of all runs together."""
        return sum(run.futures for run in self.runs)

    def shifted(self, futures: int, shift: tuple[tuple[str, float], ...]) -> Run:
        """The first futures of the headline with elicited priors moved."""
        what = f"{shift[0][0]} {shift[0][1]:+g} sd" if len(shift) == 1 else "a joint move" if shift else "no move"
        return replace(self.headline, futures=futures, shift=shift, counted=(futures,), paired=0, what=what)

    def weight(self, rival: str) -> float:
        """The most weight a rival has in the equations and stages it is of; none where one of them may not weigh it."""
        return _weight(self.rivals[rival], self.weights)

    def heard(self, rival: str) -> bool:
        """Whether a candidate has enough weight to count in the verdict."""
        return self.weight(rival) >= HEARD

    @property
    def candidates(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """By name of a rival: the specification of an analyst who holds it, where it is heard and not the only one."""
        return {name: _key(one) for name, one in self.rivals.items() if self.heard(name) and self.weight(name) < 1.0}

    @property
    def other_beliefs(self) -> dict[str, str]:
        """The shipped beliefs but those in use, each under its name as a model: 'sceptical beliefs'."""
        return {f"{name} beliefs": name for name in BELIEFS if name != self.beliefs}


def plan(
    study: Study,
    futures: int,
    orders: Sequence[str],
    without: Sequence[str],
    specification: Mapping[str, str],
    beliefs: str,
    others: Sequence[str] = BELIEFS,
    adherence: float = 0.0,
) -> Plan:
    """The runs that answer the question of a case; `others` are the beliefs that are heard beside those in use.

    adherence   to every instrument, in all runs but those of the thesis

    Raises InputError for an order, instrument, specification or beliefs that do not exist, or an order that touches no
    state of the case.
    """
    futures = whole("futures", futures, 1, MOST_FUTURES)
    kinds = {effect.kind for effect in study.believed(beliefs).effects}
    world, asked = study.world, dict(specification)
    chosen, absent = _orders(study, orders)
    gone = with_dependants(world, without)
    paired = min(futures, max(1000, futures // 10))
    compared = min(futures, max(2000, futures // 5))
    base = Run(futures, next(iter(chosen)), beliefs, _key(asked), gone, adherence, what="futures", paired=compared)
    base = replace(base, counted=tuple(sorted({paired, compared, futures})))
    pair = replace(base, futures=paired, counted=(), paired=paired)
    order = replace(base, futures=compared, counted=(compared,), paired=0)
    rival = replace(base, futures=paired, counted=(paired,), paired=0)
    few = min(paired, max(SHOWN, 3 * paired // 5))
    shown = replace(rival, futures=few, counted=(few,))
    own = tuple(item.id for item in study.case.instruments if item.own and item.id not in gone)
    rivals, weights = _rivals(study, asked), study.parameters(asked, beliefs=beliefs).weights
    removed = {(name, beliefs): _without(world, pair, name) for name in own}
    by_beliefs = {beliefs: base}
    for name in own:
        for other in others if _believed(world, name, kinds) else ():
            believing = (
                base if other == beliefs else replace(rival, beliefs=other, paired=paired, what=f"beliefs: {other}")
            )
            by_beliefs[other] = believing
            removed[name, other] = replace(removed[name, beliefs], beliefs=other)
    return Plan(
        paired=paired,
        compared=compared,
        beliefs=beliefs,
        specification=asked,
        without=gone,
        orders=chosen,
        absent=absent,
        rivals=rivals,
        weights=weights,
        own=own,
        headline=base,
        by_order={
            name: replace(order, order=name, what=f"order: {name}") if name != base.order else base for name in chosen
        },
        by_rival={
            name: replace(
                rival if _weight(one, weights) >= HEARD else shown,
                specification=_key(asked | one),
                what=f"specification {name}",
            )
            for name, one in rivals.items()
        },
        by_beliefs=by_beliefs,
        removed=removed,
        thesis={name: (_thesis(pair, name, -1.0), _thesis(pair, name, 1.0)) for name in chosen},
        held=replace(pair, futures=compared, frozen=STATED, what="priors held", paired=compared),
    )


def _orders(study: Study, asked: Sequence[str]) -> tuple[dict[str, Order], dict[str, Order]]:
    """The orders to run, the headline's first, and those that are left out because they touch no state of the case."""
    spelt = [same(name, order_names()) or name for name in asked]
    every = spelt or [AS_MEASURED, *(name for name in order_names() if name != AS_MEASURED)]
    loaded = {name: agreed(study.order(name), study.case) for name in every}
    absent = {name: order for name, order in loaded.items() if name != AS_MEASURED and not _touches(study, name)}
    if asked and absent:
        raise InputError(f"order '{next(iter(absent))}' touches no state of the case {study.case.id}; leave it out")
    return {name: order for name, order in loaded.items() if name not in absent}, absent


def _touches(study: Study, order: str) -> bool:
    drift = study.drift(order)
    return bool(drift.growth.any() or drift.ideal.any() or drift.pacts or drift.treaties or drift.transfers)


def _rivals(study: Study, asked: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The runs of one rival each: 'escalation: rates' and the like -> specification by equation, but for those asked for."""
    unasked = {family: [name for name in equations if name not in asked] for family, equations in FAMILIES.items()}
    silent = study.switches.silent
    left = {family: found for family, found in unasked.items() if found and RESTING.get(family) not in silent}
    return {
        f"{family}: {name}": dict.fromkeys(equations, name)
        for family, equations in left.items()
        for name in runnable(study.world, equations[0])
    }


def _weight(rival: Mapping[str, str], weights: Mapping[str, Mapping[str, float]]) -> float:
    """The most weight of a rival in the equations and stages it is of; none where one of them may not weigh it."""
    if not all(name in weighed(choice) for choice, name in rival.items()):
        return 0.0
    return max(weights[choice].get(name, 0.0) for choice, name in rival.items())


def _believed(world: World, instrument: str, kinds: set[str]) -> bool:
    """Whether beliefs about treaties bear on an instrument or on what rests on it."""
    gone = with_dependants(world, [instrument])
    return bool({KINDS[world.kind[world.instruments.index(name)]] for name in gone} & kinds)


def _without(world: World, run: Run, instrument: str) -> Run:
    gone = set(run.without) | set(with_dependants(world, [instrument]))
    ordered = tuple(name for name in world.instruments if name in gone)
    return replace(run, without=ordered, what=f"without {instrument}")


def _thesis(run: Run, order: str, adherence: float) -> Run:
    return replace(run, order=order, adherence=adherence, what=f"thesis: {order}")


def _key(specification: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(specification.items()))


def _distinct(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Each run once, with all that any of its askers needs."""
    found: dict[Run, Run] = {}
    for run in runs:
        known = found.get(run, run)
        counted = tuple(sorted({*known.counted, *run.counted}))
        found[run] = replace(known, counted=counted, paired=max(known.paired, run.paired))
    return tuple(found.values())
