"""What strains the alliance beside its governments: cost, policies on the coercer that part, and a busy patron."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import cohesion
from foedus.jitable import jitable
from foedus.simulation.common import stated
from foedus.simulation.fields import Owns, by_name, coefficients, lane

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

OWNS = Owns(
    whole=(("tension", "f8"),),  # strain beside that of the governments in office
    draws=(("cohesion", coefficients(cohesion.Coefficients)),),
)


def draw(of: Draw) -> dict[str, Floats]:
    """The stated coefficients."""
    return {"cohesion": by_name(cohesion.Coefficients, {term: of.prior(f"cohesion.{term}") for term in cohesion.TERMS})}


@jitable
def step(w: Setting, p: Parameters, f: Future) -> None:
    """From what was negotiated this year; from ideal points where there are patron, protege and coercer; from load."""
    i, j, k = w.patron, w.protege, w.coercer
    three = i >= 0 and j >= 0 and k >= 0 and i != k and j != k
    for r in range(f.width):
        b = lane(cohesion.Coefficients, p.draws[0].cohesion, r)
        terms = cohesion.Terms(demand=f.whole[0].demand[r], lapse=f.whole[0].lack[r], distance=0.0)
        f.whole[0].tension[r] = cohesion.tension(b, terms)
    if three and stated(p.draws[0].cohesion.distance, f.width):
        for r in range(f.width):
            now = cohesion.policy_distance(f.states[i].ideal[r], f.states[j].ideal[r], f.states[k].ideal[r])
            start = cohesion.policy_distance(p.ideal[i, r], p.ideal[j, r], p.ideal[k, r])
            f.whole[0].tension[r] += p.draws[0].cohesion.distance[r] * (now - start)
    if stated(p.draws[0].cohesion.leverage, f.width):
        for r in range(f.width):
            f.whole[0].tension[r] += asked(p, f, r)


@jitable
def asked(p: Parameters, f: Future, r: int) -> float:
    """Strain from what the allies ask of each other while a war loads the patron more than usual."""
    return cohesion.leverage(p.draws[0].cohesion.leverage[r], f.whole[0].load[r] - p.draws[0].load_usual[r])
