"""Exposure to the coercer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import trade
from foedus.jitable import jitable
from foedus.simulation.draws import normal, uniforms
from foedus.simulation.fields import Owns, coefficients, lane

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

TRADE = 4
OWNS = Owns(
    whole=(("exposure", "f8"),),  # ln of exposure to the coercer, relative to the start
    draws=(("trade", coefficients(trade.Coefficients)),),
    processes=(TRADE,),
    equations=("trade",),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients of the random walk."""
    return {"trade": of.posterior("trade", "terms")}


@jitable
def begin(f: Future) -> None:
    """Exposure is relative to the start."""
    for r in range(f.width):
        f.whole[0].exposure[r] = 0.0


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Exposure to the coercer: a random walk in logarithms."""
    if w.coercer >= 0:
        code = w.states[w.protege].code
        for r in range(f.width):
            u, v, _, _ = uniforms(seed, run + r, code, year, TRADE)
            b = lane(trade.Coefficients, p.draws[0].trade, r)
            f.whole[0].exposure[r] = trade.drawn(b, f.whole[0].exposure[r], normal(u, v))
