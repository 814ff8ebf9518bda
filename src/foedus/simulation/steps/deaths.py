"""Whose people die in a fatal dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import deaths
from foedus.jitable import jitable
from foedus.simulation.common import WAR, ends
from foedus.simulation.draws import uniforms
from foedus.simulation.fields import Owns, coefficients, lane

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Parameters, Setting

DIE = 15
OWNS = Owns(
    draws=(("deaths", coefficients(deaths.Coefficients)),),
    processes=(DIE,),
    equations=("deaths",),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Probability that a side's people are among the dead, by side."""
    return {"deaths": of.posterior("deaths", "terms")}


@jitable
def own_dead(p: Parameters, began: bool, r: int) -> float:
    """Probability that a state's people are among the dead of a fatal dispute short of war."""
    return deaths.probability(lane(deaths.Coefficients, p.draws[0].deaths, r), began)


@jitable
def die(w: Setting, p: Parameters, d: int, level: int, began: bool, seed: int, run: int, year: int, r: int) -> bool:
    """Whether people of the one that began the dispute of dyad d, or of the other, die in it, given that it kills."""
    i, j = ends(w, d)
    luck, _, _, _ = uniforms(seed, run + r, w.states[i].code * 1000 + w.states[j].code, year, DIE)
    return level == WAR or luck < own_dead(p, began, r)
