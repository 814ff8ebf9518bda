"""Made up: the mood of every public, and the years in which the protege's is low."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import mood
from foedus.equations.effects import CHANNELS
from foedus.jitable import jitable
from foedus.simulation.draws import normal, uniforms
from foedus.simulation.fields import Owns, by_name, coefficients, lane
from foedus.simulation.outcomes import event, mark
from foedus.simulation.steps.integrity import deviation

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

MOOD = 4_000_000_000  # of its own; a number once used is never given to another process
OWNS = Owns(
    states=(("mood", "f8"),),
    whole=(("cheer", "f8"),),  # what instruments add to the mood of the state at hand
    draws=(("mood", coefficients(mood.Coefficients)),),
    processes=(MOOD,),
)
CHANNEL = CHANNELS.index("mood")
GLOOM = event("gloom")


def draw(of: Draw) -> dict[str, Floats]:
    """The scale of its moves, as stated."""
    return {"mood": by_name(mood.Coefficients, {"scale": of.prior("mood.scale")})}


@jitable
def begin(w: Setting, f: Future) -> None:
    """Mood is relative to the start."""
    for i in range(len(w.states)):
        for r in range(f.width):
            f.states[i].mood[r] = 0.0


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Every public's mood moves; instruments of the alliance move that of the protege."""
    for i in range(len(w.states)):
        for r in range(f.width):
            f.whole[0].cheer[r] = 0.0
        if i == w.protege:
            for k in range(len(w.instruments)):
                if w.instruments[k].own:
                    for r in range(f.width):
                        f.whole[0].cheer[r] += deviation(w, p, f, k, CHANNEL, year, r)
        code = w.states[i].code
        for r in range(f.width):
            u, v, _, _ = uniforms(seed, run + r, code, year, MOOD)
            b = lane(mood.Coefficients, p.draws[0].mood, r)
            f.states[i].mood[r] = mood.moved(b, f.states[i].mood[r], f.whole[0].cheer[r], normal(u, v))


@jitable
def record(w: Setting, f: Future, out: Record, year: int) -> None:
    """Whether the protege's public is in low mood."""
    if w.protege >= 0:
        for r in range(f.width):
            mark(out, GLOOM, year - w.year, r, f.states[w.protege].mood[r] < 0.0)
