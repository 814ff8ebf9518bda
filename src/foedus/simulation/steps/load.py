"""The wars that load the patron: those of this world, and all others that it takes part in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import load
from foedus.jitable import jitable
from foedus.simulation.draws import uniforms
from foedus.simulation.fields import Owns, coefficients, lane

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

LOAD = 21
OWNS = Owns(
    whole=(
        ("load", "f8"),  # 1 if a war drew on the patron last year
        ("load_before", "f8"),  # the same at the start
        ("elsewhere", "f8"),  # 1 if the patron took part in a war that is not of this world last year
    ),
    draws=(
        ("load", coefficients(load.Coefficients)),  # of the patron
        ("load_elsewhere", "f8"),  # 1 if wars that are not of this world count, 0 if not
        ("load_order", "f8"),  # share of what the order adds to the log-odds that is taken
        ("load_usual", "f8"),  # share of years in which it is at war, which is in the fitted level of joining
    ),
    processes=(LOAD,),
    equations=("load",),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients with the intercept of the patron, or of a great power drawn anew; the switch; the patron's usual load."""
    b = of.posterior("load", "b").copy()
    patron = of.world.codes[[of.world.patron]] if of.world.patron >= 0 else np.zeros(1, np.int64)
    b[:, 0] += of.units("load", "state", patron)[:, 0]
    counted = of.prior("load.elsewhere")
    return {
        "load": b,
        "load_elsewhere": counted,
        "load_order": of.prior("load.order"),
        "load_usual": counted * load.usual(load.Coefficients(*b.T)),
    }


@jitable
def begin(w: Setting, p: Parameters, f: Future, seed: int, run: int) -> None:
    """As the case has it; where it is not known, at the usual rate."""
    x = f.whole[0]
    year, known, stated = w.year, w.load >= 0.0, w.load
    for r in range(f.width):
        luck, _, _, _ = uniforms(seed, run + r, 0, year, LOAD)
        usual = 1.0 if luck < p.draws[0].load_usual[r] else 0.0
        x.elsewhere[r] = p.draws[0].load_elsewhere[r] * stated if known else usual
        x.load[r] = x.load_before[r] = x.elsewhere[r]


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """After the disputes of the year: the wars of this world that drew on the patron, and the others it took part in."""
    x = f.whole[0]
    for r in range(f.width):
        luck, _, _, _ = uniforms(seed, run + r, 0, year, LOAD)
        imposed = p.draws[0].load_order[r] * w.busier
        chance = load.probability(lane(load.Coefficients, p.draws[0].load, r), x.elsewhere[r], imposed)
        x.elsewhere[r] = 1.0 if luck < p.draws[0].load_elsewhere[r] * chance else 0.0
        x.load[r] = max(x.elsewhere[r], x.drawn[r])
