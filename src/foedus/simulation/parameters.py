"""From posteriors and priors to parameter sets: set g is one draw of everything.

Future r uses set r mod G, so the spread over sets is parameter uncertainty and the spread within a set is luck. Draws of
priors are addressed by the parameter's name (`foedus.simulation.draws`): adding a parameter changes no other.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.lib.recfunctions import unstructured_to_structured
from scipy.special import gammaincinv, ndtr

from foedus.equations import coercion as coercion_model
from foedus.equations import government, initiation, integrity, provocation
from foedus.equations.defence import defence
from foedus.equations.effects import CHANNELS, LITERATURE, Effect, effects, priors
from foedus.equations.escalation import COLD_WAR_END, STAGES
from foedus.equations.initiation import NEEDED
from foedus.equations.registry import RIVALS, SERIES, posterior_name
from foedus.equations.specification import Specification
from foedus.errors import InputError, ModelError, unknown
from foedus.estimate.equations import FITTED
from foedus.estimate.fits import AS_SHIPPED, Fits
from foedus.estimate.posterior import Posterior, Units
from foedus.evaluate.weights import stacked
from foedus.simulation.draws import Process, normals
from foedus.simulation.state import DRAWS, PROVOCATIONS, Floats, Ints, Parameters
from foedus.world.world import INDICES, KINDS, World

SETS = 200
"""Parameter sets in a run."""

EQUATIONS = tuple(name for name in FITTED if SERIES[name].module != "provocation")
"""Fitted equations that every world needs; a world says which provocations it counts."""


@dataclass(frozen=True)
class Drawn:
    """Parameter sets; for each equation with rivals the specification each set uses, and the weights they came by."""

    parameters: Parameters
    specification: Mapping[str, tuple[str, ...]]  # G
    weights: Mapping[str, Mapping[str, float]]


def draw_parameters(
    world: World,
    *,
    specification: Mapping[str, str] = MappingProxyType({}),
    horizon: int = 20,
    sets: int = SETS,
    coercion: tuple[int, float] = (0, 1.0),
    loss: float = 0.0,
    frozen: frozenset[str] = frozenset(),
    beliefs: str = LITERATURE,
    fits: Fits = AS_SHIPPED,
) -> Drawn:
    """Draw `sets` parameter sets for a world.

    specification   for an equation, the rival to use; the sets of every other are shared out among its rivals by weight
    horizon         years that will be simulated: weights are those of forecasts as far ahead
    coercion        episodes of economic coercion seen, and the years in which they could have been
    loss            output lost in one episode, percent of a year's GDP, as stated by the case
    frozen          "elicited" holds elicited priors at their means, to read how much spread they cause
    beliefs         which of the rival beliefs about treaties the effects are drawn from, with the same luck under each
    fits            where posteriors come from

    Raises InputError for an equation without rivals, an unknown specification, or one that needs what the world lacks.
    """
    weights = weights_for(world, specification, horizon)
    draw = _Draw(sets, frozen)
    names = {equation: draw.shared_out(equation, weight) for equation, weight in weights.items()}
    fitted = {name: Mixture.of(name, names.get(name), fits) for name in EQUATIONS}
    processes = [f"provocation-{name}" for name in world.provocations]
    fitted |= {name: Mixture.of(name, None, fits) for name in processes}
    undirected = np.sort(world.codes[world.pairs], axis=1) @ np.array([1000, 1])
    initiation_, escalation = fitted["initiation"], fitted["escalation"]
    growth = [fitted[f"growth-{index}"] for index in INDICES]
    coefficients = draw.posterior(initiation_, "b")
    table = np.zeros(sets, DRAWS).view(np.recarray)
    columns = {
        "initiation": coefficients,
        "year_persistence": draw.posterior(initiation_, "year_persistence"),
        "year_scale": draw.posterior(initiation_, "year_scale"),
        "year_start": initiation_.choose(
            [_level_at(one, _rows(one, sets), world.year) for one in initiation_.posteriors]
        ),
        "escalation": draw.posterior(escalation, "b"),
        "duration": draw.posterior(fitted["duration"], "terms"),
        "joining": draw.posterior(fitted["joining"], "b"),
        "joining_load": draw.prior("joining.load"),
        "ending": draw.posterior(fitted["treaty-end"], "b"),
        "formation": draw.posterior(fitted["treaty-formation"], "b"),
        "growth": np.stack([draw.posterior(series, "terms") for series in growth], axis=1),
        "alignment": draw.posterior(fitted["alignment"], "terms"),
        "government": _by_name(
            government.Coefficients,
            dict(zip(government.TERMS, draw.posterior(fitted["government"], "terms").T, strict=False))
            | {"change_given_irregular": draw.posterior(fitted["government"], "change_given_irregular")},
        ),
        "trade": draw.posterior(fitted["trade"], "terms"),
        "integrity": _by_name(
            integrity.Coefficients, {term: draw.prior(f"integrity.{term}") for term in integrity.TERMS}
        ),
        "coercion": _by_name(
            coercion_model.Coefficients,
            {"rate": draw.rate("coercion.rate", coercion), "loss": draw.prior("coercion.share") * loss}
            | {term: draw.prior(f"coercion.{term}") for term in coercion_model.Terms._fields},
        ),
        "armament": draw.posterior(fitted["armament"], "b"),
        "acquisition": draw.posterior(fitted["armament"], "acquisition"),
    }
    for name in DRAWS.names or ():
        table[name] = named(columns[name], DRAWS[name])
    parameters = Parameters(
        draws=table,
        initiation_baseline=_baseline(world, coefficients) + draw.units(initiation_, "dyad", _dyads(world)),
        escalation_dyad=np.stack(
            [draw.units(escalation, stage, undirected, column) for column, stage in enumerate(STAGES)], axis=1
        ),
        ending_patron=draw.units(fitted["treaty-end"], "patron", world.codes),
        growth_mean=np.stack([draw.units(series, "state", world.codes, centre="mean") for series in growth], axis=1),
        centre=draw.units(fitted["alignment"], "centre", world.codes, sigma="centre_sigma", centre="centre_mean"),
        alternation=_logistic(draw.units(fitted["government"], "alternation", world.codes, centre="mean")),
        provocation=_provocations([draw.provocation(fitted[name]) for name in processes], sets),
        effect=draw.effects(world, beliefs),
    )
    arrays = (value if value.dtype.names else np.ascontiguousarray(value) for value in parameters)
    return Drawn(Parameters(*arrays), names, weights)


def named(values: Floats, kind: np.dtype[Any]) -> Any:
    """Values (G, ...), in the order of a record's fields, as those records; as they are for a kind without fields."""
    if kind.base.names is None:
        return values
    return unstructured_to_structured(values.reshape(len(values), *kind.shape, -1), kind.base)


def _by_name(kind: Any, values: Mapping[str, Floats]) -> Floats:
    """Columns (G, fields) in the order of a NamedTuple of coefficients."""
    return np.stack([values[name] for name in kind._fields], axis=1)


def weights_for(world: World, chosen: Mapping[str, str], horizon: int) -> dict[str, dict[str, float]]:
    """Weights of the rivals of every equation: 1 for one that is chosen, else those of the horizon.

    A rival that needs what the world lacks takes no part, and the weights of the others are scaled up.
    """
    other = next((name for name in chosen if name not in RIVALS), None)
    if other is not None:
        raise InputError(unknown("equation with rival specifications", other, RIVALS))
    found = {}
    for equation, rivals in RIVALS.items():
        able = runnable(world, equation)
        if equation in chosen:
            name = chosen[equation]
            if name not in rivals:
                raise InputError(unknown(f"specification of {equation}", name, rivals))
            if name not in able:
                raise InputError(
                    f"specification '{name}' of {equation} needs the {_lacking(world, rivals[name])} of every pair, which "
                    f"the case does not state; state it, or choose one of {', '.join(able)}"
                )
            found[equation] = {name: 1.0}
        else:
            weight = {name: w for name, w in stacked(equation, horizon).items() if name in able and w > 0.0}
            total = sum(weight.values())
            found[equation] = {name: w / total for name, w in weight.items()}
    return found


def runnable(world: World, equation: str) -> list[str]:
    """The rivals of an equation that need nothing the world lacks."""
    return [name for name, one in RIVALS[equation].items() if _lacking(world, one) is None]


def _lacking(world: World, one: Specification) -> str | None:
    """What a specification needs of every pair and the world does not know of each; None if nothing."""
    return next((name for name in NEEDED if name in one.terms and np.isnan(getattr(world, name)).any()), None)


@dataclass(frozen=True)
class Mixture:
    """The posteriors of one equation, and which of them each parameter set uses."""

    equation: str
    posteriors: tuple[Posterior, ...]
    which: Ints  # G

    @staticmethod
    def of(equation: str, names: tuple[str, ...] | None, fits: Fits) -> Mixture:
        """Of an equation whose sets use the specifications `names`, or of one that has no rivals."""
        if names is None:
            return Mixture(equation, (fits.load(equation),), np.zeros(1, np.int64))
        distinct = list(dict.fromkeys(names))
        posteriors = tuple(fits.load(posterior_name(equation, name)) for name in distinct)
        return Mixture(equation, posteriors, np.array([distinct.index(name) for name in names], np.int64))

    def choose(self, arrays: Sequence[Floats]) -> Floats:
        """From one array (G, ...) for each posterior, the row of the one each set uses."""
        if len(arrays) == 1:
            return arrays[0]
        return np.stack([arrays[k][g] for g, k in enumerate(self.which)])


class _Draw:
    """Draws of one kind or another, `sets` rows each."""

    def __init__(self, sets: int, frozen: frozenset[str]) -> None:
        self.sets = sets
        self.frozen = frozen

    def shared_out(self, equation: str, weights: Mapping[str, float]) -> tuple[str, ...]:
        """The specification of each set, in proportion to the weights, in an order of the equation's own."""
        edges = np.cumsum(list(weights.values()))
        place = np.argsort(np.argsort(self._standard(f"rival.{equation}")))
        index = np.searchsorted(edges, (place + 0.5) / self.sets * edges[-1])
        return tuple(list(weights)[k] for k in index)

    def posterior(self, mixture: Mixture, key: str) -> Floats:
        return mixture.choose([one.draws[key][_rows(one, self.sets)] for one in mixture.posteriors])

    def normal(self, name: str, mean: float, sd: float, provenance: str) -> Floats:
        if provenance in self.frozen:
            return np.full(self.sets, mean)
        return mean + sd * self._standard(name)

    def prior(self, name: str, address: str = "") -> Floats:
        """Draws of a stated prior, at the address of its own name or, where several share the prior, at another."""
        prior = priors()[name]
        return self.normal(address or name, prior.mean, prior.sd, prior.provenance)

    def provocation(self, mixture: Mixture) -> Floats:
        """Coefficients of one type of provocation (G, fields)."""
        fitted = dict(zip(provocation.TERMS, self.posterior(mixture, "terms").T, strict=True))
        stated = {term: self.prior(f"provocation.{term}", f"{mixture.equation}.{term}") for term in provocation.STATED}
        return _by_name(provocation.Coefficients, fitted | stated)

    def effects(self, world: World, beliefs: str) -> Floats:
        """Effect of each instrument along each channel (G, K, channels); 0 where no effect is stated."""
        out = np.zeros((self.sets, len(world.instruments), len(CHANNELS)))
        by_kind: dict[str, list[Effect]] = {}
        for effect in effects(beliefs):
            by_kind.setdefault(effect.kind, []).append(effect)
        for k, name in enumerate(world.instruments):
            for effect in by_kind.get(KINDS[world.kind[k]], []) if world.own[k] else []:
                drawn = self.normal(f"{name}.{effect.channel}", effect.mean, effect.sd, effect.provenance)
                out[:, k, CHANNELS.index(effect.channel)] = drawn
        return out

    def units(
        self,
        mixture: Mixture,
        table: str,
        codes: Ints,
        column: int | None = None,
        *,
        sigma: str = "sigma",
        centre: str | None = None,
    ) -> Floats:
        """Intercepts (G, units): a unit in the table from its posterior, any other from the population."""
        luck = np.stack([self._standard(f"{mixture.equation}.{table}.{int(code)}") for code in codes], axis=1)
        return mixture.choose(
            [self._units(one, table, codes, luck, column, sigma, centre) for one in mixture.posteriors]
        )

    def _units(
        self,
        posterior: Posterior,
        table: str,
        codes: Ints,
        luck: Floats,
        column: int | None,
        sigma: str,
        centre: str | None,
    ) -> Floats:
        known = posterior.units.get(table, Units(np.empty(0, np.int64), np.empty(0), np.empty(0)))
        rows = _rows(posterior, self.sets)
        spread = posterior.draws[sigma][rows]
        spread = spread if column is None else spread[:, column]
        middle = posterior.draws[centre][rows] if centre else np.zeros(self.sets)
        out = np.empty((self.sets, len(codes)))
        place = {int(code): row for row, code in enumerate(known.codes)}
        for index, code in enumerate(codes):
            row = place.get(int(code))
            mean, sd = (middle, spread) if row is None else (known.mean[row], known.sd[row])
            out[:, index] = mean + sd * luck[:, index]
        return out

    def rate(self, name: str, record: tuple[int, float]) -> Floats:
        """Poisson rate given events in years, Jeffreys prior: Gamma(events + 1/2, years), by its quantiles."""
        events, years = record
        return np.asarray(gammaincinv(events + 0.5, ndtr(self._standard(name))) / years)

    def _standard(self, name: str) -> Floats:
        return _luck(name, self.sets)


@lru_cache(maxsize=8192)
def _luck(name: str, sets: int) -> Floats:
    """Standard normals at the address of a name, one a set: the same for every rival of a run."""
    found = normals(0, sets, zlib.crc32(name.encode()), int(Process.PARAMETER))
    found.setflags(write=False)
    return found


def _rows(posterior: Posterior, sets: int) -> Ints:
    """Which stored draws are used: spread evenly over the posterior, repeated when more sets are asked for."""
    return np.arange(sets) * posterior.size // sets if sets <= posterior.size else np.arange(sets) % posterior.size


def _dyads(world: World) -> Ints:
    """Code of each directed dyad, in the order of the simulator: first to second, then second to first, pair by pair."""
    codes = world.codes[world.pairs]
    return np.stack([codes[:, 0] * 1000 + codes[:, 1], codes[:, 1] * 1000 + codes[:, 0]], axis=1).ravel()


def _baseline(world: World, b: Floats) -> Floats:
    """The part of the log-odds of initiation that does not move (G, D)."""
    first, second = world.pairs.T
    initiator, target = np.stack([first, second], 1).ravel(), np.stack([second, first], 1).ravel()
    pair = np.repeat(np.arange(len(world.pairs)), 2)
    low = np.minimum(world.polyarchy[initiator], world.polyarchy[target])
    high = np.maximum(world.polyarchy[initiator], world.polyarchy[target])
    unknown_regime = np.isnan(low)
    allied = _allied(world)
    x = initiation.Still(
        contiguous=world.contiguous[pair].astype(float),
        log_distance=np.log1p(world.distance)[pair],
        major_initiator=world.major[initiator].astype(float),
        major_target=world.major[target].astype(float),
        polyarchy_low=np.where(unknown_regime, 0.0, low),
        polyarchy_high=np.where(unknown_regime, 0.0, high),
        polyarchy_unknown=unknown_regime.astype(float),
        ideal_unknown=np.isnan(world.ideal[initiator] - world.ideal[target]).astype(float),
        rivalry=np.nan_to_num(world.rivalry, nan=0.0)[pair],
        allied=allied[initiator, target],
        target_defended=_defended(allied, initiator, target),
        initiator_defended=_defended(allied, target, initiator),
        post_cold_war=float(world.year + 1 >= COLD_WAR_END),
    )
    if np.isnan(x.log_distance).any():
        lacking = ", ".join(world.names[i] for i in np.unique(world.pairs[np.isnan(world.distance)]))
        raise ModelError(f"the distance of a pair is unknown (among {lacking}): initiation needs it; state it in km")
    coefficients = initiation.Coefficients(*b.T[:, :, None])
    return np.asarray(initiation.baseline(coefficients, x))


def _allied(world: World) -> Floats:
    """(N, N) 1 where two states have a defence pact."""
    party = world.party[world.kind == KINDS.index("defence-pact")].astype(float)
    allied = np.minimum(party.T @ party, 1.0)
    np.fill_diagonal(allied, 0.0)
    return allied


def _defended(allied: Floats, initiator: Ints, target: Ints) -> Floats:
    """1 for each dyad whose target has a defender against the initiator."""
    third = np.arange(len(allied))
    return np.asarray(defence(initiator[:, None], third, allied[target], allied[initiator]).max(axis=1))


def _level_at(posterior: Posterior, rows: Ints, year: int) -> Floats:
    """Mean and standard deviation (sets, 2) of the common level of disputes at the end of `year`.

    A year of the fit has the level drawn for it; from the last of them on the level goes on as the equation says. A year
    before those kept has the equation's own distribution, N(0, sigma^2 / (1 - rho^2)).
    """
    draws = posterior.draws
    persistence, scale = draws["year_persistence"][rows], draws["year_scale"][rows]
    levels = draws["year_level"]
    last = posterior.record["years"][1]
    column = min(year, last) - last - 1
    if -column > levels.shape[1]:
        return np.stack([np.zeros(len(rows)), scale / np.sqrt(1.0 - persistence**2)], axis=1)
    ahead = max(year - last, 0)
    variance = sum((persistence ** (2 * step) for step in range(ahead)), np.zeros(len(rows)))
    return np.stack([levels[rows, column] * persistence**ahead, scale * np.sqrt(variance)], axis=1)


def _logistic(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def _provocations(drawn: Sequence[Floats], sets: int) -> Any:
    """Records (G, Q) of the coefficients of each type."""
    table = np.zeros((sets, len(drawn)), PROVOCATIONS).view(np.recarray)
    for q, values in enumerate(drawn):
        table[:, q] = named(values, PROVOCATIONS)
    return table
