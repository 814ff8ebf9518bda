"""Economic coercion of the protege, and its cost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from foedus.equations import coercion
from foedus.equations.effects import CHANNELS
from foedus.jitable import jitable
from foedus.simulation.draws import uniforms
from foedus.simulation.fields import Owns, by_name, coefficients
from foedus.simulation.outcomes import event, mark, total
from foedus.simulation.steps.integrity import deviation

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

COERCE = 12
OWNS = Owns(
    draws=(("coercion", coefficients(coercion.Coefficients)),),
    processes=(COERCE,),
)
CHANNEL = CHANNELS.index("coercion")
COERCED, COERCION_COST = event("coercion"), total("coercion_cost")


def draw(of: Draw) -> dict[str, Floats]:
    """The rate on the case's record, the loss per episode, and the stated coefficients."""
    w = of.world
    loss = 100.0 * w.loss if w.coercer >= 0 else 0.0
    case = {
        "rate": of.rate("coercion.rate", (w.episodes, w.episode_years)),
        "loss": of.prior("coercion.share") * loss,
    }
    stated = {term: of.prior(f"coercion.{term}") for term in coercion.Terms._fields}
    return {"coercion": by_name(coercion.Coefficients, case | stated)}


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, r: Record, seed: int, run: int, year: int) -> None:
    """Economic coercion of the protege, and its cost in percent of a year's output."""
    if w.coercer < 0:
        return
    b = p.draws[g].coercion
    gap, growth = apart(w, f)
    x = coercion.Terms(discord=gap, exposure=f.whole[0].exposure, asymmetry=growth)
    effect = coercion.shift(b, x)
    for k in range(len(w.instruments)):
        if p.effect[g, k, CHANNEL] != 0.0:
            effect += deviation(w, p, g, f, k, CHANNEL, year)
    u, _, _, _ = uniforms(seed, run, w.states[w.protege].code, year, COERCE)
    if u < coercion.probability(b, effect):
        mark(r, COERCED, year - w.year)
        r.totals[COERCION_COST] += coercion.cost(b, x)


@jitable
def apart(w: Setting, f: Future) -> tuple[float, float]:
    """Change since the start of the distance of ideal points of protege and coercer, and of ln GDP of the coercer over it.

    0 where a figure is unknown at the start.
    """
    i, j = w.protege, w.coercer
    gap = abs(f.states[i].ideal - f.states[j].ideal) - abs(w.states[i].ideal - w.states[j].ideal)
    ratio = f.capability[1, j] - f.capability[1, i] - w.capability[1, j] + w.capability[1, i]
    return 0.0 if math.isnan(gap) else gap, 0.0 if math.isnan(ratio) else ratio
