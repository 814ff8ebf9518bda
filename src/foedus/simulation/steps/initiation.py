"""Initiation of militarised disputes, and for each in turn: escalation, joining, commitments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.elementary import exp, log
from foedus.equations import initiation
from foedus.equations.defence import defence
from foedus.equations.escalation import COLD_WAR_END
from foedus.jitable import jitable
from foedus.simulation import imputed
from foedus.simulation.chronicle import note
from foedus.simulation.common import WAR, ends, stated
from foedus.simulation.draws import happens, logistic, may_happen
from foedus.simulation.fields import Owns, coefficients, lane
from foedus.simulation.outcomes import event, yearly
from foedus.simulation.steps.commitments import register
from foedus.simulation.steps.deaths import own_dead
from foedus.simulation.steps.duration import engage
from foedus.simulation.steps.escalation import escalate, ladder
from foedus.simulation.steps.joining import join, part
from foedus.world.world import KINDS

if TYPE_CHECKING:
    from foedus.arrays import Floats, Ints
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting
    from foedus.world.world import World

OWNS = Owns(
    pairs=(
        ("memory", "f8"),  # disputes remembered
        ("odds", "f8", (2,)),  # log-odds of a dispute in either direction, this year, but for the shift of instruments
    ),
    whole=(
        # probabilities that none of the protege's people dies in a dispute of its own this year; of no war outside
        ("calm", "f8"),
        ("no_war", "f8"),
        ("reverting", "f8"),  # share of the distance of log-odds to their middle that is lost this year
        ("disputes", "f8"),  # this year, whole world
        ("wars", "f8"),
    ),
    draws=(
        ("initiation", coefficients(initiation.Coefficients)),
        ("reversion", [("rate", "f8"), ("centre", "f8")]),
        ("opportunism", "f8"),  # what a busy patron adds to the log-odds of a dispute with one of its allies
    ),
    units=("initiation_baseline",),
    equations=("initiation",),
)
WAR_OUTSIDE, PROTEGE_DEATHS = event("war_outside"), event("protege_deaths")
DISPUTES, WARS = yearly("disputes"), yearly("wars")
EXPECTED_WAR, EXPECTED_DEATHS = yearly("expected_war"), yearly("expected_deaths")


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients, and for each directed dyad the constant part of the log-odds."""
    b = of.posterior("initiation", "b")
    rate, centre = of.reversion("initiation")
    return {
        "reversion": np.stack([of.fixed("initiation.reversion", rate), np.full(of.sets, centre)], axis=1),
        "initiation": b,
        "opportunism": of.prior("initiation.opportunism"),
        "initiation_baseline": _baseline(of.world, imputed.polyarchy(of), b)
        + of.units("initiation", "dyad", _dyads(of.world)),
    }


def _dyads(world: World) -> Ints:
    """Code of each directed dyad, in the order of the simulator: first to second, then second to first, pair by pair."""
    codes = world.codes[world.pairs]
    return np.stack([codes[:, 0] * 1000 + codes[:, 1], codes[:, 1] * 1000 + codes[:, 0]], axis=1).ravel()


def _baseline(world: World, polyarchy: Floats, b: Floats) -> Floats:
    """The constant part of the log-odds of initiation (G, D), of the polyarchy of each set (G, N)."""
    first, second = world.pairs.T
    initiator, target = np.stack([first, second], 1).ravel(), np.stack([second, first], 1).ravel()
    pair = np.repeat(np.arange(len(world.pairs)), 2)
    allied = _allied(world)
    x = initiation.Still(
        contiguous=world.contiguous[pair].astype(float),
        log_distance=np.log1p(world.distance)[pair],
        major_initiator=world.major[initiator].astype(float),
        major_target=world.major[target].astype(float),
        polyarchy_low=np.minimum(polyarchy[:, initiator], polyarchy[:, target]),
        polyarchy_high=np.maximum(polyarchy[:, initiator], polyarchy[:, target]),
        polyarchy_unknown=0.0,
        ideal_unknown=0.0,
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
    """The discounted dispute history at the start, from which no log-odds have moved yet."""
    for r in range(f.width):
        f.whole[0].reverting[r] = 0.0
    for q in range(len(w.pairs)):
        for r in range(f.width):
            f.pairs[q].memory[r] = w.pairs[q].memory


@jitable
def step(w: Setting, p: Parameters, f: Future, out: Record, seed: int, run: int, year: int) -> None:
    """Every pair's disputes of the year, each to its end before the next: initiation, escalation, joining, commitments."""
    for r in range(f.width):
        f.whole[0].reverting[r] = initiation.lost(p.draws[0].reversion.rate[r], float(year - w.year))
    tempting = stated(p.draws[0].opportunism, f.width)
    for q in range(len(w.pairs)):
        i, j = w.pairs[q].first, w.pairs[q].second
        for r in range(f.width):
            initiate(p, f, q, i, j, r)
        if tempting:
            first, second = links_with_patron(w, i, j)
            for r in range(f.width):
                tempt(p, f, q, first, second, r)
    expect(w, p, f, out, year)
    for r in range(f.width):
        f.whole[0].disputes[r] = f.whole[0].wars[r] = 0.0
    for q in range(len(w.pairs)):
        for r in range(f.width):
            f.marked[r] = may_begin(f, q, 0, r) or may_begin(f, q, 1, r)
        for r in range(f.width):
            if f.marked[r]:
                for direction in range(2):
                    if begins(f, q, direction, r):
                        fight(w, p, f, out, 2 * q + direction, seed, run, year, r)


@jitable
def may_begin(f: Future, q: int, direction: int, r: int) -> bool:
    """False only where `begins` is false."""
    odds = f.pairs[q].odds[direction, r] + f.pairs[q].shift[0, direction, r]
    return may_happen(f.pairs[q].luck[direction, r], odds)


@jitable
def begins(f: Future, q: int, direction: int, r: int) -> bool:
    """Whether pair q begins a dispute in a direction."""
    pair = f.pairs[q]
    return happens(pair.luck[direction, r], pair.odds[direction, r], pair.shift[0, direction, r])


@jitable
def links_with_patron(w: Setting, i: int, j: int) -> tuple[int, int]:
    """The links of states i and j with the patron; 0, which is never a pact, where one of the two is the patron."""
    if w.patron < 0 or i == w.patron or j == w.patron:
        return 0, 0
    return w.link[w.patron, i], w.link[w.patron, j]


@jitable
def initiate(p: Parameters, f: Future, q: int, i: int, j: int, r: int) -> None:
    """The log-odds of a dispute of pair q in either direction, and what the pair will remember."""
    b = lane(initiation.Coefficients, p.draws[0].initiation, r)
    terms = initiation.Moving(
        peace=min(f.pairs[q].peace[r], initiation.LONGEST_PEACE) / 10.0,
        capability_ratio=f.states[i].capability[0, r] - f.states[j].capability[0, r],
        ideal_gap=abs(f.states[i].ideal[r] - f.states[j].ideal[r]),
        memory=log(1.0 + f.pairs[q].memory[r]),
    )
    even, tilt = initiation.common(b, terms), initiation.tilt(b, terms)
    middle, share = p.draws[0].reversion.centre[r], f.whole[0].reverting[r]
    level = f.whole[0].level[r] + f.whole[0].system[r]
    there = p.initiation_baseline[2 * q, r] + even + tilt
    back = p.initiation_baseline[2 * q + 1, r] + even - tilt
    f.pairs[q].odds[0, r] = initiation.reverted(there, middle, share) + level
    f.pairs[q].odds[1, r] = initiation.reverted(back, middle, share) + level
    fade(f, q, r)


@jitable
def tempt(p: Parameters, f: Future, q: int, first: int, second: int, r: int) -> None:
    """What a busy patron adds to the log-odds of a dispute of pair q; first and second are its links with the two states."""
    busy = f.whole[0].load[r] - p.draws[0].load_usual[r]
    tempting = initiation.opportunism(p.draws[0].opportunism[r], busy)
    bound, other = f.links[first].strength[r] > 0.0, f.links[second].strength[r] > 0.0
    f.pairs[q].odds[0, r] += tempting if other and not bound else 0.0
    f.pairs[q].odds[1, r] += tempting if bound and not other else 0.0


@jitable
def fade(f: Future, q: int, r: int) -> None:
    """A year passes over what pair q remembers."""
    f.pairs[q].memory[r] *= initiation.YEARLY_RETENTION


@jitable
def remember(f: Future, q: int, disputes: float, r: int) -> None:
    """Pair q remembers disputes that have begun."""
    f.pairs[q].memory[r] += disputes


@jitable
def expect(w: Setting, p: Parameters, f: Future, out: Record, year: int) -> None:
    """Keep the year's probabilities of a war of the protege with an outsider and of deaths of its people, given its start.

    They are kept until the first such event and are 0 afterwards: their sum has the expectation of the indicator that
    the event happens at all (it is its compensator) and far less variance.
    """
    x = f.whole[0]
    for r in range(f.width):
        x.calm[r] = x.no_war[r] = 1.0
    for d in range(2 * len(w.pairs)):
        i, j = ends(w, d)
        if w.protege >= 0 and (i == w.protege or j == w.protege):
            ladder(w, p, f, d, year)
            q, direction, began = d // 2, d % 2, i == w.protege
            other = j if began else i
            n, inside = w.link[w.patron, other] if w.patron >= 0 else 0, other == w.patron
            for r in range(f.width):
                odds, shift = f.pairs[q].odds[direction, r], f.pairs[q].shift[0, direction, r]
                force = x.force[r] * min(logistic(odds) * exp(shift), 1.0)
                x.no_war[r] *= 1.0 if inside or f.links[n].strength[r] > 0.0 else 1.0 - force * x.war[r]
                x.calm[r] *= 1.0 - force * (x.war[r] + (1.0 - x.war[r]) * x.fatal[r] * own_dead(p, began, r))
    for r in range(f.width):
        war_before, deaths_before = out.events[WAR_OUTSIDE, r] != 0, out.events[PROTEGE_DEATHS, r] != 0
        out.yearly[year - w.year - 1, EXPECTED_WAR, r] = 0.0 if war_before else 1.0 - x.no_war[r]
        out.yearly[year - w.year - 1, EXPECTED_DEATHS, r] = 0.0 if deaths_before else 1.0 - x.calm[r]


@jitable
def fight(w: Setting, p: Parameters, f: Future, out: Record, d: int, seed: int, run: int, year: int, r: int) -> None:
    """A dispute of directed dyad d: escalation, joining, commitments."""
    level = escalate(w, p, f, d, seed, run, year, r)
    join(w, p, f, d, level, seed, run, year, r)
    engage(w, f, d, level, r)
    register(w, p, f, out, d, level, seed, run, year, r)
    remember(f, d // 2, 1.0, r)
    f.whole[0].disputes[r] += 1.0
    f.whole[0].wars[r] += 1.0 if level == WAR else 0.0
    if out.row >= 0 and r < out.rows:
        note(w, f, out, d, level, year, r)
    part(w, f, d, level, r)


@jitable
def record(w: Setting, f: Future, out: Record, year: int) -> None:
    """Disputes and wars of the whole world."""
    for r in range(f.width):
        out.yearly[year - w.year - 1, DISPUTES, r] = f.whole[0].disputes[r]
        out.yearly[year - w.year - 1, WARS, r] = f.whole[0].wars[r]
