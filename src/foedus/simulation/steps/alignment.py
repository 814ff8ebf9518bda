"""Foreign-policy ideal points drift, and move towards those of pact partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import alignment
from foedus.jitable import jitable
from foedus.simulation import imputed
from foedus.simulation.draws import normal, uniforms
from foedus.simulation.fields import Owns, coefficients, lane
from foedus.simulation.steps.growth import MOVE

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

OWNS = Owns(
    states=(
        ("ideal", "f8"),
        ("pull", "f8"),  # change since the start of its distance to its pact partners
        ("partners", "f8"),  # their number
    ),
    draws=(("alignment", coefficients(alignment.Coefficients)),),
    units=("centre", "ideal", "gap"),
    equations=("alignment",),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients, the point each state tends to without pact partners, its point at the start and the distance to theirs."""
    ideal = imputed.ideal(of)
    return {
        "ideal": ideal,
        "gap": imputed.gap(of.world, ideal),
        "alignment": of.posterior("alignment", "terms"),
        "centre": of.units("alignment", "centre", of.world.codes, sigma="centre_sigma", centre="centre_mean"),
    }


@jitable
def begin(w: Setting, p: Parameters, f: Future) -> None:
    """Ideal points as measured, or as drawn."""
    for i in range(len(w.states)):
        for r in range(f.width):
            f.states[i].ideal[r] = p.ideal[i, r]


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Ideal points drift towards those of pact partners; a change of leader support adds a shock."""
    attract(w, p, f)
    for i in range(len(w.states)):
        code, democracy, drift = w.states[i].code, w.states[i].democracy, w.states[i].ideal_drift
        for r in range(f.width):
            _, _, u, v = uniforms(seed, run + r, code, year, MOVE)
            b = lane(alignment.Coefficients, p.draws[0].alignment, r)
            spread = alignment.spread(b, f.states[i].changed[r] == year, democracy)
            terms = alignment.Terms(centre=p.centre[i, r], previous=f.states[i].ideal[r], gap=f.states[i].pull[r])
            f.states[i].ideal[r] = alignment.expected(b, terms) + (spread * normal(u, v) + drift)


@jitable
def attract(w: Setting, p: Parameters, f: Future) -> None:
    """Of each state, the mean ideal point of those with which it has a defence pact less its own, less the same at the start.

    0 where it has no partner.
    """
    for i in range(len(w.states)):
        for r in range(f.width):
            f.states[i].pull[r] = f.states[i].partners[r] = 0.0
    for n in range(1, len(w.links)):
        i, k = w.links[n].first, w.links[n].second
        count_partner(f, n, i, k)
        count_partner(f, n, k, i)
    for i in range(len(w.states)):
        for r in range(f.width):
            partners = f.states[i].partners[r]
            mean = f.states[i].pull[r] / max(partners, 1.0)
            f.states[i].pull[r] = mean - f.states[i].ideal[r] - p.gap[i, r] if partners > 0.0 else 0.0


@jitable
def count_partner(f: Future, n: int, i: int, k: int) -> None:
    """Count state k among the partners of state i, where link n is a pact."""
    for r in range(f.width):
        allied = f.links[n].strength[r] > 0.0
        f.states[i].pull[r] += f.states[k].ideal[r] if allied else 0.0
        f.states[i].partners[r] += 1.0 if allied else 0.0
