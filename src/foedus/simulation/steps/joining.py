"""Who joins a dispute with force, on which side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.elementary import exp, log
from foedus.equations import joining
from foedus.equations.effects import CHANNELS
from foedus.jitable import jitable
from foedus.simulation.common import FORCE, PRESENCE, WAR, ends, pacts_possible, post_cold_war
from foedus.simulation.draws import happens, may_happen, uniforms
from foedus.simulation.fields import Owns, coefficients, lane
from foedus.simulation.steps.integrity import deviation

if TYPE_CHECKING:
    from foedus.arrays import Floats, Ints
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting
    from foedus.world.world import World

JOIN = 11
OWNS = Owns(
    states=(
        ("joined", "i8"),  # side taken in the dispute at hand: 0 none, 1 the initiator's, 2 the target's
        ("share", "f8"),  # ln(1 + 1000 CINC)
    ),
    links=(
        ("aid", "f8"),  # what instruments add to the log-odds that either joins the other
        ("tripwire", "f8"),  # what a presence adds to the log-odds that the patron does
    ),
    draws=(
        ("joining", coefficients(joining.Coefficients)),
        ("joining_load", "f8"),
    ),
    units=("joining_dyad",),
    processes=(JOIN,),
    equations=("joining",),
)
CHANNEL = CHANNELS.index("joining")


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients, intercepts of patrons and proteges, and the effect of a load on the patron's joining."""
    first, second = pacts_possible(of.world).T
    codes = np.stack([_dyad(of.world, first, second), _dyad(of.world, second, first)], axis=1).ravel()
    return {
        "joining": of.posterior("joining", "b"),
        "joining_dyad": of.units("joining", "dyad", codes) * of.fixed("joining.dyad", 1.0)[:, None],
        "joining_load": of.prior("joining.load"),
    }


def _dyad(world: World, patron: Ints, protege: Ints) -> Ints:
    """Codes of patrons and proteges by their indices."""
    return world.codes[patron] * 1000 + world.codes[protege]


@jitable
def step(w: Setting, p: Parameters, f: Future, year: int) -> None:
    """The capability of third states; what the instruments of the alliance add to the log-odds that parties join each other."""
    for k in range(len(w.states)):
        for r in range(f.width):
            f.states[k].share[r] = log(1.0 + 1000.0 * exp(f.states[k].capability[0, r]))
    for n in range(len(w.links)):
        for r in range(f.width):
            f.links[n].aid[r] = f.links[n].tripwire[r] = 0.0
    for k in range(len(w.instruments)):
        if w.instruments[k].own:
            there = 1.0 if w.instruments[k].kind == PRESENCE else 0.0
            for n in w.linked[w.instruments[k].link_start : w.instruments[k].link_end]:
                for r in range(f.width):
                    moved = deviation(w, p, f, k, CHANNEL, year, r)
                    f.links[n].tripwire[r] += there * moved
                    f.links[n].aid[r] += (1.0 - there) * moved


@jitable
def join(w: Setting, p: Parameters, f: Future, d: int, level: int, seed: int, run: int, year: int, r: int) -> None:
    """Third states join the dispute of directed dyad d, in which nobody is yet; none does short of force."""
    if level < FORCE:
        return
    i, j = ends(w, d)
    dyad = w.states[i].code * 1000 + w.states[j].code
    for k in w.third[w.pairs[d // 2].third_start : w.pairs[d // 2].third_end]:
        a, b, _, _ = uniforms(seed, run + r, dyad * 1000 + w.states[k].code, year, JOIN)
        with_target = log_odds(w, p, f, k, j, i, 1.0, level, year, r)
        with_initiator = log_odds(w, p, f, k, i, j, 0.0, level, year, r)
        if may_happen(b, with_target) and happens(b, with_target):
            f.states[k].joined[r] = 2
        elif may_happen(a, with_initiator) and happens(a, with_initiator):
            f.states[k].joined[r] = 1


@jitable
def part(w: Setting, f: Future, d: int, level: int, r: int) -> None:
    """The dispute of directed dyad d is over: nobody is in it."""
    if level >= FORCE:
        for k in w.third[w.pairs[d // 2].third_start : w.pairs[d // 2].third_end]:
            f.states[k].joined[r] = 0


@jitable
def log_odds(
    w: Setting,
    p: Parameters,
    f: Future,
    k: int,
    friend: int,
    opponent: int,
    target_side: float,
    level: int,
    year: int,
    r: int,
) -> float:
    """Log-odds that k joins its friend against the opponent."""
    q, n = w.pair[k, opponent], w.link[k, friend]
    patron = f.links[n].strength[r] > 0.0 and w.states[k].major and not w.states[friend].major
    terms = joining.Terms(
        war=1.0 if level == WAR else 0.0,
        target_side=target_side,
        pact=1.0 if f.links[n].strength[r] > 0.0 else 0.0,
        bilateral_pact=1.0 if f.links[n].bilateral[r] else 0.0,
        major=1.0 if w.states[k].major else 0.0,
        capability=f.states[k].share[r],
        contiguous_opponent=w.pairs[q].contiguous if q >= 0 else 0.0,
        recent_opponent=1.0 / (1.0 + f.pairs[q].peace[r]) if q >= 0 else 0.0,
        post_cold_war=post_cold_war(year),
        patron=1.0 if patron else 0.0,
    )
    x = joining.log_odds(lane(joining.Coefficients, p.draws[0].joining, r), terms) + f.links[n].aid[r]
    x += p.joining_dyad[2 * n + (w.links[n].first != k), r] if patron else 0.0
    busy = max(f.whole[0].load[r], f.whole[0].drawn[r]) - p.draws[0].load_usual[r]
    load = p.draws[0].joining_load[r] * busy
    return x + load + f.links[n].tripwire[r] if k == w.patron else x
