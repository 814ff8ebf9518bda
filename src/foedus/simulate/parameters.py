"""From posteriors and priors to parameter sets: set g is one draw of everything.

Future r uses set r mod G, so the spread over sets is parameter uncertainty and the spread within a set is luck. Draws of
priors are addressed by the parameter's name (`foedus.simulate.draws`): adding a parameter changes no other.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaincinv, ndtr

from foedus.errors import InputError, ModelError, unknown
from foedus.models import coercion as coercion_model
from foedus.models import initiation, integrity, provocation
from foedus.models.effects import CHANNELS, LITERATURE, Effect, effects, priors
from foedus.models.escalation import STAGES
from foedus.models.fits import AS_SHIPPED, Fits
from foedus.models.posterior import Posterior, Units
from foedus.models.weights import specification_weights
from foedus.simulate.draws import Process, normals
from foedus.simulate.state import DRAWS, Floats, Ints, Parameters
from foedus.world.world import INDICES, KINDS, World

SETS = 200
"""Parameter sets in a run."""

EQUATIONS = (
    "escalation",
    "joining",
    "treaty-end",
    "treaty-formation",
    *(f"growth-{index}" for index in INDICES),
    "alignment",
    "government",
    "trade",
    "armament",
)


@dataclass(frozen=True)
class Drawn:
    """Parameter sets, and the specification of initiation each of them uses."""

    parameters: Parameters
    specification: tuple[str, ...]  # G
    weights: Mapping[str, float]


def draw_parameters(
    world: World,
    *,
    specification: str | None = None,
    sets: int = SETS,
    coercion: tuple[int, float] = (0, 1.0),
    loss: float = 0.0,
    frozen: frozenset[str] = frozenset(),
    beliefs: str = LITERATURE,
    fits: Fits = AS_SHIPPED,
) -> Drawn:
    """Draw `sets` parameter sets for a world.

    specification   one of the rival specifications of initiation; None shares the sets out by their weights
    coercion        episodes of economic coercion seen, and the years in which they could have been
    loss            output lost in one episode, percent of a year's GDP, as stated by the case
    frozen          "elicited" holds elicited priors at their means, to read how much spread they cause
    beliefs         which of the rival beliefs about treaties the effects are drawn from, with the same luck under each
    fits            where posteriors come from
    """
    weights = _weights(specification)
    names = _share_out(weights, sets)
    by_name = {name: fits.load(f"initiation-{name}") for name in weights if weights[name] > 0}
    fitted = {name: fits.load(name) for name in EQUATIONS}
    processes = [f"provocation-{name}" for name in world.provocations]
    fitted |= {name: fits.load(name) for name in processes}
    draw = _Draw(sets, frozen)
    dyads = _dyads(world)
    undirected = np.sort(world.codes[world.pairs], axis=1) @ np.array([1000, 1])
    escalation = fitted["escalation"]
    elapsed = {name: world.year - by_name[name].record["years"][1] for name in by_name}
    rows = {name: _rows(by_name[name], sets) for name in by_name}

    def of(key: str) -> Floats:
        return np.stack([by_name[name].draws[key][rows[name][g]] for g, name in enumerate(names)])

    persistence, scale = of("year_persistence"), of("year_scale")
    lead = np.array([max(elapsed[name], 0) for name in names])
    coefficients = of("b")
    growth = [fitted[f"growth-{index}"] for index in INDICES]
    table = np.zeros(sets, DRAWS).view(np.recarray)
    columns = {
        "initiation": coefficients,
        "year_persistence": persistence,
        "year_scale": scale,
        "year_start": np.stack([of("year_last") * persistence**lead, _ahead(persistence, scale, lead)], axis=1),
        "escalation": draw.posterior(escalation, "b"),
        "joining": draw.posterior(fitted["joining"], "b"),
        "joining_load": draw.prior("joining.load"),
        "ending": draw.posterior(fitted["treaty-end"], "b"),
        "formation": draw.posterior(fitted["treaty-formation"], "b"),
        "growth": np.stack([draw.posterior(series, "terms") for series in growth], axis=1),
        "alignment": draw.posterior(fitted["alignment"], "terms"),
        "government": np.column_stack(
            [draw.posterior(fitted["government"], key) for key in ("terms", "change_given_irregular")]
        ),
        "trade": draw.posterior(fitted["trade"], "terms"),
        "integrity": np.stack([draw.prior(f"integrity.{term}") for term in integrity.TERMS], axis=1),
        "coercion": np.stack(
            [
                draw.rate("coercion.rate", coercion),
                draw.prior("coercion.share") * loss,
                *(draw.prior(f"coercion.{term}") for term in coercion_model.TERMS[2:]),
            ],
            axis=1,
        ),
        "armament": draw.posterior(fitted["armament"], "b"),
        "acquisition": draw.posterior(fitted["armament"], "acquisition"),
    }
    for name in DRAWS.names or ():
        table[name] = columns[name]
    own_intercept = {name: draw.units(by_name[name], "dyad", dyads) for name in by_name}
    parameters = Parameters(
        draws=table,
        initiation_baseline=_baseline(world, coefficients)
        + np.stack([own_intercept[name][g] for g, name in enumerate(names)]),
        escalation_dyad=np.stack(
            [draw.units(escalation, stage, undirected, column) for column, stage in enumerate(STAGES)], axis=1
        ),
        ending_patron=draw.units(fitted["treaty-end"], "patron", world.codes),
        growth_mean=np.stack([draw.units(series, "state", world.codes, centre="mean") for series in growth], axis=1),
        centre=draw.units(fitted["alignment"], "centre", world.codes, sigma="centre_sigma", centre="centre_mean"),
        alternation=_logistic(draw.units(fitted["government"], "alternation", world.codes, centre="mean")),
        provocation=_stack([draw.provocation(fitted[name]) for name in processes], (sets, 0, 4)),
        effect=draw.effects(world, beliefs),
    )
    arrays = Parameters(table, *map(np.ascontiguousarray, parameters[1:]))
    return Drawn(arrays, tuple(names), weights)


class _Draw:
    """Draws of one kind or another, `sets` rows each."""

    def __init__(self, sets: int, frozen: frozenset[str]) -> None:
        self.sets = sets
        self.frozen = frozen

    def posterior(self, posterior: Posterior, key: str) -> Floats:
        return posterior.draws[key][_rows(posterior, self.sets)]

    def normal(self, name: str, mean: float, sd: float, provenance: str) -> Floats:
        if provenance in self.frozen:
            return np.full(self.sets, mean)
        return mean + sd * self._standard(name)

    def prior(self, name: str, address: str = "") -> Floats:
        """Draws of a stated prior, at the address of its own name or, where several share the prior, at another."""
        prior = priors()[name]
        return self.normal(address or name, prior.mean, prior.sd, prior.provenance)

    def provocation(self, posterior: Posterior) -> Floats:
        """What is fitted of one type of provocation, then what is stated of it (G, 4)."""
        stated = [self.prior(f"provocation.{term}", f"{posterior.name}.{term}") for term in provocation.STATED]
        return np.column_stack([self.posterior(posterior, "terms"), *stated])

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
        posterior: Posterior,
        table: str,
        codes: Ints,
        column: int | None = None,
        *,
        sigma: str = "sigma",
        centre: str | None = None,
    ) -> Floats:
        """Intercepts (G, units): a unit in the table from its posterior, any other from the population."""
        known = posterior.units.get(table, Units(np.empty(0, np.int64), np.empty(0), np.empty(0)))
        spread = self.posterior(posterior, sigma)
        spread = spread if column is None else spread[:, column]
        middle = self.posterior(posterior, centre) if centre else np.zeros(self.sets)
        out = np.empty((self.sets, len(codes)))
        place = {int(code): row for row, code in enumerate(known.codes)}
        for index, code in enumerate(codes):
            luck = self._standard(f"{posterior.name}.{table}.{int(code)}")
            row = place.get(int(code))
            out[:, index] = middle + spread * luck if row is None else known.mean[row] + known.sd[row] * luck
        return out

    def rate(self, name: str, record: tuple[int, float]) -> Floats:
        """Poisson rate given events in years, Jeffreys prior: Gamma(events + 1/2, years), by its quantiles."""
        events, years = record
        return np.asarray(gammaincinv(events + 0.5, ndtr(self._standard(name))) / years)

    def _standard(self, name: str) -> Floats:
        return normals(0, self.sets, zlib.crc32(name.encode()), int(Process.PARAMETER))


def _rows(posterior: Posterior, sets: int) -> Ints:
    """Which stored draws are used: spread evenly over the posterior, repeated when more sets are asked for."""
    return np.arange(sets) * posterior.size // sets if sets <= posterior.size else np.arange(sets) % posterior.size


def _weights(specification: str | None) -> dict[str, float]:
    if specification is None:
        return specification_weights()
    if specification not in initiation.SPECIFICATIONS:
        raise InputError(unknown("specification", specification, initiation.SPECIFICATIONS))
    return {specification: 1.0}


def _share_out(weights: Mapping[str, float], sets: int) -> list[str]:
    """The specification of each set, in proportion to the weights and evenly interleaved."""
    names = list(weights)
    owed = dict.fromkeys(names, 0.0)
    out = []
    for _ in range(sets):
        for name in names:
            owed[name] += weights[name]
        chosen = max(names, key=lambda name: owed[name])
        owed[chosen] -= 1.0
        out.append(chosen)
    return out


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
    terms: list[Any] = [
        world.contiguous[pair].astype(float),
        np.log1p(world.distance)[pair],
        world.major[initiator].astype(float),
        world.major[target].astype(float),
        np.where(unknown_regime, 0.0, low),
        np.where(unknown_regime, 0.0, high),
        unknown_regime.astype(float),
        np.isnan(world.ideal[initiator] - world.ideal[target]).astype(float),
    ]
    if np.isnan(terms[1]).any():
        lacking = ", ".join(world.names[i] for i in np.unique(world.pairs[np.isnan(world.distance)]))
        raise ModelError(f"the distance of a pair is unknown (among {lacking}): initiation needs it; state it in km")
    return np.asarray(initiation.baseline(b.T[:, :, None], *[term[None, :] for term in terms]))


def _ahead(persistence: Floats, scale: Floats, years: Ints) -> Floats:
    """Standard deviation of an AR(1) `years` after it was last known."""
    variance = sum(np.where(step < years, persistence ** (2 * step), 0.0) for step in range(int(years.max(initial=0))))
    return scale * np.sqrt(variance)


def _logistic(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def _stack(arrays: list[Floats], empty: tuple[int, int, int]) -> Floats:
    return np.stack(arrays, axis=1) if arrays else np.empty(empty)
