"""The decision for own nuclear weapons."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from foedus.elementary import log
from foedus.equations import armament, opinion
from foedus.equations.effects import CHANNELS
from foedus.equations.opponents import OPPONENT_YEARS
from foedus.jitable import jitable
from foedus.simulation.common import NUCLEAR, PURSUE, member, post_cold_war, stated
from foedus.simulation.draws import happens, uniforms
from foedus.simulation.fields import Owns, by_name, coefficients, lane
from foedus.simulation.outcomes import event, mark
from foedus.simulation.steps.credibility import ALLY, believed
from foedus.simulation.steps.integrity import deviation

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

ARM = 13
OWNS = Owns(
    states=(
        ("nuclear", "i8"),  # status
        ("opponents", "f8"),  # in disputes within ten years, their number; 1 if one has nuclear weapons
        ("nuclear_rival", "f8"),
        ("umbrella", "f8"),  # strength of its strongest pact with a state that has them
    ),
    whole=(("arming", "f8"),),  # log-odds of the candidate at hand
    draws=(
        ("armament", coefficients(armament.Coefficients)),
        ("speed", coefficients(armament.Speed)),
        ("alarming", "f8"),  # what a higher level of provocations adds to the log-odds of the protege
    ),
    processes=(ARM,),
    equations=("armament",),
)
CHANNEL = CHANNELS.index("armament")
PROTEGE_NUCLEAR = event("protege_nuclear")


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients of the decision to pursue, and the yearly probability that a pursuit succeeds.

    That of a latent state is stated, save in sets of the specification in which it is fitted.
    """
    fitted = of.posterior("armament", "acquisition")
    stated = 1.0 / (1.0 + np.exp(-of.prior("armament.speed")))
    latent = np.where([name == armament.FITTED_SPEED for name in of.specification("armament")], fitted, stated)
    speed = by_name(armament.Speed, {"plain": fitted, "latent": latent})
    return {"armament": of.posterior("armament", "b"), "speed": speed, "alarming": of.prior("provocation.alarm")}


@jitable
def begin(w: Setting, f: Future) -> None:
    """Nuclear status as recorded."""
    for i in range(len(w.states)):
        for r in range(f.width):
            f.states[i].nuclear[r] = w.states[i].nuclear


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Candidates start to pursue nuclear weapons, and those that pursue acquire them."""
    for i in range(len(w.states)):
        if w.states[i].candidate:
            survey_opponents(w, f, i)
            pursuit(w, p, f, i, year)
            code, latent = w.states[i].code, w.states[i].latent > 0.0
            for r in range(f.width):
                a, b, _, _ = uniforms(seed, run + r, code, year, ARM)
                status = f.states[i].nuclear[r]
                starts = happens(a, f.whole[0].arming[r]) and status < PURSUE
                speed = lane(armament.Speed, p.draws[0].speed, r)
                acquires = armament.acquires(speed, latent, b) and status == PURSUE
                f.states[i].nuclear[r] = NUCLEAR if acquires else PURSUE if starts else status


@jitable
def survey_opponents(w: Setting, f: Future, i: int) -> None:
    """The opponents of state i, and its pacts with states that have nuclear weapons."""
    x = f.states[i]
    for r in range(f.width):
        x.opponents[r] = x.nuclear_rival[r] = x.umbrella[r] = 0.0
    for k in range(len(w.states)):
        if k != i:
            q, n = w.pair[i, k], w.link[i, k]
            for r in range(f.width):
                armed = f.states[k].nuclear[r] == NUCLEAR
                x.umbrella[r] = max(x.umbrella[r], f.links[n].strength[r] if armed else 0.0)
            if q >= 0:
                for r in range(f.width):
                    hostile = f.pairs[q].peace[r] < OPPONENT_YEARS
                    x.opponents[r] += 1.0 if hostile else 0.0
                    x.nuclear_rival[r] = 1.0 if hostile and f.states[k].nuclear[r] == NUCLEAR else x.nuclear_rival[r]


@jitable
def pursuit(w: Setting, p: Parameters, f: Future, i: int, year: int) -> None:
    """Log-odds that state i starts to pursue nuclear weapons."""
    for r in range(f.width):
        growth = f.states[i].capability[1, r] - p.capability[1, i, r]
        terms = armament.Terms(
            log_gdp_per_head=w.states[i].log_gdp_per_head + (0.0 if math.isnan(growth) else growth),
            nuclear_rival=f.states[i].nuclear_rival[r],
            nuclear_defended=f.states[i].umbrella[r],
            post_cold_war=post_cold_war(year),
            opponents=log(1.0 + f.states[i].opponents[r]),
            latent=w.states[i].latent,
        )
        f.whole[0].arming[r] = armament.log_odds(lane(armament.Coefficients, p.draws[0].armament, r), terms)
    if i == w.protege:
        for r in range(f.width):
            f.whole[0].arming[r] += opinion.shift(p.draws[0].opinion_pull[r], f.whole[0].opinion[r])
    if i == w.protege and stated(p.draws[0].alarming, f.width):
        for r in range(f.width):
            f.whole[0].arming[r] += p.draws[0].alarming[r] * f.whole[0].alarm[r]
    for k in range(len(w.instruments)):
        if w.instruments[k].own and member(w, k, i):
            for r in range(f.width):
                f.whole[0].arming[r] += deviation(w, p, f, k, CHANNEL, year, r) + believed(p, f, k, CHANNEL, ALLY, r)


@jitable
def record(w: Setting, f: Future, out: Record, year: int) -> None:
    """Whether the protege has nuclear weapons."""
    if w.protege >= 0:
        for r in range(f.width):
            mark(out, PROTEGE_NUCLEAR, year - w.year, r, f.states[w.protege].nuclear[r] == NUCLEAR)
