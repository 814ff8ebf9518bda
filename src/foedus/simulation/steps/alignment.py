"""Foreign-policy ideal points drift, and move towards those of pact partners."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from foedus.equations import alignment
from foedus.jitable import jitable
from foedus.simulation.draws import normal, uniforms
from foedus.simulation.fields import Owns, coefficients
from foedus.simulation.steps.growth import MOVE

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

OWNS = Owns(
    states=(
        ("ideal", "f8"),
        ("pull", "f8"),  # change since the start of its distance to its pact partners
    ),
    draws=(("alignment", coefficients(alignment.Coefficients)),),
    units=("centre",),
    equations=("alignment",),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients, and the point each state tends to without pact partners."""
    return {
        "alignment": of.posterior("alignment", "terms"),
        "centre": of.units("alignment", "centre", of.world.codes, sigma="centre_sigma", centre="centre_mean"),
    }


@jitable
def begin(w: Setting, f: Future) -> None:
    """Ideal points as measured."""
    for i in range(len(w.states)):
        f.states[i].ideal = w.states[i].ideal


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Ideal points drift towards those of pact partners; a change of leader support adds a shock."""
    b = p.draws[g].alignment
    for i in range(len(w.states)):
        f.states[i].pull = pull(w, f, i)
    for i in range(len(w.states)):
        _, _, u, v = uniforms(seed, run, w.states[i].code, year, MOVE)
        spread = alignment.spread(b, f.states[i].changed == year, w.states[i].democracy)
        terms = alignment.Terms(centre=p.centre[g, i], previous=f.states[i].ideal, gap=f.states[i].pull)
        f.states[i].ideal = alignment.expected(b, terms)
        f.states[i].ideal += spread * normal(u, v) + w.states[i].ideal_drift


@jitable
def pull(w: Setting, f: Future, i: int) -> float:
    """Mean ideal point of the states with which state i has a defence pact less its own, less the same at the start.

    0 where it has no partner, or none whose ideal point is known.
    """
    total = 0.0
    partners = 0
    for k in range(len(w.states)):
        if f.alliance[i, k] > 0.0 and not math.isnan(f.states[k].ideal):
            total += f.states[k].ideal
            partners += 1
    return total / partners - f.states[i].ideal - w.states[i].gap if partners > 0 else 0.0
