"""A case ready to run: its world, and parameters and settings made on demand and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from foedus.equations.beliefs import Beliefs, beliefs_of
from foedus.equations.effects import LITERATURE
from foedus.estimate.fits import AS_SHIPPED, Fits
from foedus.simulation.block import Sets
from foedus.simulation.cluster import Cluster
from foedus.simulation.engine import Batch, Engine, Question, batches
from foedus.simulation.mechanisms import NONE, Switches, check_there
from foedus.simulation.parameters import SETS, Drawn, draw_parameters
from foedus.simulation.setting import Drift, Policy, setting
from foedus.simulation.sizes import MOST_FUTURES, MOST_YEARS
from foedus.simulation.state import Setting
from foedus.simulation.store import Store
from foedus.taken import whole
from foedus.world.build import from_case
from foedus.world.case import taken_case
from foedus.world.order import Order, load_order
from foedus.world.schema import Case
from foedus.world.world import World

WEIGHTED: Mapping[str, str] = MappingProxyType({})
"""Default: sample specifications by their stacking weights."""


class Study:
    """Runs of one case that share seed, horizon and parameter sets, and so use common random numbers.

    switches   mechanisms that are off, and on, in every run (`foedus.simulation.mechanisms`)
    orders     world orders by name that are known already; others are read
    cluster    workers on other machines, in place of threads here
    beliefs    beliefs that a run may ask for by name, beside the shipped ones
    sets       parameter sets of a run
    """

    def __init__(
        self,
        case: Case,
        *,
        seed: int = 1,
        horizon: int = 20,
        threads: int | None = None,
        engine: Engine = "compiled",
        fits: Fits = AS_SHIPPED,
        store: Store | None = None,
        switches: Switches = NONE,
        orders: Mapping[str, Order] = MappingProxyType({}),
        cluster: Cluster | None = None,
        beliefs: Sequence[Beliefs] = (),
        sets: int = SETS,
    ) -> None:
        self.case = taken_case(case)
        self.seed = whole("seed", seed, 0, 2**64 - 1)
        self.horizon = whole("horizon", horizon, 1, MOST_YEARS, "years")
        self.threads = None if threads is None else whole("threads", threads, 1, 1024)
        self.engine = engine
        self.fits = fits
        self.store = store
        self.switches = switches
        self.cluster = cluster
        self._drawn_sets = sets
        if switches.on:
            check_there(switches._replace(off=()), self.world)
        self._beliefs = {one.name: one for one in beliefs}
        self._drawn: dict[
            tuple[tuple[tuple[str, str], ...], frozenset[str], Beliefs, tuple[tuple[str, float], ...], int], Drawn
        ] = {}
        self._orders = dict(orders)
        self._drifts: dict[str, Drift] = {}
        self._sets: dict[int, Sets] = {}
        self._settings: dict[tuple[str, str], Setting] = {}

    def switched(self, switches: Switches) -> Study:
        """The same runs with other mechanisms off and on."""
        return Study(
            self.case,
            seed=self.seed,
            horizon=self.horizon,
            threads=self.threads,
            engine=self.engine,
            fits=self.fits,
            store=self.store,
            switches=switches,
            orders=self._orders,
            cluster=self.cluster,
            beliefs=tuple(self._beliefs.values()),
            sets=self._drawn_sets,
        )

    @property
    def sets(self) -> int:
        """Parameter sets of a run that asks for nothing."""
        return len(self.parameters().parameters.draws)

    @cached_property
    def world(self) -> World:
        """The world of the case."""
        return from_case(self.case)

    def believed(self, beliefs: Beliefs | str) -> Beliefs:
        """Beliefs by name: those of the study, or shipped ones."""
        return beliefs if isinstance(beliefs, Beliefs) else self._beliefs.get(beliefs) or beliefs_of(beliefs)

    def parameters(
        self,
        specification: Mapping[str, str] = WEIGHTED,
        frozen: frozenset[str] = frozenset(),
        beliefs: Beliefs | str = LITERATURE,
        shift: Mapping[str, float] = MappingProxyType({}),
        first: int = 0,
    ) -> Drawn:
        """Parameter sets under beliefs; equations that are not in `specification` sample theirs by weight.

        shift   by address, by how many standard deviations a stated prior is moved
        first   number of the first set
        """
        holding = self.believed(beliefs)
        key = (tuple(sorted(specification.items())), frozen, holding, tuple(sorted(shift.items())), first)
        if key not in self._drawn:
            self._drawn[key] = draw_parameters(
                self.world,
                specification=specification,
                sets=self._drawn_sets,
                frozen=frozen,
                beliefs=holding,
                fits=self.fits,
                off=self.switches.off,
                on=self.switches.on,
                shift=shift,
                first=first,
            )
        return self._drawn[key]

    def order(self, name: str) -> Order:
        """A world order, read once."""
        if name not in self._orders:
            self._orders[name] = load_order(name)
        return self._orders[name]

    def drift(self, order: str) -> Drift:
        """What an order imposes on this world."""
        if order not in self._drifts:
            self._drifts[order] = Drift(*self.order(order).as_arrays(self.world))
        return self._drifts[order]

    def run(
        self,
        futures: int,
        *,
        order: str = "as-measured",
        policy: Policy | None = None,
        specification: Mapping[str, str] = WEIGHTED,
        frozen: frozenset[str] = frozenset(),
        beliefs: Beliefs | str = LITERATURE,
    ) -> Iterator[Batch]:
        """Futures 0 .. futures - 1 under an order, a policy, specifications and beliefs, in batches."""
        futures = whole("futures", futures, 1, MOST_FUTURES)
        asked = self.question(order, policy, specification, frozen, beliefs)
        return batches(
            asked.setting,
            asked.sets.parameters,
            seed=self.seed,
            futures=futures,
            horizon=self.horizon,
            threads=self.threads,
            engine=self.engine,
        )

    def question(
        self,
        order: str = "as-measured",
        policy: Policy | None = None,
        specification: Mapping[str, str] = WEIGHTED,
        frozen: frozenset[str] = frozenset(),
        beliefs: Beliefs | str = LITERATURE,
        shift: Mapping[str, float] = MappingProxyType({}),
        first: int = 0,
    ) -> Question:
        """What is asked of the simulator under an order, a policy, specifications, beliefs and moved priors, in the parameter
        sets from a first one on."""
        drawn = self.parameters(specification, frozen, beliefs, shift, first)
        sets = self._sets.setdefault(id(drawn), Sets(drawn.parameters))
        return Question(self._setting(order, policy or Policy()), sets, self.seed, self.horizon, self.engine)

    def _setting(self, order: str, policy: Policy) -> Setting:
        """What all futures share under an order and a policy, made once."""
        key = order, repr(policy)
        if key not in self._settings:
            self._settings[key] = setting(self.world, self.drift(order), policy)
        return self._settings[key]
