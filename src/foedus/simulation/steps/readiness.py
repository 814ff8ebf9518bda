"""Readiness of the integrated command of the alliance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import readiness
from foedus.jitable import jitable
from foedus.simulation.common import COMMAND, stated
from foedus.simulation.fields import Owns
from foedus.simulation.steps.integrity import kept

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

OWNS = Owns(
    instruments=(("readiness", "f8"),),  # 0 to 1; 1 for all but a command
    draws=(("unlearned", "f8"),),  # share of it that a year without exercises takes
)


def draw(of: Draw) -> dict[str, Floats]:
    """From the stated half-life; 0 where that is off."""
    name = "readiness.halflife"
    return {"unlearned": of.fixed(name, 1.0) * readiness.unlearned(of.prior(name))}


@jitable
def begin(w: Setting, f: Future) -> None:
    """Ready."""
    for k in range(len(w.instruments)):
        for r in range(f.width):
            f.instruments[k].readiness[r] = 1.0


@jitable
def step(w: Setting, p: Parameters, f: Future, year: int) -> None:
    """A command exercises in a year at whose beginning it is kept up."""
    if not stated(p.draws[0].unlearned, f.width):
        return
    for k in range(len(w.instruments)):
        if w.instruments[k].own and w.instruments[k].kind == COMMAND:
            for r in range(f.width):
                exercised = 1.0 if kept(w, f, k, year - 1, r) else 0.0
                before, share = f.instruments[k].readiness[r], p.draws[0].unlearned[r]
                f.instruments[k].readiness[r] = readiness.following(before, share, exercised)
