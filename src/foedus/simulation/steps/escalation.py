"""Escalation of disputes: force, war, deaths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import escalation
from foedus.equations.defence import defence
from foedus.jitable import jitable
from foedus.simulation.common import DISPUTE, FATAL, FORCE, NUCLEAR, WAR, ends
from foedus.simulation.draws import logistic, uniforms
from foedus.simulation.fields import Owns, coefficients

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

ESCALATE = 10
OWNS = Owns(
    draws=(("escalation", coefficients(escalation.Stages, of=coefficients(escalation.Coefficients))),),
    units=("escalation_dyad",),
    processes=(ESCALATE,),
    equations=("escalation",),
)

FORCE_STAGE, WAR_STAGE, FATAL_STAGE = range(len(escalation.STAGES))


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients of each stage, and intercepts of pairs."""
    undirected = np.sort(of.world.codes[of.world.pairs], axis=1) @ np.array([1000, 1])
    return {
        "escalation": of.posterior("escalation", "b"),
        "escalation_dyad": np.stack(
            [of.units("escalation", stage, undirected, column) for column, stage in enumerate(escalation.STAGES)],
            axis=1,
        ),
    }


@jitable
def escalate(w: Setting, p: Parameters, g: int, f: Future, d: int, seed: int, run: int, year: int) -> int:
    """The level that the dispute of directed dyad d reaches."""
    i, j = ends(w, d)
    a, b, c, _ = uniforms(seed, run, w.states[i].code * 1000 + w.states[j].code, year, ESCALATE)
    force, war, fatal = ladder(w, p, g, f, d, year)
    if a >= force:
        return DISPUTE
    if b < war:
        return WAR
    return FATAL if c < fatal else FORCE


@jitable
def ladder(w: Setting, p: Parameters, g: int, f: Future, d: int, year: int) -> tuple[float, float, float]:
    """Probabilities for directed dyad d: force given a dispute, war given force, a death given force without war."""
    q = d // 2
    i, j = ends(w, d)
    shield, nuclear = defended(w, f, i, j)
    x = escalation.Terms(
        contiguous=w.pairs[q].contiguous,
        capability_ratio=f.capability[0, i] - f.capability[0, j],
        both_major=1.0 if w.states[i].major and w.states[j].major else 0.0,
        defended=shield,
        nuclear_defended=nuclear,
        allied=f.alliance[i, j],
        recent=1.0 / (1.0 + f.pairs[q].peace),
        post_cold_war=1.0 if year >= escalation.COLD_WAR_END else 0.0,
    )
    b = p.draws[g].escalation
    force = escalation.log_odds(b.force, x) + p.escalation_dyad[g, FORCE_STAGE, q]
    war = escalation.log_odds(b.war, x) + p.escalation_dyad[g, WAR_STAGE, q]
    fatal = escalation.log_odds(b.fatal, x) + p.escalation_dyad[g, FATAL_STAGE, q]
    return logistic(force), logistic(war + f.shift[1, d]), logistic(fatal)


@jitable
def defended(w: Setting, f: Future, i: int, j: int) -> tuple[float, float]:
    """Strength of j's strongest defence pact with a state that is not also i's ally, and of its strongest nuclear one."""
    best = best_nuclear = 0.0
    for k in range(len(w.states)):
        strength = defence(i, k, f.alliance[j, k], f.alliance[i, k])
        best = max(best, strength)
        if f.states[k].nuclear == NUCLEAR:
            best_nuclear = max(best_nuclear, strength)
    return best, best_nuclear
