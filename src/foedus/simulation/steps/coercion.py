"""Economic coercion of the protege, and what it costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import coercion as coercion_model
from foedus.equations.effects import CHANNELS
from foedus.jitable import jitable
from foedus.simulation.draws import uniforms
from foedus.simulation.fields import Owns
from foedus.simulation.outcomes import event, mark, total
from foedus.simulation.steps.upkeep import deviation

if TYPE_CHECKING:
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Floats, Future, Parameters, Record, Setting

COERCE = 12
OWNS = Owns(
    draws=(("coercion", "f8", (len(coercion_model.TERMS),)),),
    processes=(COERCE,),
)
CHANNEL = CHANNELS.index("coercion")
COERCED, COERCION_COST = event("coercion"), total("coercion_cost")


def draw(of: Draw) -> dict[str, Floats]:
    """The rate on the case's own record, the loss in an episode, and the stated terms."""
    return {
        "coercion": np.stack(
            [
                of.rate("coercion.rate", of.coercion),
                of.prior("coercion.share") * of.loss,
                *(of.prior(f"coercion.{term}") for term in coercion_model.TERMS[2:]),
            ],
            axis=1,
        )
    }


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, r: Record, seed: int, run: int, year: int) -> None:
    """Economic coercion of the protege, and what it costs in percent of a year's output."""
    if w.coercer < 0:
        return
    b = p.draws[g].coercion
    gap, growth = apart(w, f)
    effect = coercion_model.shift(b, gap, f.whole[0].exposure, growth)
    for k in range(len(w.instruments)):
        if p.effect[g, k, CHANNEL] != 0.0:
            effect += deviation(w, p, g, f, k, CHANNEL, year)
    u, _, _, _ = uniforms(seed, run, w.states[w.protege].code, year, COERCE)
    if u < coercion_model.probability(b[0], effect):
        mark(r, COERCED, year - w.year)
        r.totals[COERCION_COST] += b[1] * math.exp(f.whole[0].exposure)


@jitable
def apart(w: Setting, f: Future) -> tuple[float, float]:
    """Change since the start of the distance of ideal points of protege and coercer, and of ln GDP of the coercer over it.

    0 where a figure is unknown at the start.
    """
    i, j = w.protege, w.coercer
    gap = abs(f.states[i].ideal - f.states[j].ideal) - abs(w.states[i].ideal - w.states[j].ideal)
    ratio = f.capability[1, j] - f.capability[1, i] - w.capability[1, j] + w.capability[1, i]
    return 0.0 if math.isnan(gap) else gap, 0.0 if math.isnan(ratio) else ratio
