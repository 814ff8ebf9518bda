"""Made up: states hold festivals, and those that held one last year hold one the more, or the less, often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import festival
from foedus.jitable import jitable
from foedus.simulation.draws import happens, uniforms
from foedus.simulation.fields import Owns, coefficients, lane
from foedus.simulation.outcomes import event, mark

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

FEAST = 4_000_000_001
OWNS = Owns(
    states=(("festival", "?"),),
    draws=(("festival", coefficients(festival.Coefficients)),),
    processes=(FEAST,),
    equations=("festival",),
)
FEASTED = event("feasted")


def draw(of: Draw) -> dict[str, Floats]:
    """Terms, from the fit."""
    return {"festival": of.posterior("festival", "b")}


@jitable
def begin(w: Setting, f: Future) -> None:
    """None was held in the year before."""
    for i in range(len(w.states)):
        for r in range(f.width):
            f.states[i].festival[r] = False


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Each state holds a festival or not."""
    for i in range(len(w.states)):
        code = w.states[i].code
        for r in range(f.width):
            x = festival.Terms(held_before=1.0 if f.states[i].festival[r] else 0.0)
            b = lane(festival.Coefficients, p.draws[0].festival, r)
            u, _, _, _ = uniforms(seed, run + r, code, year, FEAST)
            f.states[i].festival[r] = happens(u, festival.log_odds(b, x))


@jitable
def record(w: Setting, f: Future, out: Record, year: int) -> None:
    """Whether the protege holds one."""
    if w.protege >= 0:
        for r in range(f.width):
            mark(out, FEASTED, year - w.year, r, f.states[w.protege].festival[r] > 0)
