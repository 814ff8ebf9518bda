"""Who joins a dispute with force, on which side."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from foedus.equations import escalation, joining
from foedus.equations.effects import CHANNELS
from foedus.jitable import jitable
from foedus.simulation.common import FORCE, WAR, ends, member
from foedus.simulation.draws import happens, uniforms
from foedus.simulation.fields import Owns, coefficients
from foedus.simulation.steps.integrity import deviation

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

JOIN = 11
OWNS = Owns(
    states=(("joined", "i8"),),  # side taken in the dispute at hand: 0 none, 1 the initiator's, 2 the target's
    draws=(
        ("joining", coefficients(joining.Coefficients)),
        ("joining_load", "f8"),
    ),
    processes=(JOIN,),
    equations=("joining",),
)
CHANNEL = CHANNELS.index("joining")


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients, and the effect of a load on the patron's joining."""
    return {"joining": of.posterior("joining", "b"), "joining_load": of.prior("joining.load")}


@jitable
def join(w: Setting, p: Parameters, g: int, f: Future, d: int, level: int, seed: int, run: int, year: int) -> None:
    """Third states join the dispute of directed dyad d; none does short of force."""
    for k in range(len(w.states)):
        f.states[k].joined = 0
    if level < FORCE:
        return
    i, j = ends(w, d)
    for k in range(len(w.states)):
        if k != i and k != j and (w.pair[k, i] >= 0 or w.pair[k, j] >= 0):
            entity = (w.states[i].code * 1000 + w.states[j].code) * 1000 + w.states[k].code
            a, b, _, _ = uniforms(seed, run, entity, year, JOIN)
            capability = math.log(1.0 + 1000.0 * math.exp(f.capability[0, k]))
            if happens(b, _side(w, p, g, f, k, j, i, 1.0, capability, level, year)):
                f.states[k].joined = 2
            elif happens(a, _side(w, p, g, f, k, i, j, 0.0, capability, level, year)):
                f.states[k].joined = 1


@jitable
def _side(
    w: Setting,
    p: Parameters,
    g: int,
    f: Future,
    k: int,
    friend: int,
    opponent: int,
    target_side: float,
    capability: float,
    level: int,
    year: int,
) -> float:
    """Log-odds that k joins its friend against the opponent."""
    q = w.pair[k, opponent]
    terms = joining.Terms(
        war=1.0 if level == WAR else 0.0,
        target_side=target_side,
        pact=1.0 if f.alliance[k, friend] > 0.0 else 0.0,
        bilateral_pact=1.0 if f.bilateral[k, friend] else 0.0,
        major=1.0 if w.states[k].major else 0.0,
        capability=capability,
        contiguous_opponent=w.pairs[q].contiguous if q >= 0 else 0.0,
        recent_opponent=1.0 / (1.0 + f.pairs[q].peace) if q >= 0 else 0.0,
        post_cold_war=1.0 if year >= escalation.COLD_WAR_END else 0.0,
    )
    x = joining.log_odds(p.draws[g].joining, terms)
    for m in range(len(w.instruments)):
        if p.effect[g, m, CHANNEL] != 0.0 and member(w, m, k) and member(w, m, friend):
            x += deviation(w, p, g, f, m, CHANNEL, year)
    if k == w.patron:
        x += p.draws[g].joining_load * max(f.whole[0].load, f.whole[0].drawn)
    return x
