"""Synthetic worlds of any size, with parameter sets to match: for timing only, nothing in them is a measurement.

The states stand on a ring. States 0 to M - 1, M = min(5, N - 3), are major powers. Pairs that may dispute are the
politically relevant ones, neighbours on the ring and every pair with a major power, so their number grows linearly:

    P = M (M - 1) / 2 + M (N - M) + N - M - 1

State 0 is the patron, state M the protege, state 1 coerces, and the bloc is states 1, 2 and M + 1. The alliance has one
instrument of each kind but an entente; outside it every fourth other minor has a defence pact with a major power.

Parameters are random around values that give about one dispute a year in a hundred directed dyads. They need no
posterior.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.equations import escalation, provocation
from foedus.equations.effects import CHANNELS
from foedus.simulation import imputed
from foedus.simulation.common import pacts_possible
from foedus.simulation.fields import coefficients
from foedus.simulation.parameters import named
from foedus.simulation.state import DRAWS, Parameters
from foedus.world.world import KINDS, LEVELS, World

MAJORS = 5
YEAR = 2023
REST = 0.02
"""Share of the states that are not in the world, under each index."""
OWN = (
    "defence-pact",
    "ceasefire",
    "command",
    "umbrella",
    "nonproliferation",
    "missile-defence",
    "consultation",
    "presence",
    "cost-sharing",
)
RESTS_ON = {
    "command": "defence-pact",
    "umbrella": "defence-pact",
    "presence": "defence-pact",
    "cost-sharing": "presence",
}
SHIELDS = ("defence-pact", "command", "umbrella", "presence")


def majors(states: int) -> int:
    """Number of major powers in a world of so many states."""
    return min(MAJORS, states - 3)


def pairs(states: int) -> Ints:
    """Politically relevant pairs (P, 2): with a major power, or neighbours on the ring."""
    first_minor = majors(states)
    wanted = [(i, j) for i in range(first_minor) for j in range(i + 1, states)]
    wanted += [(i, i + 1) for i in range(first_minor, states - 1)]
    return np.array(wanted, dtype=np.int64)


def world(states: int, seed: int = 1) -> World:
    """A world of so many states (6 to 900)."""
    if not 6 <= states <= 900:
        raise ValueError(f"a synthetic world has 6 to 900 states, not {states}")
    rng = np.random.default_rng(seed)
    patron, protege = 0, majors(states)
    pair = pairs(states)
    ring = (np.abs(pair[:, 0] - pair[:, 1]) == 1) | (np.abs(pair[:, 0] - pair[:, 1]) == states - 1)
    outside = [(minor % protege, minor) for minor in range(protege + 1, states, 4)]
    kinds = [*OWN, *["defence-pact"] * len(outside)]
    count, own = len(kinds), len(OWN)
    party = np.zeros((count, states), np.bool_)
    party[:own, [patron, protege]] = True
    for k, members in enumerate(outside, own):
        party[k, list(members)] = True
    target = np.stack([pair[:, 1], pair[:, 0]], axis=1).ravel()
    shield = np.zeros((count, 2 * len(pair)), np.bool_)
    for name in SHIELDS:
        shield[OWN.index(name)] = target == protege
    bases = [OWN.index(RESTS_ON[kind]) if kind in RESTS_ON else -1 for kind in OWN]
    democracy = rng.random(states) < 0.5
    capability = rng.lognormal(0.0, 1.0, (3, states)) * np.where(np.arange(states) < protege, 10.0, 1.0)
    capability *= (1.0 - REST) / capability.sum(axis=1, keepdims=True)
    return World(
        year=YEAR,
        codes=np.arange(1, states + 1),
        names=tuple(f"state {i}" for i in range(states)),
        capability=capability,
        rest=np.full(3, REST),
        major=np.arange(states) < protege,
        polyarchy=rng.random(states),
        democracy=democracy,
        ideal=rng.normal(size=states),
        election_next=np.where(democracy, YEAR + 1 + np.arange(states) % 4, 0),
        election_every=np.where(democracy, 4, 0),
        constitution=np.where(democracy, np.arange(states) % 4, 0),
        side=np.where(np.arange(states) % 2 == 0, 1, -1),
        nuclear=np.where(np.arange(states) < protege, 3, 0),
        candidate=np.arange(states) == protege,
        theatre=np.arange(states) == protege + 2,
        area=np.ones(states, np.bool_),
        gdp_per_head=np.full(states, 20.0),
        latent=np.ones(states),
        pairs=pair,
        peace=(peace := rng.integers(0, 40, len(pair))),
        memory=rng.exponential(0.5, len(pair)),
        coded=np.full(len(pair), YEAR),
        level=np.where(peace == 0, LEVELS.index("force"), 0),
        known=np.empty((0, 4), np.int64),
        rivalry=(rng.random(len(pair)) < 0.05).astype(float),
        contiguous=ring,
        distance=np.where(ring, 0.0, rng.uniform(500.0, 10_000.0, len(pair))),
        instruments=tuple(f"{kind} {k}" for k, kind in enumerate(kinds)),
        kind=np.array([KINDS.index(kind) for kind in kinds]),
        party=party,
        own=np.arange(count) < own,
        shield=shield,
        rests_on=np.array([*bases, *[-1] * len(outside)]),
        until=np.zeros(count, np.int64),
        notice=np.ones(count, np.int64),
        integrity=np.full(count, 0.9),
        bilateral=party.sum(axis=1) == 2,
        age=np.full(count, 50),
        troops=np.array([28.5 if kind == "presence" else 0.0 for kind in kinds]),
        protege=protege,
        patron=patron,
        bloc=np.array([1, 2, protege + 1]),
        coercer=1,
        exposure=0.1,
        loss=0.005,
        episodes=1,
        episode_years=31.0,
        strain=np.array([[0.2, 0.0], [1.0, 0.4]]),
        polls=np.empty((0, 4)),
        provocations=("missile-launches", "joint-air-patrols"),
        tempo=np.zeros(2),
    )


def parameters(of: World, sets: int = 100, seed: int = 1) -> Parameters:
    """Random parameter sets for a synthetic world."""
    rng = np.random.default_rng(seed)
    pairs_, count = len(of.pairs), len(of.instruments)

    def around(centre: tuple[float, ...] | float, *shape: int, spread: float = 0.05) -> Floats:
        centred = np.asarray(centre)
        return np.asarray(centred + spread * rng.normal(size=(sets, *shape, *centred.shape)))

    initiation = around((*[0.0] * 9, 0.1, 0.0, -0.8, 0.1, -0.005, 0.3, *[0.0] * 7), spread=0.0)
    stages = around(0.0, len(escalation.STAGES), len(escalation.TERMS))
    stages[:, :, 0] += (1.0, -3.0, -1.0)
    values: dict[str, Any] = {
        "initiation": initiation,
        "year_persistence": 0.8,
        "year_scale": 0.2,
        "year_start": (0.0, 0.2),
        "escalation": stages,
        "common_patron": around(-0.4),
        "deaths": (0.7, 0.7),
        "misread": 0.26,
        "joining": around((-4.5, 1.0, 0.5, 1.5, 0.5, 1.0, -0.5, 0.5, 0.1, 0.5, 0.5, -0.5, -0.4)),
        "joining_load": around(-0.5),
        "ending": around((-4.0, 0.2, 0.1, 0.3, 0.3, 0.2)),
        "formation": around((-6.0, 0.5, -0.1, 0.2, -0.3, 0.0, 0.8, -0.5, 0.0, 0.2, 0.5)),
        "growth": 3 * [(0.1, 0.03, 2.5, 0.01, 0.6)],
        "alignment": (0.96, 0.15, 0.1, 0.4, 0.02),
        "government": (*[0.05] * 4, *[0.03] * 4, 0.04, 0.05, 0.5),
        "trade": (0.1,),
        "duration": (0.1, 0.4, 0.7),
        "integrity": (0.8, 0.5, 0.3, 0.1, 0.2),
        "coercion": (0.05, 0.4, 0.6, 0.3, 0.0, 0.0),
        "armament": (-6.0, 0.3, 0.3, -0.5, -0.5, 0.5, 2.0),
        "speed": (0.05, 0.15),
        "ending_rate": 0.005,
        "ending_pressure": (0.2, -0.2),
        "reversion": (0.0, -3.6),
        "load": (-1.4, 2.7),
        "load_elsewhere": 0.0,
        "load_usual": 0.0,
    }
    draws = np.zeros(sets, DRAWS).view(np.recarray)
    for name, value in values.items():
        rows = value if isinstance(value, np.ndarray) else np.broadcast_to(value, (sets, *np.shape(value)))
        draws[name] = named(rows, DRAWS[name])
    provocations = np.array(
        [(20.0, 3.0, 0.4, -3.0, 1.5, 0.2, -0.2, 0.0), (1.5, 5.0, 0.4, -2.0, 1.5, -0.1, 0.1, 0.0)],
        coefficients(provocation.Coefficients),
    )
    effect = around(0.0, count, len(CHANNELS), spread=0.3)
    effect[:, ~of.own] = 0.0
    ideal = np.repeat(of.ideal[None], sets, axis=0)
    made = Parameters(
        draws=draws,
        initiation_baseline=around(-3.5, of.dyads, spread=0.3),
        escalation_dyad=around(0.0, len(escalation.STAGES), pairs_, spread=0.3),
        joining_dyad=around(0.0, 2 * len(pacts_possible(of)), spread=0.3),
        ending_patron=around(0.0, of.states, spread=0.3),
        growth_mean=around(0.0, 3, of.states, spread=0.005),
        centre=around(0.0, of.states, spread=0.8),
        alternation=np.full((sets, of.states), 0.5),
        provocation=np.tile(provocations, (sets, 1)).view(np.recarray),
        effect=effect,
        capability=np.repeat(np.log(of.capability)[None], sets, axis=0),
        ideal=ideal,
        gap=imputed.gap(of, ideal),
        polyarchy=np.repeat(of.polyarchy[None], sets, axis=0),
    )
    return Parameters(*map(np.ascontiguousarray, made))
