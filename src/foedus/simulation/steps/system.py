"""Concentration of capability among the great powers, and what it adds to the common level of disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.elementary import exp
from foedus.equations import system
from foedus.jitable import jitable
from foedus.measures.polarity import ray_singer
from foedus.simulation.fields import Owns

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

OWNS = Owns(
    whole=(
        ("system", "f8"),  # what concentration adds to the common level
        ("power", "f8"),  # of the great powers: sum of CINC, and of its squares
        ("power_squared", "f8"),
    ),
    draws=(("concentration", "f8"),),
)


def draw(of: Draw) -> dict[str, Floats]:
    """The stated coefficient."""
    return {"concentration": of.prior("level.concentration")}


@jitable
def begin(w: Setting, p: Parameters, f: Future) -> None:
    """That of the start."""
    step(w, p, f)


@jitable
def step(w: Setting, p: Parameters, f: Future) -> None:
    """From the shares of this year; 0 in a world of fewer than `system.FEWEST` great powers."""
    x = f.whole[0]
    powers = 0
    for r in range(f.width):
        x.power[r] = x.power_squared[r] = x.system[r] = 0.0
    for i in range(len(w.states)):
        if w.states[i].major:
            powers += 1
            for r in range(f.width):
                value = exp(f.states[i].capability[0, r])
                x.power[r] += value
                x.power_squared[r] += value * value
    if powers >= system.FEWEST:
        for r in range(f.width):
            squares = x.power_squared[r] / (x.power[r] * x.power[r])
            x.system[r] = system.level(p.draws[0].concentration[r], ray_singer(squares, powers))
