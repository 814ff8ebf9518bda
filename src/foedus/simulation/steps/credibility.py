"""How the ally and the adversary believe the umbrella of the alliance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import credibility
from foedus.jitable import jitable
from foedus.simulation.common import UMBRELLA, mean_strain, stated
from foedus.simulation.fields import Owns, by_name, coefficients, lane

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

OWNS = Owns(
    instruments=(("doubted", "f8", (2,)),),  # strength in the belief of the ally, and of the adversary, less integrity
    draws=(("credibility", coefficients(credibility.Coefficients)),),
)
ALLY, ADVERSARY = range(2)


def draw(of: Draw) -> dict[str, Floats]:
    """The stated coefficients."""
    named = {term: of.prior(f"credibility.{term}") for term in credibility.TERMS}
    return {"credibility": by_name(credibility.Coefficients, named)}


@jitable
def begin(w: Setting, f: Future) -> None:
    """Believed as it is kept up."""
    for k in range(len(w.instruments)):
        for r in range(f.width):
            f.instruments[k].doubted[0, r] = f.instruments[k].doubted[1, r] = 0.0


@jitable
def step(w: Setting, p: Parameters, f: Future, year: int) -> None:
    """Of every umbrella of the alliance that is in force."""
    draws = p.draws[0].credibility
    if not (stated(draws.will, f.width) or stated(draws.ally, f.width) or stated(draws.adversary, f.width)):
        return
    mean = mean_strain(w)
    for k in range(len(w.instruments)):
        if w.instruments[k].own and w.instruments[k].kind == UMBRELLA:
            for r in range(f.width):
                b = lane(credibility.Coefficients, p.draws[0].credibility, r)
                there = 1.0 if f.instruments[k].exit[r] > year else 0.0
                load, strain = f.whole[0].load[r] - p.draws[0].load_usual[r], f.whole[0].strain[r] - mean
                f.instruments[k].doubted[0, r] = there * credibility.doubted(b.will, b.ally, load, strain)
                f.instruments[k].doubted[1, r] = there * credibility.doubted(b.will, b.adversary, load, strain)


@jitable
def believed(p: Parameters, f: Future, k: int, channel: int, who: int, r: int) -> float:
    """What the belief of one of the two adds to the effect of instrument k along a channel."""
    return p.effect[k, channel, r] * f.instruments[k].doubted[who, r]
