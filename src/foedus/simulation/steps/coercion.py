"""Economic coercion of the protege, and its cost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import coercion
from foedus.equations.effects import CHANNELS
from foedus.jitable import jitable
from foedus.simulation.draws import uniforms
from foedus.simulation.fields import Owns, by_name, coefficients, lane
from foedus.simulation.outcomes import event, mark, total
from foedus.simulation.steps.integrity import deviation

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

COERCE = 12
OWNS = Owns(
    whole=(("coercive", "f8"),),  # log rate ratio of coercion this year
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
    none = np.zeros(of.sets)
    stated = {term: of.prior(f"coercion.{term}") if w.coercer >= 0 else none for term in coercion.Terms._fields}
    return {"coercion": by_name(coercion.Coefficients, case | stated)}


@jitable
def step(w: Setting, p: Parameters, f: Future, out: Record, seed: int, run: int, year: int) -> None:
    """Economic coercion of the protege, and its cost in percent of a year's output."""
    if w.coercer < 0:
        return
    for r in range(f.width):
        b = lane(coercion.Coefficients, p.draws[0].coercion, r)
        f.whole[0].coercive[r] = coercion.shift(b, terms(w, p, f, r))
    for k in range(len(w.instruments)):
        if w.instruments[k].own:
            for r in range(f.width):
                f.whole[0].coercive[r] += deviation(w, p, f, k, CHANNEL, year, r)
    code = w.states[w.protege].code
    for r in range(f.width):
        u, _, _, _ = uniforms(seed, run + r, code, year, COERCE)
        b = lane(coercion.Coefficients, p.draws[0].coercion, r)
        coerced = u < coercion.probability(b, f.whole[0].coercive[r])
        mark(out, COERCED, year - w.year, r, coerced)
        out.totals[COERCION_COST, r] += coercion.cost(b, terms(w, p, f, r)) if coerced else 0.0


@jitable
def terms(w: Setting, p: Parameters, f: Future, r: int) -> coercion.Terms:
    """Change since the start of the distance of ideal points of protege and coercer, of exposure, and of ln GDP of the coercer
    over the protege's, which is 0 where the GDP of no state is known; and the wedge.
    """
    i, j = w.protege, w.coercer
    gap = abs(f.states[i].ideal[r] - f.states[j].ideal[r]) - abs(p.ideal[i, r] - p.ideal[j, r])
    ratio = f.states[j].capability[1, r] - f.states[i].capability[1, r] - p.capability[1, j, r] + p.capability[1, i, r]
    asymmetry = 0.0 if math.isnan(ratio) else ratio
    return coercion.Terms(discord=gap, exposure=f.whole[0].exposure[r], asymmetry=asymmetry, wedge=f.whole[0].wedge[r])
