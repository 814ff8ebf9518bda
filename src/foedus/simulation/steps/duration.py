"""Duration of disputes: whether last year's dispute of a pair continues, and at which level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import duration
from foedus.jitable import jitable
from foedus.simulation.common import DISPUTE, FORCE, WAR, ends
from foedus.simulation.fields import Owns, coefficients
from foedus.simulation.steps.commitments import draw_on_patron

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

OWNS = Owns(
    pairs=(("level", "i8"),),  # how far the dispute it is in this year goes, 0 in none
    draws=(("duration", coefficients(duration.Coefficients)),),
    equations=("duration",),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Probability of another year, by level."""
    return {"duration": of.posterior("duration", "terms")}


@jitable
def begin(w: Setting, f: Future) -> None:
    """The world does not record the level of ongoing disputes; assume force, the modal level."""
    for q in range(len(w.pairs)):
        f.pairs[q].level = FORCE if w.pairs[q].peace == 0 else 0


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, r: Record, year: int) -> None:
    """Last year's disputes that continue; a war among them still loads the patron."""
    for q in range(len(w.pairs)):
        f.pairs[q].level = still(p, g, f, q)
        if f.pairs[q].level == WAR:
            draw_on_patron(w, f, r, w.pairs[q].first, w.pairs[q].second, False, year - w.year)


@jitable
def still(p: Parameters, g: int, f: Future, q: int) -> int:
    """The level of last year's dispute that pair q is still in; 0 for none."""
    level = f.pairs[q].level
    lasts = duration.probability(p.draws[g].duration, force=level > DISPUTE, war=level == WAR)
    return level if level > 0 and f.pairs[q].luck[2] < lasts else 0


@jitable
def engage(w: Setting, f: Future, d: int, level: int) -> None:
    """Set the level of the dispute of directed dyad d for its two ends, and for whoever joined against either."""
    i, j = ends(w, d)
    f.pairs[d // 2].level = max(f.pairs[d // 2].level, level)
    for k in range(len(w.states)):
        if f.states[k].joined > 0:
            q = w.pair[k, i if f.states[k].joined == 2 else j]
            if q >= 0:
                f.pairs[q].level = max(f.pairs[q].level, level)
