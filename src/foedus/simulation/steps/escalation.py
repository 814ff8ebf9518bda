"""How far a dispute goes: force, war, deaths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import escalation
from foedus.jitable import jitable
from foedus.simulation.common import DISPUTE, FATAL, FORCE, NUCLEAR, WAR, ends
from foedus.simulation.draws import logistic, uniforms
from foedus.simulation.fields import Owns

if TYPE_CHECKING:
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Floats, Future, Parameters, Setting

ESCALATE = 10
OWNS = Owns(
    draws=(("escalation", "f8", (len(escalation.STAGES), len(escalation.TERMS))),),
    units=("escalation_dyad",),
    processes=(ESCALATE,),
    equations=("escalation",),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Terms of each stage, and each pair's own."""
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
    """How far the dispute of directed dyad d goes."""
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
    contiguous = w.pairs[q].contiguous
    ratio = f.capability[0, i] - f.capability[0, j]
    both = 1.0 if w.states[i].major and w.states[j].major else 0.0
    shield, nuclear = defended(w, f, i, j)
    allied = f.alliance[i, j]
    recent = 1.0 / (1.0 + f.pairs[q].peace)
    late = 1.0 if year >= escalation.COLD_WAR_END else 0.0
    b = p.draws[g].escalation
    force = escalation.log_odds(b[0], contiguous, ratio, both, shield, nuclear, allied, recent, late)
    war = escalation.log_odds(b[1], contiguous, ratio, both, shield, nuclear, allied, recent, late)
    fatal = escalation.log_odds(b[2], contiguous, ratio, both, shield, nuclear, allied, recent, late)
    own = p.escalation_dyad[g, :, q]
    return logistic(force + own[0]), logistic(war + own[1] + f.shift[1, d]), logistic(fatal + own[2])


@jitable
def defended(w: Setting, f: Future, i: int, j: int) -> tuple[float, float]:
    """Strength of j's strongest defence pact with a state that is not also i's ally, and of its strongest nuclear one."""
    best = best_nuclear = 0.0
    for k in range(len(w.states)):
        if k != i and f.alliance[j, k] > 0.0 and f.alliance[i, k] == 0.0:
            best = max(best, f.alliance[j, k])
            if f.states[k].nuclear == NUCLEAR:
                best_nuclear = max(best_nuclear, f.alliance[j, k])
    return best, best_nuclear
