"""How many troops each presence of the alliance has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import troops
from foedus.jitable import jitable
from foedus.simulation.common import PRESENCE, stated
from foedus.simulation.draws import normal, uniforms
from foedus.simulation.fields import Owns, by_name, coefficients, lane

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

STATION = 23
OWNS = Owns(
    instruments=(
        ("posted", "f8"),  # log change of the number of troops since the start
        ("reinforced", "f8"),  # change of ln(1 + thousands of troops) since the start
    ),
    draws=(("troops", coefficients(troops.Coefficients)),),
    processes=(STATION,),
)


def draw(of: Draw) -> dict[str, Floats]:
    """The stated coefficients."""
    return {"troops": by_name(troops.Coefficients, {term: of.prior(f"troops.{term}") for term in troops.TERMS})}


@jitable
def begin(w: Setting, f: Future) -> None:
    """As many as the case has."""
    for k in range(len(w.instruments)):
        for r in range(f.width):
            f.instruments[k].posted[r] = f.instruments[k].reinforced[r] = 0.0


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Troops come and go."""
    if not (stated(p.draws[0].troops.scale, f.width) or stated(p.draws[0].troops.lapse, f.width)):
        return
    for k in range(len(w.instruments)):
        if w.instruments[k].own and w.instruments[k].kind == PRESENCE:
            entity, weight = w.instruments[k].entity, w.instruments[k].weight
            for r in range(f.width):
                u, v, _, _ = uniforms(seed, run + r, entity, year, STATION)
                b = lane(troops.Coefficients, p.draws[0].troops, r)
                change = troops.moved(b, f.instruments[k].posted[r], f.whole[0].lack[r], normal(u, v))
                f.instruments[k].posted[r] = change
                f.instruments[k].reinforced[r] = troops.reinforced(weight, change)
