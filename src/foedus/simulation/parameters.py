"""From posteriors and priors to parameter sets: set g is one draw of everything.

Future r uses set r mod G, so the spread over sets is parameter uncertainty and the spread within a set is chance. Draws of
priors are addressed by the parameter's name (`foedus.simulation.draws`): adding a parameter changes no other.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.recfunctions import unstructured_to_structured

from foedus.arrays import Floats, Ints
from foedus.equations import registry
from foedus.equations.beliefs import ELICITED, Beliefs, beliefs_of, name_of
from foedus.equations.effects import LITERATURE
from foedus.equations.initiation import NEEDED
from foedus.equations.registry import CHOICES, RIVALS, posterior_name
from foedus.equations.specification import Specification
from foedus.errors import InputError, ModelError, unknown
from foedus.estimate.fits import AS_SHIPPED, Fits
from foedus.estimate.posterior import Posterior, Units
from foedus.evaluate.tables import reversion
from foedus.evaluate.weights import stacked
from foedus.simulation.draws import PARAMETER, normals
from foedus.simulation.known import check_known
from foedus.simulation.mechanisms import Switches, parameters_of
from foedus.simulation.state import DRAWS, Parameters
from foedus.simulation.year import STEPS
from foedus.world.world import World

SETS = 200
"""Parameter sets in a run."""

COEFFICIENTS = ("b", "terms")
"""Arrays of a fit whose last axis are the terms of its equation."""
NONE: frozenset[str] = frozenset()
FITTED = "fitted"
"""Provenance of what data here estimate: posteriors, which candidate a set uses, rates of the record, unknown figures."""

EQUATIONS = tuple(equation for step in STEPS for equation in step.OWNS.equations)
"""Fitted equations of the steps, those of each type of provocation apart."""


class Believed(NamedTuple):
    """The belief behind the draws at an address: its name, Normal(mean, sd), and provenance."""

    name: str
    mean: float
    sd: float
    provenance: str


@dataclass(frozen=True)
class Drawn:
    """Parameter sets; for each equation, or stage, with candidates the specification each set uses, and their weights.

    elicited   by address, the standard normals (G) behind each draw of an elicited prior: reweighting sets by
               exp(z - 1/2) moves the prior by one standard deviation
    believed   by address, the belief behind each draw of a stated effect
    """

    parameters: Parameters
    specification: Mapping[str, tuple[str, ...]]  # G
    weights: Mapping[str, Mapping[str, float]]
    elicited: Mapping[str, Floats]
    believed: Mapping[str, Believed]


def draw_parameters(
    world: World,
    *,
    specification: Mapping[str, str] = MappingProxyType({}),
    sets: int = SETS,
    frozen: frozenset[str] = frozenset(),
    beliefs: Beliefs | str = LITERATURE,
    fits: Fits = AS_SHIPPED,
    off: Sequence[str] = (),
    on: Sequence[str] = (),
    shift: Mapping[str, float] = MappingProxyType({}),
    first: int = 0,
    again: frozenset[str] = NONE,
) -> Drawn:
    """Draw `sets` parameter sets for a world.

    specification   by equation, the candidate to use; all others sample their candidates by weight
    frozen          "elicited" holds elicited priors at their means, to read how much spread they cause
    beliefs         beliefs that the stated effects are drawn from, with common random numbers
    fits            where posteriors come from
    off, on         mechanisms whose parameters are zero, and those that are so by default and shall not be
                    (`foedus.simulation.mechanisms`)
    first           number of the first set: other sets than those from 0 (`foedus.assessment.sample`)
    shift           by address, by how many of its standard deviations the mean of a stated prior is moved
    again           provenances (fitted, literature, elicited) of which another independent draw is used, the second

    Raises InputError for an equation without candidates, an unknown specification, one that needs what the world lacks, or a
    belief of a person about what the world does not have; ModelError for an unknown figure that no candidate can do without
    (`foedus.simulation.known`).
    """
    check_known(world)
    weights = weights_for(world, specification)
    silent = Switches(tuple(off), tuple(on)).silent
    draw = Draw(world, sets, fits, frozen, beliefs_of(beliefs), silent, shift, first, again)
    names = {choice: draw.share_out(choice, weight) for choice, weight in weights.items()}
    columns: dict[str, Floats] = {}
    for step in STEPS:
        if hasattr(step, "draw"):
            columns |= step.draw(draw)
    draw.check_believed(parameters_of(off))
    table = np.zeros(sets, DRAWS).view(np.recarray)
    for name in DRAWS.names or ():
        table[name] = named(columns.pop(name), DRAWS[name])
    arrays = {name: each if each.dtype.names else np.ascontiguousarray(each) for name, each in columns.items()}
    return Drawn(Parameters(draws=table, **arrays), names, weights, draw.elicited, draw.believed)


def named(values: Floats, kind: np.dtype[Any]) -> Any:
    """Values (G, ...), in the order of a record's fields, as those records; as they are for a kind without fields."""
    if kind.base.names is None:
        return values
    return unstructured_to_structured(values.reshape(len(values), *kind.shape, -1), kind.base)


def weights_for(world: World, chosen: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Weights of the candidates of every choice: 1 for a chosen one, else those that ship, the same for every horizon.

    A candidate that needs what the world lacks is left out, and the weights of the others are scaled up.
    """
    other = next((name for name in chosen if name not in CHOICES), None)
    if other is not None:
        raise InputError(unknown("equation with candidate specifications", other, CHOICES))
    found = {}
    for choice, equation in CHOICES.items():
        rivals, able = RIVALS[equation], runnable(world, equation)
        if choice in chosen:
            name = chosen[choice]
            if name not in rivals:
                raise InputError(unknown(f"specification of {choice}", name, rivals))
            if name not in able:
                raise InputError(
                    f"specification '{name}' of {choice} needs the {_lacking(world, rivals[name])} of every pair, which "
                    f"the case does not state; state it, or choose one of {', '.join(able)}"
                )
            found[choice] = {name: 1.0}
        else:
            weight = {name: w for name, w in stacked(choice).items() if name in able and w > 0.0}
            total = sum(weight.values())
            found[choice] = {name: w / total for name, w in weight.items()}
    return found


def runnable(world: World, equation: str) -> list[str]:
    """The candidates of an equation, or of a choice, that need nothing the world lacks."""
    return [name for name, one in RIVALS[CHOICES.get(equation, equation)].items() if _lacking(world, one) is None]


def _lacking(world: World, one: Specification) -> str | None:
    """What a specification needs of every pair and the world does not know of each; None if nothing."""
    return next((name for name in NEEDED if name in one.terms and np.isnan(getattr(world, name)).any()), None)


@dataclass(frozen=True)
class Mixture:
    """The posteriors of one equation, and which of them each parameter set uses."""

    posteriors: tuple[Posterior, ...]
    which: Ints  # G

    @staticmethod
    def of(equation: str, names: tuple[str, ...] | None, fits: Fits) -> Mixture:
        """Of an equation whose sets use the specifications `names`, or of one without candidates."""
        if names is None:
            return Mixture((_fitting(equation, equation, fits),), np.zeros(1, np.int64))
        distinct = list(dict.fromkeys(names))
        posteriors = tuple(_fitting(equation, posterior_name(equation, name), fits) for name in distinct)
        return Mixture(posteriors, np.array([distinct.index(name) for name in names], np.int64))

    def choose(self, arrays: Sequence[Floats]) -> Floats:
        """From one array (G, ...) for each posterior, the row of the one each set uses."""
        if len(arrays) == 1:
            return arrays[0]
        return np.stack(arrays)[self.which, np.arange(len(self.which))]


def _fitting(equation: str, name: str, fits: Fits) -> Posterior:
    """A posterior of an equation. Raises ModelError where its terms are not those of the equation as it stands."""
    found, terms = fits.load(name), registry.EQUATIONS[registry.SERIES[equation].module].TERMS
    if list(found.record["terms"]) != list(terms):
        raise ModelError(
            f"posterior '{name}' has the terms {', '.join(found.record['terms'])}; its equation has "
            f"{', '.join(terms)}; refit it with 'foedus fit {name}'"
        )
    return found


class Draw:
    """What a step draws from: posteriors, stated priors and the record of the world they are for, `sets` rows each.

    beliefs    of stated effects
    off        parameters that are zero, by name
    again      provenances of which the second draw is used
    elicited   the standard normals of the elicited priors that were drawn, by address
    first      number of the first set
    believed   the beliefs that were drawn from, by address
    """

    def __init__(
        self,
        world: World,
        sets: int,
        fits: Fits,
        frozen: frozenset[str],
        beliefs: Beliefs,
        off: frozenset[str] = NONE,
        shift: Mapping[str, float] = MappingProxyType({}),
        first: int = 0,
        again: frozenset[str] = NONE,
    ) -> None:
        self.world = world
        self.sets = sets
        self.first = first
        self.beliefs = beliefs
        self.elicited: dict[str, Floats] = {}
        self.believed: dict[str, Believed] = {}
        self._shift = shift
        self._again = again
        self._fits = fits
        self._frozen = frozen
        self._off = off
        self._names: dict[str, tuple[str, ...]] = {}
        self._mixtures: dict[str, Mixture] = {}

    def share_out(self, choice: str, weights: Mapping[str, float]) -> tuple[str, ...]:
        """The specification of each set, in proportion to the weights, in an order of the choice's own."""
        self._names[choice] = _shared_out(choice, tuple(weights.items()), self.sets, self.first, self._copy(FITTED))
        return self._names[choice]

    def specification(self, choice: str) -> tuple[str, ...]:
        """The specification of an equation or stage that each set uses (G)."""
        return self._names[choice]

    def mixture(self, choice: str) -> Mixture:
        """The posteriors of an equation or stage, by the specification of each set if it has candidates."""
        if choice not in self._mixtures:
            self._mixtures[choice] = Mixture.of(CHOICES.get(choice, choice), self._names.get(choice), self._fits)
        return self._mixtures[choice]

    def rows(self, posterior: Posterior) -> Ints:
        """Which stored draws are used."""
        return _rows(posterior.size, self.sets, self.first, self._copy(FITTED))

    def posterior(self, choice: str, key: str) -> Floats:
        """Draws of one array of a fit (G, ...), its last axis the terms if it is one of coefficients."""
        mixture, equation = self.mixture(choice), CHOICES.get(choice, choice)
        found = mixture.choose([self._read(one, key) for one in mixture.posteriors])
        terms = registry.EQUATIONS[registry.SERIES[equation].module].TERMS
        silent = [place for place, term in enumerate(terms) if f"{equation}.{term}" in self._off]
        if silent and key in COEFFICIENTS:
            found = found.copy()
            found[..., silent] = 0.0
        return found

    def _read(self, posterior: Posterior, key: str) -> Floats:
        """The draws of one array of a posterior that are used (G, ...)."""
        return _read(posterior, key, self.sets, self.first, self._copy(FITTED))

    def normal(self, name: str, mean: float, sd: float, provenance: str) -> Floats:
        """Normal draws at the address of a name (G), or their mean where priors of this provenance are frozen."""
        if provenance in self._frozen:
            return np.full(self.sets, mean)
        luck = self._standard(name, provenance)
        if provenance == ELICITED and sd > 0.0:
            self.elicited[name] = luck
        return mean + sd * (luck + self._shift.get(name, 0.0))

    def prior(self, name: str, address: str = "") -> Floats:
        """Draws of a stated prior, at the address of its own name or, where several share the prior, at another."""
        return self._from(name, address or name)

    def fixed(self, name: str, value: float) -> Floats:
        """A number that every set shares (G)."""
        return np.full(self.sets, 0.0 if name in self._off else value)

    def effects(self, kind: str, address: str) -> dict[str, Floats]:
        """By channel, draws of the effects of an instrument of a kind, at its address."""
        own = (one for one in self.beliefs.effects if one.kind == kind)
        return {one.channel: self._from(name_of(one), f"{address}.{one.channel}") for one in own}

    def _from(self, name: str, address: str) -> Floats:
        """Draws of what is believed of an effect, at an address; zeros where it is off."""
        if name in self._off:
            return np.zeros(self.sets)
        belief = self.beliefs.of(name)
        self.believed[address] = Believed(name, belief.mean, belief.sd, belief.provenance)
        return self.normal(address, belief.mean, belief.sd, belief.provenance)

    def check_believed(self, switched_off: frozenset[str]) -> None:
        """Raise InputError for a belief of a person about what was not drawn, with its place in the file; not for one of what
        was switched off."""
        there = {one.name for one in self.believed.values()} | switched_off
        for one in self.beliefs.stated:
            if one.name not in there:
                why = (
                    "is off by default: switch its mechanism on ('foedus mechanism list'), or take it out"
                    if one.name in self._off
                    else "acts on nothing that the case has: take it out ('foedus beliefs show' lists what can be stated)"
                )
                raise InputError(f"{one.where or f'beliefs {self.beliefs.name}: {one.name}'}: {why}")

    def units(
        self,
        choice: str,
        table: str,
        codes: Ints,
        column: int | None = None,
        *,
        sigma: str = "sigma",
        centre: str | None = None,
    ) -> Floats:
        """Intercepts (G, units): a unit in the table from its posterior, any other from the population."""
        mixture, equation = self.mixture(choice), CHOICES.get(choice, choice)
        given = table, tuple(codes.tolist()), column, sigma, centre
        address = f"{equation}.{table}", self.sets, self.first, self._copy(FITTED)
        return mixture.choose([_units(one, *given, *address) for one in mixture.posteriors])

    def reversion(self, equation: str) -> tuple[float, float]:
        """Rate of reversion of an equation's log-odds, and their middle (`foedus.evaluate.reversion`)."""
        return reversion(equation)

    def rate(self, name: str, record: tuple[int, float]) -> Floats:
        """Poisson rate given events in years, Jeffreys prior: Gamma(events + 1/2, years), by its quantiles."""
        off = name in self._off
        return np.zeros(self.sets) if off else _rate(name, *record, self.sets, self.first, self._copy(FITTED))

    def _standard(self, name: str, provenance: str) -> Floats:
        return _luck(name, self.sets, self.first, self._copy(provenance))

    def _copy(self, provenance: str) -> int:
        """Which of two independent draws is used of a provenance."""
        return int(provenance in self._again)


@lru_cache(maxsize=8192)
def _luck(name: str, sets: int, first: int, copy: int) -> Floats:
    """Standard normals at the address of a name, one per set: the same for every candidate of a run."""
    found = normals(copy, sets, zlib.crc32(name.encode()), PARAMETER, first)
    found.setflags(write=False)
    return found


@lru_cache(maxsize=256)
def _rate(name: str, events: int, years: float, sets: int, first: int, copy: int) -> Floats:
    """Quantiles of Gamma(events + 1/2, years) at the address of a name."""
    from scipy.special import gammaincinv, ndtr

    found = np.asarray(gammaincinv(events + 0.5, ndtr(_luck(name, sets, first, copy))) / years)
    found.setflags(write=False)
    return found


@lru_cache(maxsize=256)
def _unit_luck(table: str, codes: tuple[int, ...], sets: int, first: int, copy: int) -> Floats:
    """Standard normals of units (G, units), each at the address of its table and code."""
    found = np.array([_luck(f"{table}.{code}", sets, first, copy) for code in codes]).reshape(-1, sets).T
    found.setflags(write=False)
    return found


@lru_cache(maxsize=256)
def _shared_out(
    choice: str, weights: tuple[tuple[str, float], ...], sets: int, first: int, copy: int
) -> tuple[str, ...]:
    """The specification of each set."""
    edges = np.cumsum([weight for _, weight in weights])
    place = np.argsort(np.argsort(_luck(f"rival.{choice}", sets, first, copy)))
    index = np.searchsorted(edges, (place + 0.5) / sets * edges[-1])
    return tuple(weights[k][0] for k in index.tolist())


@lru_cache(maxsize=256)
def _rows(size: int, sets: int, first: int, copy: int) -> Ints:
    """Which stored draws are used: spread evenly over the posterior, repeated when more sets are asked for; those beside them
    for sets that come after others."""
    place = np.argsort(_luck("rows", sets, first, copy)) if copy else np.arange(sets)
    if sets <= size:
        place = place * size // sets + first // sets
    return np.asarray(place % size)


@lru_cache(maxsize=256)
def _read(posterior: Posterior, key: str, sets: int, first: int, copy: int) -> Floats:
    """The draws of one array of a posterior that are used."""
    found = posterior.draws[key][_rows(posterior.size, sets, first, copy)]
    found.setflags(write=False)
    return found


@lru_cache(maxsize=64)
def _units(
    posterior: Posterior,
    table: str,
    codes: tuple[int, ...],
    column: int | None,
    sigma: str,
    centre: str | None,
    address: str,
    sets: int,
    first: int,
    copy: int,
) -> Floats:
    """Intercepts (G, units) in one posterior."""
    known = posterior.units.get(table, Units(np.empty(0, np.int64), np.empty(0), np.empty(0)))
    spread = _read(posterior, sigma, sets, first, copy)
    spread = spread if column is None else spread[:, column]
    middle = _read(posterior, centre, sets, first, copy) if centre else np.zeros(sets)
    place = np.array([known.rows.get(code, -1) for code in codes], np.int64)
    found = place >= 0
    mean = np.repeat(middle[:, None], len(codes), axis=1)
    sd = np.repeat(spread[:, None], len(codes), axis=1)
    mean[:, found], sd[:, found] = known.mean[place[found]], known.sd[place[found]]
    intercepts: Floats = mean + sd * _unit_luck(address, codes, sets, first, copy)
    intercepts.setflags(write=False)
    return intercepts
