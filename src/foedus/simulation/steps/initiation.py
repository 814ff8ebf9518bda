"""Initiation of militarised disputes, and for each in turn: escalation, joining, commitments."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import initiation
from foedus.equations.defence import defence
from foedus.equations.escalation import COLD_WAR_END
from foedus.jitable import jitable
from foedus.simulation.chronicle import note
from foedus.simulation.common import WAR, ends
from foedus.simulation.draws import happens, logistic
from foedus.simulation.fields import Owns, coefficients
from foedus.simulation.outcomes import event, yearly
from foedus.simulation.steps.commitments import register
from foedus.simulation.steps.duration import engage
from foedus.simulation.steps.escalation import escalate, ladder
from foedus.simulation.steps.joining import join
from foedus.world.world import KINDS

if TYPE_CHECKING:
    from foedus.arrays import Floats, Ints
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting
    from foedus.world.world import World

OWNS = Owns(
    pairs=(("memory", "f8"),),  # disputes remembered
    whole=(
        ("disputes", "f8"),  # this year, whole world
        ("wars", "f8"),
    ),
    draws=(("initiation", coefficients(initiation.Coefficients)),),
    units=("initiation_baseline",),
    equations=("initiation",),
)
WAR_ON_PROTEGE, LETHAL_ATTACK = event("war_on_protege"), event("lethal_attack")
DISPUTES, WARS = yearly("disputes"), yearly("wars")
EXPECTED_WAR, EXPECTED_ATTACK = yearly("expected_war"), yearly("expected_attack")


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients, and for each directed dyad the constant part of the log-odds."""
    b = of.posterior("initiation", "b")
    return {
        "initiation": b,
        "initiation_baseline": _baseline(of.world, b) + of.units("initiation", "dyad", _dyads(of.world)),
    }


def _dyads(world: World) -> Ints:
    """Code of each directed dyad, in the order of the simulator: first to second, then second to first, pair by pair."""
    codes = world.codes[world.pairs]
    return np.stack([codes[:, 0] * 1000 + codes[:, 1], codes[:, 1] * 1000 + codes[:, 0]], axis=1).ravel()


def _baseline(world: World, b: Floats) -> Floats:
    """The constant part of the log-odds of initiation (G, D)."""
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
    return np.asarray(initiation.baseline(initiation.Coefficients(*b.T[:, :, None]), x))


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


@jitable
def begin(w: Setting, f: Future) -> None:
    """The discounted dispute history at the start."""
    for q in range(len(w.pairs)):
        f.pairs[q].memory = w.pairs[q].memory


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, r: Record, seed: int, run: int, year: int) -> None:
    """Every pair's disputes of the year, each to its end before the next: initiation, escalation, joining, commitments."""
    war_before, attack_before = r.events[WAR_ON_PROTEGE] != 0, r.events[LETHAL_ATTACK] != 0
    f.whole[0].disputes = 0.0
    f.whole[0].wars = 0.0
    calm = no_war = 1.0
    b = p.draws[g].initiation
    for q in range(len(w.pairs)):
        i, j = w.pairs[q].first, w.pairs[q].second
        gap = abs(f.states[i].ideal - f.states[j].ideal)
        terms = initiation.Moving(
            peace=min(f.pairs[q].peace, initiation.LONGEST_PEACE) / 10.0,
            capability_ratio=f.capability[0, i] - f.capability[0, j],
            ideal_gap=0.0 if math.isnan(gap) else gap,
            memory=math.log(1.0 + f.pairs[q].memory),
        )
        even = initiation.common(b, terms) + f.whole[0].level
        tilt = initiation.tilt(b, terms)
        f.pairs[q].memory *= initiation.YEARLY_RETENTION
        for direction in range(2):
            d = 2 * q + direction
            x = p.initiation_baseline[g, d] + even + (tilt if direction == 0 else -tilt)
            if i == w.protege or j == w.protege:
                force, war, fatal = ladder(w, p, g, f, d, year)
                force *= min(logistic(x) * math.exp(f.shift[0, d]), 1.0)
                no_war *= 1.0 - force * war
                if ends(w, d)[1] == w.protege:
                    calm *= 1.0 - force * (war + (1.0 - war) * fatal)
            if happens(f.pairs[q].luck[direction], x, f.shift[0, d]):
                fight(w, p, g, f, r, d, seed, run, year)
    expect(r, war_before, 1.0 - no_war, attack_before, 1.0 - calm, year - w.year)


@jitable
def fight(w: Setting, p: Parameters, g: int, f: Future, r: Record, d: int, seed: int, run: int, year: int) -> None:
    """A dispute of directed dyad d: escalation, joining, commitments."""
    level = escalate(w, p, g, f, d, seed, run, year)
    join(w, p, g, f, d, level, seed, run, year)
    engage(w, f, d, level)
    register(w, f, r, d, level, year)
    f.pairs[d // 2].memory += 1.0
    f.whole[0].disputes += 1.0
    if level == WAR:
        f.whole[0].wars += 1.0
    if r.row >= 0:
        note(w, f, r, d, level, year)


@jitable
def expect(r: Record, war_before: bool, war: float, attack_before: bool, attack: float, t: int) -> None:
    """Keep the year's probabilities of a war on the protege and of a lethal attack, given the state at its start.

    They are kept until the first such event and are 0 afterwards: their sum has the expectation of the indicator that
    the event happens at all (it is its compensator) and far less variance.
    """
    r.yearly[t - 1, EXPECTED_WAR] = 0.0 if war_before else war
    r.yearly[t - 1, EXPECTED_ATTACK] = 0.0 if attack_before else attack


@jitable
def record(w: Setting, f: Future, r: Record, year: int) -> None:
    """Disputes and wars of the whole world."""
    r.yearly[year - w.year - 1, DISPUTES] = f.whole[0].disputes
    r.yearly[year - w.year - 1, WARS] = f.whole[0].wars
