"""Treaties are denounced and leave force after their notice, what rests on them lapses, pairs form new pacts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from foedus.equations import treaty
from foedus.equations.armament import OPPONENT_YEARS
from foedus.jitable import jitable
from foedus.simulation.common import DEFENCE_PACT, ENTENTE, NEVER
from foedus.simulation.draws import happens, uniforms
from foedus.simulation.fields import Owns
from foedus.simulation.outcomes import event, mark

if TYPE_CHECKING:
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Floats, Future, Parameters, Record, Setting

END, PAIR = 5, 6
"""The end of a treaty; a pair's draws of the year, of which its disputes use three (`initiation`, `duration`)."""
OWNS = Owns(
    pairs=(
        ("formed", "i8"),  # years a pact formed in the future has been in force, -1 none
        ("luck", "f8", (3,)),  # this year's uniforms of its two directed dyads, and of whether a dispute lasts
    ),
    instruments=(("exit", "i8"),),  # first year out of force; NEVER while nobody has denounced it
    draws=(
        ("ending", "f8", (len(treaty.END_TERMS),)),
        ("formation", "f8", (len(treaty.FORMATION_TERMS),)),
    ),
    units=("ending_patron",),
    processes=(END, PAIR),
    equations=("treaty-end", "treaty-formation"),
)
PACT_IN_FORCE = event("pact_in_force")


def draw(of: Draw) -> dict[str, Floats]:
    """Terms of end and formation, and each state's own as a patron."""
    return {
        "ending": of.posterior("treaty-end", "b"),
        "formation": of.posterior("treaty-formation", "b"),
        "ending_patron": of.units("treaty-end", "patron", of.world.codes),
    }


@jitable
def begin(w: Setting, f: Future) -> None:
    """What is present is in force, and no pair has formed a pact of its own yet."""
    for k in range(len(w.instruments)):
        f.instruments[k].exit = NEVER if w.instruments[k].present else 0
    for q in range(len(w.pairs)):
        f.pairs[q].formed = -1


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Treaties are denounced and leave force after their notice; what rests on them lapses; pairs form new pacts."""
    for k in range(len(w.instruments)):
        if f.instruments[k].exit == NEVER and (
            w.instruments[k].kind == DEFENCE_PACT or w.instruments[k].kind == ENTENTE
        ):
            u, _, _, _ = uniforms(seed, run, w.instruments[k].entity, year, END)
            if happens(u, _end_log_odds(w, p, g, f, k, year)):
                f.instruments[k].exit = year + w.instruments[k].notice
    for k in range(len(w.instruments)):
        base = w.instruments[k].rests_on
        if base >= 0 and f.instruments[base].exit <= year and f.instruments[k].exit > year:
            f.instruments[k].exit = year
    _pair_pacts(w, p, g, f, seed, run, year)


@jitable
def _end_log_odds(w: Setting, p: Parameters, g: int, f: Future, k: int, year: int) -> float:
    members = w.members[w.instruments[k].member_start : w.instruments[k].member_end]
    strongest = weakest = members[0]
    change_democracy = change_autocracy = 0.0
    for i in members:
        if f.capability[0, i] > f.capability[0, strongest]:
            strongest = i
        if f.capability[0, i] < f.capability[0, weakest]:
            weakest = i
        if year - f.states[i].changed <= 1:
            if w.states[i].democracy:
                change_democracy = 1.0
            else:
                change_autocracy = 1.0
    before = (year + 1) % (treaty.MEMORY + 1)
    shift = f.capability[0, strongest] - f.capability[0, weakest] - f.past[before, strongest] + f.past[before, weakest]
    log_age = math.log(1.0 + min(w.instruments[k].age + year - w.year, treaty.LONGEST_AGE))
    x = treaty.end_log_odds(
        p.draws[g].ending, w.instruments[k].bilateral, log_age, change_democracy, change_autocracy, abs(shift)
    )
    return x + p.ending_patron[g, strongest]


@jitable
def _pair_pacts(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Each pair's draw of the year: formation or end of a pact of its own; its dispute draws are kept for later."""
    c = p.draws[g].formation
    most = (max(c[6], 0.0) + max(c[10], 0.0)) * math.log(1.0 + len(w.states))
    for q in range(len(w.pairs)):
        i, j = w.pairs[q].first, w.pairs[q].second
        f.pairs[q].luck[0], f.pairs[q].luck[1], u, f.pairs[q].luck[2] = uniforms(
            seed, run, w.states[i].code * 1000 + w.states[j].code, year, PAIR
        )
        if f.pairs[q].formed >= 0:
            f.pairs[q].formed = _outlives(w, p, g, f, q, u, year)
        elif f.alliance[i, j] == 0.0:
            gap, gap_unknown = _gap(f.states[i].ideal, f.states[j].ideal)
            poly, poly_unknown = _gap(w.states[i].polyarchy, w.states[j].polyarchy)
            major = 1.0 if w.states[i].major or w.states[j].major else 0.0
            recent = 1.0 / (1.0 + f.pairs[q].peace)
            x = treaty.formation_log_odds(
                c,
                w.pairs[q].contiguous,
                w.pairs[q].log_distance,
                major,
                gap,
                gap_unknown,
                0.0,
                poly,
                poly_unknown,
                recent,
                0.0,
            )
            if happens(u, x + most):
                shared, common = third_states(w, f, i, j)
                if happens(u, x + c[6] * math.log(1.0 + shared) + c[10] * math.log(1.0 + common)):
                    f.pairs[q].formed = 0


@jitable
def _outlives(w: Setting, p: Parameters, g: int, f: Future, q: int, u: float, year: int) -> int:
    """Age of a pact formed in the future after this year, -1 if it ends: hazard of a bilateral treaty."""
    i, j = w.pairs[q].first, w.pairs[q].second
    democracy = autocracy = 0.0
    for state in (i, j):
        if year - f.states[state].changed <= 1:
            if w.states[state].democracy:
                democracy = 1.0
            else:
                autocracy = 1.0
    strongest = i if f.capability[0, i] > f.capability[0, j] else j
    x = treaty.end_log_odds(
        p.draws[g].ending, 1.0, math.log(1.0 + min(f.pairs[q].formed, treaty.LONGEST_AGE)), democracy, autocracy, 0.0
    )
    return -1 if happens(u, x + p.ending_patron[g, strongest]) else f.pairs[q].formed + 1


@jitable
def _gap(a: float, b: float) -> tuple[float, float]:
    """Absolute difference and a flag: (|a - b|, 0), or (0, 1) where either is unknown."""
    if math.isnan(a) or math.isnan(b):
        return 0.0, 1.0
    return abs(a - b), 0.0


@jitable
def opposed(w: Setting, f: Future, i: int, k: int) -> bool:
    """Whether two states had a dispute within ten years."""
    return w.pair[i, k] >= 0 and f.pairs[w.pair[i, k]].peace < OPPONENT_YEARS


@jitable
def third_states(w: Setting, f: Future, i: int, j: int) -> tuple[int, int]:
    """How many have a defence pact with both, and how many are opponents of both."""
    shared = common = 0
    for k in range(len(w.states)):
        if f.alliance[i, k] > 0.0 and f.alliance[j, k] > 0.0:
            shared += 1
        if opposed(w, f, i, k) and opposed(w, f, j, k):
            common += 1
    return shared, common


@jitable
def record(w: Setting, f: Future, r: Record, year: int) -> None:
    """Whether the pact under assessment is in force."""
    if w.protege >= 0 and w.pact >= 0 and f.instruments[w.pact].exit > year:
        mark(r, PACT_IN_FORCE, year - w.year)
