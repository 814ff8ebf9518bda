"""How support for own nuclear weapons moves among the public of the protege."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import opinion
from foedus.jitable import jitable
from foedus.simulation.common import stated
from foedus.simulation.draws import normal, uniforms
from foedus.simulation.fields import Owns

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

OPINE = 24
OWNS = Owns(
    whole=(("opinion", "f8"),),  # change of support since the polls of the case, in logits
    draws=(
        ("opinion_scale", "f8"),
        ("opinion_pull", "f8"),  # log-odds of a start of pursuit per logit of support
    ),
    processes=(OPINE,),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Both stated."""
    return {"opinion_scale": of.prior("opinion.scale"), "opinion_pull": of.prior("opinion.pull")}


@jitable
def begin(w: Setting, f: Future) -> None:
    """As the polls of the case have it, or where the case says."""
    for r in range(f.width):
        f.whole[0].opinion[r] = w.opinion


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Support walks."""
    if w.protege < 0 or not stated(p.draws[0].opinion_scale, f.width):
        return
    code = w.states[w.protege].code
    for r in range(f.width):
        u, v, _, _ = uniforms(seed, run + r, code, year, OPINE)
        f.whole[0].opinion[r] = opinion.moved(p.draws[0].opinion_scale[r], f.whole[0].opinion[r], normal(u, v))
