r"""Classes of the record: how often an outcome came about, in the class of a case and in wider ones.

A process is counted over units (treaty-years, protege-years, ...) that differ in yes-or-no attributes of the panel. The
attributes and their order are fixed in `PROCESSES`, before anything is counted; a case has values of them and cannot choose.
The classes of a case are a chain: all units, those with its first attribute, those with its first two, and so on. What lies
between two classes of the chain is a ring; rings are disjoint, so no event counts twice.

    yearly    events of ring d ~ Poisson(rate_d exposure_d),   rate_0 ~ Gamma(1/2, 0),   rate_(d+1) = rate_d Gamma(k, k)
    trials    events of ring d ~ Binomial(exposure_d, rate_d), rate_0 ~ Beta(1/2, 1/2),
              rate_(d+1) ~ Beta(k rate_d, k (1 - rate_d))

The pooled rate is that of the last class of the chain, given all rings: after each ring the posterior is carried on by its mean
and variance (a Gamma or a Beta), wider by what k allows. k is the one of `CONCENTRATIONS` under which the counts of the
narrowest classes, each predicted from the rest of its chain, are likeliest: many for classes that are alike, few for
classes that are not.

At a horizon of n years, with h ~ Gamma(a, b):

    P(event) = 1 - E exp(-h n) = 1 - (b / (b + n))^a,      P(what holds still does) = (b / (b + n))^a

Sources: Jeffreys (1946), Proc. R. Soc. A 186, 453-461 (the prior); Smith and Miller (1986), J. R. Stat. Soc. B 48, 79-88
(the Gamma and its discount).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from math import exp, lgamma, log, log1p
from typing import TYPE_CHECKING, Literal, NamedTuple

from foedus.assessment.outcome_lines import Estimate
from foedus.errors import ModelError
from foedus.simulation.common import NUCLEAR
from foedus.world.canonical import own_instrument
from foedus.world.outcomes import outcome

if TYPE_CHECKING:
    from foedus.world.schema import Case, Relation, State

LEAST_EXPOSURE = 100.0
"""Least units of a class that is shown with a rate of its own."""
CONCENTRATIONS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""What k may be. It is never so large that a class says nothing of its own."""
Counts = Literal["events", "ends", "trials"]
"""Events within the horizon, ends of what held, or successes of trials."""
UNITED_STATES = 2
"""Correlates of War code."""
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True)
class Attribute:
    """A yes-or-no attribute of the units of a process, and its value in a case; None where the case does not know."""

    yes: str
    no: str
    of: Callable[[Case], bool | None]


@dataclass(frozen=True, slots=True)
class Process:
    """What is counted.

    counts       an event within the horizon, an end of what held, or successes of trials
    source       the publishers' files it is counted from
    applies      whether a case is one of its units
    attributes   from that which divides first to that which divides last
    """

    name: str
    counts: Counts
    unit: str
    meaning: str
    source: str
    everything: str
    applies: Callable[[Case], bool]
    attributes: tuple[Attribute, ...]

    @property
    def owed(self) -> bool:
        """Whether its units are those that a defence pact binds."""
        return self.applies in (_has_pact, _protected)


class Rate(NamedTuple):
    """What is known of a rate: Gamma(a, b) for one a year, Beta(a, b) for one a trial."""

    a: float
    b: float
    counts: Counts

    def probability(self, years: int) -> Estimate:
        """The predictive probability at a horizon, with the 90% interval of the rate, drawn out to hold it."""
        from scipy.special import betaincinv, gammaincinv

        if self.counts == "trials":
            low, high = betaincinv(self.a, self.b, [LOW, HIGH])
            return Estimate(value=self.a / (self.a + self.b), low=float(low), high=float(high))
        stays = exp(-self.a * log1p(years / self.b))
        least, most = (exp(-years * x / self.b) for x in gammaincinv(self.a, [HIGH, LOW]))
        least, most = min(least, stays), max(most, stays)
        if self.counts == "ends":
            return Estimate(value=stays, low=least, high=most)
        return Estimate(value=1.0 - stays, low=1.0 - most, high=1.0 - least)


@dataclass(frozen=True, slots=True)
class Count:
    """Events in an exposure."""

    events: float
    exposure: float

    def __add__(self, other: Count) -> Count:
        """Both together."""
        return Count(self.events + other.events, self.exposure + other.exposure)


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the chain: how it is called, what was counted in it, and its rate from its own counts alone."""

    name: str
    count: Count
    rate: Rate


@dataclass(frozen=True)
class Table:
    """The counts of a process in some years: one for every combination of its attributes that occurs."""

    process: Process
    cells: Mapping[tuple[bool, ...], Count]
    years: tuple[int, int]

    def chain(self, values: Sequence[bool | None]) -> list[Class]:
        """The classes of a unit, widest first, to the first attribute that is not known."""
        known = _known(values)
        names = [self.process.everything]
        for attribute, value in zip(self.process.attributes, known, strict=False):
            names.append(attribute.yes if value else attribute.no)
        found = []
        for depth in range(len(known) + 1):
            count = self._within(known[:depth])
            found.append(Class(", ".join(names[: depth + 1]), count, jeffreys(count, self.process.counts)))
        return found

    def pooled(self, values: Sequence[bool | None], k: float | None = None) -> Rate:
        """The rate of the narrowest class of a unit, given those around it."""
        known = _known(values)
        rings = [self._ring(known, depth) for depth in range(len(known) + 1)]
        return carried([ring for ring in rings if ring.exposure > 0.0], self.process.counts, k or self.concentration)

    @cached_property
    def concentration(self) -> float:
        """k: under which the narrowest classes are likeliest, each predicted from the rest of its chain."""
        return max(CONCENTRATIONS, key=lambda k: sum(self._foreseen(cell, k) for cell in self.cells))

    def _foreseen(self, cell: tuple[bool, ...], k: float) -> float:
        rings = [self._ring(cell, depth) for depth in range(len(cell))]
        before = [ring for ring in rings if ring.exposure > 0.0]
        if not before:
            return 0.0
        return log_probability(self.cells[cell], widened(carried(before, self.process.counts, k), k))

    def _within(self, values: tuple[bool, ...]) -> Count:
        total = Count(0.0, 0.0)
        for cell, count in self.cells.items():
            if cell[: len(values)] == values:
                total = total + count
        return total

    def _ring(self, values: tuple[bool, ...], depth: int) -> Count:
        """The class at a depth without the next one."""
        outer = self._within(values[:depth])
        if depth == len(values):
            return outer
        inner = self._within(values[: depth + 1])
        return Count(outer.events - inner.events, outer.exposure - inner.exposure)


def jeffreys(count: Count, counts: Counts) -> Rate:
    """A rate from a count alone, under Jeffreys' prior."""
    if counts == "trials":
        return Rate(count.events + 0.5, count.exposure - count.events + 0.5, counts)
    return Rate(count.events + 0.5, count.exposure, counts)


def carried(rings: Sequence[Count], counts: Counts, k: float) -> Rate:
    """The rate of the last ring, given all of them in their order."""
    rate = jeffreys(rings[0], counts)
    for ring in rings[1:]:
        wide = widened(rate, k)
        more = ring.exposure - ring.events if counts == "trials" else ring.exposure
        rate = Rate(wide.a + ring.events, wide.b + more, counts)
    return rate


def widened(rate: Rate, k: float) -> Rate:
    """What a rate says of the rate of the next class: the same mean, and the variance that k adds."""
    a, b, counts = rate
    if counts == "trials":
        size = a + b
        spread = 1.0 / (size + 1.0) + size / (size + 1.0) / (k + 1.0)
        wide = 1.0 / spread - 1.0
        return Rate(wide * a / size, wide * b / size, counts)
    wide = a * k / (a + k + 1.0)
    return Rate(wide, wide * b / a, counts)


def log_probability(count: Count, rate: Rate) -> float:
    """Logarithm of the probability of a count under a rate, but for what does not depend on the rate."""
    e, n = count.events, count.exposure
    a, b, counts = rate
    if counts == "trials":
        ends = lgamma(a + e) + lgamma(b + n - e) - lgamma(a + b + n)
        return ends - lgamma(a) - lgamma(b) + lgamma(a + b)
    return lgamma(a + e) - lgamma(a) + a * log(b / (b + n)) - e * log(b + n)


def _known(values: Sequence[bool | None]) -> tuple[bool, ...]:
    found: list[bool] = []
    for value in values:
        if value is None:
            break
        found.append(value)
    return tuple(found)


def _state(case: Case, name: str) -> State:
    return next(state for state in case.states if state.abbreviation == name)


def _has_pact(case: Case) -> bool:
    pact = own_instrument(case, "defence-pact")
    return pact is not None and {case.patron, case.protege} <= set(pact.parties)


def _protected(case: Case) -> bool:
    return _has_pact(case) and _state(case, case.patron).major


def _bilateral(case: Case) -> bool | None:
    pact = own_instrument(case, "defence-pact")
    return None if pact is None else len(pact.parties) == 2


def _democracies(case: Case) -> bool | None:
    pact = own_instrument(case, "defence-pact")
    return None if pact is None else all(_state(case, name).democracy for name in pact.parties)


def _nuclear(case: Case, name: str) -> bool | None:
    status = _state(case, name).figures.nuclear.value
    return None if status is None else status == NUCLEAR


def _rivals(case: Case) -> list[Relation] | None:
    """The protege's relations with its strategic rivals; None where it is not known of one whether it is."""
    own = [relation for relation in case.relations if case.protege in relation.states]
    if any(relation.rivalry.value is None for relation in own):
        return None
    return [relation for relation in own if relation.rivalry.value == 1]


def _rivalled(case: Case) -> bool | None:
    found = _rivals(case)
    return None if found is None else bool(found)


def _rivalled_next_door(case: Case) -> bool | None:
    found = _rivals(case)
    return None if found is None else any(relation.contiguous for relation in found)


def _nuclear_rival(case: Case) -> bool | None:
    found = _rivals(case)
    if found is None:
        return None
    others = [next(name for name in relation.states if name != case.protege) for relation in found]
    known = [_nuclear(case, name) for name in others]
    return True if True in known else None if None in known else False


def _latent(case: Case) -> bool | None:
    value = _state(case, case.protege).figures.latent.value
    return None if value is None else value == 1


GREAT = Attribute("led by a great power", "not led by a great power", lambda case: _state(case, case.patron).major)
RIVAL = Attribute("with a strategic rival", "without a strategic rival", _rivalled)
NEXT_DOOR = Attribute("the rival a neighbour", "no rival a neighbour", _rivalled_next_door)
UMBRELLA = Attribute(
    "under a nuclear power's pact",
    "under no nuclear power's pact",
    lambda case: _has_pact(case) and _nuclear(case, case.patron),
)
ALLIANCES, CAPABILITIES, POWERS = "ATOP", "COW National Material Capabilities", "COW Major Powers"
DISPUTED, ARSENALS, RIVALRIES = "GML 2.2.1", "Bleek 2017", "Thompson, Sakuwa and Suhas 2021"
PROTEGES = "; ".join((DISPUTED, ALLIANCES, CAPABILITIES, POWERS, ARSENALS, RIVALRIES, "COW Direct Contiguity"))
PROCESSES = (
    Process(
        "treaty-end",
        "ends",
        "treaty-years",
        "A defence treaty ends, unless its strongest party still has a defence pact with half of the others the year after.",
        "; ".join((ALLIANCES, CAPABILITIES, POWERS, "V-Dem", "Polity")),
        "defence treaties",
        _has_pact,
        (
            Attribute("bilateral", "multilateral", _bilateral),
            GREAT,
            Attribute("between stable democracies", "not all stable democracies", _democracies),
            Attribute(
                "led by the United States",
                "led by another state",
                lambda case: _state(case, case.patron).code == UNITED_STATES,
            ),
        ),
    ),
    Process(
        "war",
        "events",
        "protégé-years",
        "A dispute of a state that a stronger great power owes defence, with one it does not defend, becomes a war.",
        PROTEGES,
        "protégés of great powers",
        _protected,
        (UMBRELLA, RIVAL, NEXT_DOOR),
    ),
    Process(
        "lethal",
        "events",
        "protégé-years",
        "A dispute begins that kills people of a state that a stronger great power owes defence; not with one it defends.",
        PROTEGES,
        "protégés of great powers",
        _protected,
        (UMBRELLA, RIVAL, NEXT_DOOR),
    ),
    Process(
        "joining",
        "trials",
        "allies of a state attacked in a war",
        "A state that owed defence to a first target of a war fought on its side, from the first day or later.",
        "; ".join((DISPUTED, ALLIANCES, POWERS)),
        "allies of an attacked state",
        _has_pact,
        (
            Attribute("a great power", "no great power", lambda case: _state(case, case.patron).major),
            Attribute("bound by a bilateral treaty", "bound by no bilateral treaty", _bilateral),
        ),
    ),
    Process(
        "weapons",
        "events",
        "state-years",
        "A state without nuclear weapons comes to possess them.",
        "; ".join((ARSENALS, "Fuhrmann and Tkach 2015", RIVALRIES, ALLIANCES)),
        "states without the weapon",
        lambda case: (_state(case, case.protege).figures.nuclear.value or 0) < NUCLEAR,
        (
            Attribute("with latency", "without latency", _latent),
            Attribute("with a nuclear rival", "without a nuclear rival", _nuclear_rival),
            UMBRELLA,
        ),
    ),
)
"""Every process, with its attributes from the most to the least telling in the literature."""


@lru_cache(maxsize=8)
def tables(last: int) -> Mapping[str, Table]:
    """The counts that ship, by process, of the years to `last`: `class_rates.csv`, by `foedus.assessment.count_classes`."""
    text = (files("foedus.assessment") / "class_rates.csv").read_text(encoding="utf-8")
    return read(text, last)


def read(text: str, last: int) -> dict[str, Table]:
    """The counts of a file to a year; of a process that begins later, none.

    Raises ModelError where its classes are not those of the processes.
    """
    rows = list(csv.DictReader(text.splitlines()))
    found = {}
    for process in PROCESSES:
        own = [row for row in rows if row["process"] == process.name]
        if not own or any(len(row["class"]) != len(process.attributes) for row in own):
            raise ModelError(f"class_rates.csv does not fit process '{process.name}'; count again")
        known = [row for row in own if int(row["year"]) <= last]
        cells: dict[tuple[bool, ...], Count] = {}
        for row in known:
            cell = tuple(mark == "1" for mark in row["class"])
            cells[cell] = cells.get(cell, Count(0.0, 0.0)) + Count(float(row["events"]), float(row["exposure"]))
        years = sorted({int(row["year"]) for row in known})
        if years:
            found[process.name] = Table(process, cells, (years[0], years[-1]))
    return found


def of_outcome(name: str, case: Case, without: Sequence[str] = ()) -> tuple[Table, list[bool | None]] | None:
    """The counts behind an outcome in the years before the futures of a case, and the attributes of the case.

    None where no process is counted for it, or where the treaty of the case, whose parties are counted, is among the
    instruments it is run `without`.
    """
    process = next((one for one in PROCESSES if one.name == outcome(name).counted_as), None)
    pact = own_instrument(case, "defence-pact")
    if process is None or not process.applies(case) or (process.owed and pact is not None and pact.id in without):
        return None
    table = tables(case.year).get(process.name)
    return None if table is None else (table, [attribute.of(case) for attribute in process.attributes])
