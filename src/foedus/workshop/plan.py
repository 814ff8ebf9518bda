"""Which runs a workbench holds: every state that its controls can reach without a simulator.

    orders x single removals       `futures` each, one by one
    pairs, adherence, beliefs,     FEW each, in the first order
    and events that are made

All share seed, horizon and parameter sets, so that future r of any run has the luck of future r of any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product

from foedus.assessment.condition import SIDES, made
from foedus.assessment.made import made_of, removed
from foedus.assessment.plan import Plan
from foedus.equations.effects import BELIEFS
from foedus.simulation.engine import Question
from foedus.simulation.setting import Policy, with_dependants
from foedus.simulation.study import Study

FUTURES, FEW = 10_000, 2_000
ADHERENCE = (-1.0, -0.5, 0.5, 1.0)
MADE_AFTER = 3
"""Years after the start of the case before which no war is made."""


@dataclass(frozen=True)
class Scene:
    """One run of a workbench.

    without    instruments removed, with what rests on them
    do         conditions that are made, as `foedus what-if --do` takes them
    full       with all futures that are asked for: an order, with every instrument kept or without a single one
    reference  the run that it is stored as the difference from; None: it is stored whole
    """

    futures: int
    order: str
    beliefs: str
    without: tuple[str, ...] = ()
    adherence: float = 0.0
    do: tuple[str, ...] = ()
    full: bool = False
    reference: Scene | None = None

    @property
    def name(self) -> str:
        """Its name in the page."""
        return "|".join([self.order, ",".join(self.without), f"{self.adherence:g}", self.beliefs, ";".join(self.do)])

    def question(self, study: Study) -> Question:
        """What it asks of the simulator."""
        makes = tuple(each for one in made(self.do, study) for each in one.makes)
        policy = Policy((*self.without, *removed(makes, study.world)), self.adherence)
        question = study.question(self.order, policy, beliefs=self.beliefs)
        return made_of(question, makes) if makes else question


def scenes(study: Study, plan: Plan, futures: int = FUTURES) -> list[Scene]:
    """Every run, the headline first, each after the one that it refers to."""
    found: dict[str, Scene] = {}
    for scene in _scenes(study, plan, futures):
        found.setdefault(scene.name, scene)
    return list(found.values())


def _scenes(study: Study, plan: Plan, futures: int) -> Iterator[Scene]:
    world, few = study.world, min(FEW, futures)
    first = Scene(futures, next(iter(plan.orders)), plan.beliefs, full=True)
    single = [with_dependants(world, [name]) for name in plan.own]
    for order in plan.orders:
        kept = first if order == first.order else replace(first, order=order, reference=first)
        yield kept
        for gone in single:
            yield replace(kept, without=gone, reference=kept)
    pairs = (with_dependants(world, pair) for pair in combinations(plan.own, 2))
    for gone in pairs:
        yield Scene(few, first.order, plan.beliefs, gone, reference=first)
    for adherence in ADHERENCE:
        yield Scene(few, first.order, plan.beliefs, adherence=adherence, reference=first)
    for beliefs, gone in product(BELIEFS, [(), *single]):
        yield Scene(few, first.order, beliefs, gone, reference=first)
    for do in imposed(study):
        yield Scene(few, first.order, plan.beliefs, do=(do,), reference=first)


def imposed(study: Study) -> list[str]:
    """Conditions that are made: each pair of governments from the first year, and wars that the bloc begins elsewhere."""
    case, world = study.case, study.world
    first = world.year + 1
    found = []
    if world.judged:
        found = [
            f"government:{case.patron}={patron}, {case.protege}={protege} from {first}"
            for patron, protege in product(SIDES, SIDES)
        ]
    if study.horizon <= MADE_AFTER:
        return found
    names = {code: state.abbreviation for state in case.states for code in [state.code]}
    ends = [[names[code] for code in world.codes[pair].tolist()] for pair in world.pairs]
    others = [pair for pair in ends if case.protege not in pair and len({*pair} & {*case.bloc}) == 1]
    ordered = [pair if pair[0] in case.bloc else pair[::-1] for pair in others]
    return [*found, *(f"war:{one}-{other} in {first + MADE_AFTER}" for one, other in ordered)]
