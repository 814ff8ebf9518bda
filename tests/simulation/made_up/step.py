"""Made up: the mood of every public, and the years in which the protege's is low."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import mood
from foedus.jitable import jitable
from foedus.simulation.draws import normal, uniforms
from foedus.simulation.fields import Owns
from foedus.simulation.outcomes import event, mark

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

MOOD = 4_000_000_000  # far from the numbers of real steps
OWNS = Owns(states=(("mood", "f8"),), draws=(("mood_scale", "f8"),), processes=(MOOD,))
GLOOM = event("gloom")


def draw(of: Draw) -> dict[str, Floats]:
    """The scale of its moves."""
    return {"mood_scale": of.prior("mood.scale")}


@jitable
def begin(w: Setting, f: Future) -> None:
    """Mood is relative to the start."""
    for i in range(len(w.states)):
        f.states[i].mood = 0.0


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Every public's mood moves."""
    for i in range(len(w.states)):
        u, v, _, _ = uniforms(seed, run, w.states[i].code, year, MOOD)
        f.states[i].mood = mood.moved(f.states[i].mood, p.draws[g].mood_scale, normal(u, v))


@jitable
def record(w: Setting, f: Future, r: Record, year: int) -> None:
    """Whether the protege's public is in low mood."""
    if w.protege >= 0 and f.states[w.protege].mood < 0.0:
        mark(r, GLOOM, year - w.year)
