"""The decision for own nuclear weapons."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from foedus.equations import armament
from foedus.equations.effects import CHANNELS
from foedus.equations.escalation import COLD_WAR_END
from foedus.jitable import jitable
from foedus.simulation.common import NUCLEAR, PURSUE, member
from foedus.simulation.draws import happens, uniforms
from foedus.simulation.fields import Owns, coefficients
from foedus.simulation.outcomes import event, mark
from foedus.simulation.steps.integrity import deviation
from foedus.simulation.steps.treaty_formation import opposed

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

ARM = 13
OWNS = Owns(
    states=(("nuclear", "i8"),),
    draws=(
        ("armament", coefficients(armament.Coefficients)),
        ("acquisition", "f8"),
    ),
    processes=(ARM,),
    equations=("armament",),
)
CHANNEL = CHANNELS.index("armament")
PROTEGE_NUCLEAR = event("protege_nuclear")


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients of the decision to pursue, and the yearly probability that a pursuit succeeds."""
    return {"armament": of.posterior("armament", "b"), "acquisition": of.posterior("armament", "acquisition")}


@jitable
def begin(w: Setting, f: Future) -> None:
    """Nuclear status as recorded."""
    for i in range(len(w.states)):
        f.states[i].nuclear = w.states[i].nuclear


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Candidates start to pursue nuclear weapons, and those that pursue acquire them."""
    for i in range(len(w.states)):
        if w.states[i].candidate and f.states[i].nuclear < NUCLEAR:
            a, b, _, _ = uniforms(seed, run, w.states[i].code, year, ARM)
            if f.states[i].nuclear == PURSUE:
                if armament.acquires(p.draws[g].acquisition, b):
                    f.states[i].nuclear = NUCLEAR
            elif happens(a, _pursuit(w, p, g, f, i, year)):
                f.states[i].nuclear = PURSUE


@jitable
def _pursuit(w: Setting, p: Parameters, g: int, f: Future, i: int, year: int) -> float:
    rival = shield = 0.0
    opponents = 0
    for k in range(len(w.states)):
        hostile = opposed(w, f, i, k)
        opponents += hostile
        if k != i and f.states[k].nuclear == NUCLEAR:
            if hostile:
                rival = 1.0
            shield = max(shield, f.alliance[i, k])
    wealth = w.states[i].log_gdp_per_head
    if not math.isnan(w.capability[1, i]):
        wealth += f.capability[1, i] - w.capability[1, i]
    terms = armament.Terms(
        log_gdp_per_head=wealth,
        nuclear_rival=rival,
        nuclear_defended=shield,
        post_cold_war=1.0 if year >= COLD_WAR_END else 0.0,
        opponents=math.log(1.0 + opponents),
        latent=w.states[i].latent,
    )
    x = armament.log_odds(p.draws[g].armament, terms)
    for k in range(len(w.instruments)):
        if p.effect[g, k, CHANNEL] != 0.0 and member(w, k, i):
            x += deviation(w, p, g, f, k, CHANNEL, year)
    return x


@jitable
def record(w: Setting, f: Future, r: Record, year: int) -> None:
    """Whether the protege has nuclear weapons."""
    if w.protege >= 0 and f.states[w.protege].nuclear == NUCLEAR:
        mark(r, PROTEGE_NUCLEAR, year - w.year)
