"""Treaties are denounced and leave force after their notice; what rests on them lapses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from foedus.equations import treaty_end
from foedus.jitable import jitable
from foedus.simulation.common import DEFENCE_PACT, ENTENTE, NEVER
from foedus.simulation.draws import happens, uniforms
from foedus.simulation.fields import Owns, coefficients
from foedus.simulation.outcomes import event, mark

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

END = 5
OWNS = Owns(
    instruments=(("exit", "i8"),),  # first year out of force; NEVER while nobody has denounced it
    draws=(("ending", coefficients(treaty_end.Coefficients)),),
    units=("ending_patron",),
    processes=(END,),
    equations=("treaty-end",),
)
PACT_IN_FORCE = event("pact_in_force")


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients, and each state's intercept as a patron."""
    return {
        "ending": of.posterior("treaty-end", "b"),
        "ending_patron": of.units("treaty-end", "patron", of.world.codes),
    }


@jitable
def begin(w: Setting, f: Future) -> None:
    """Instruments that are present are in force."""
    for k in range(len(w.instruments)):
        f.instruments[k].exit = NEVER if w.instruments[k].present else 0


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Treaties are denounced and leave force after their notice; what rests on them lapses."""
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
    before = (year + 1) % (treaty_end.MEMORY + 1)
    shift = f.capability[0, strongest] - f.capability[0, weakest] - f.past[before, strongest] + f.past[before, weakest]
    x = treaty_end.Terms(
        bilateral=w.instruments[k].bilateral,
        log_age=math.log(1.0 + min(w.instruments[k].age + year - w.year, treaty_end.LONGEST_AGE)),
        change_democracy=change_democracy,
        change_autocracy=change_autocracy,
        capability_shift=abs(shift),
    )
    return treaty_end.log_odds(p.draws[g].ending, x) + p.ending_patron[g, strongest]


@jitable
def record(w: Setting, f: Future, r: Record, year: int) -> None:
    """Whether the pact under assessment is in force."""
    if w.protege >= 0 and w.pact >= 0 and f.instruments[w.pact].exit > year:
        mark(r, PACT_IN_FORCE, year - w.year)
