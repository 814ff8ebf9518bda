"""Duration of disputes: whether last year's dispute of a pair continues, and at which level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import duration
from foedus.jitable import jitable
from foedus.simulation.common import DISPUTE, FORCE, WAR, ends
from foedus.simulation.fields import Owns, coefficients, lane
from foedus.simulation.steps.commitments import draw_on_patron, in_theatre, patron_fights

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

OWNS = Owns(
    pairs=(("level", "i8"),),  # how far the dispute it is in goes, 0 in none; before this step that of last year
    draws=(("duration", coefficients(duration.Coefficients)),),
    equations=("duration",),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Probability of another year, by level."""
    return {"duration": of.posterior("duration", "terms")}


@jitable
def begin(w: Setting, f: Future) -> None:
    """The disputes under way at the end of the last year coded."""
    for q in range(len(w.pairs)):
        for r in range(f.width):
            f.pairs[q].level[r] = w.pairs[q].level


@jitable
def step(w: Setting, p: Parameters, f: Future, out: Record, year: int) -> None:
    """Last year's disputes that continue; a war among them still loads the patron."""
    for q in range(len(w.pairs)):
        fights, near = patron_fights(w, q), in_theatre(w, q)
        for r in range(f.width):
            f.pairs[q].level[r] = lasting(p, f, q, r)
            draw_on_patron(f, out, f.pairs[q].level[r] == WAR, fights, near, year - w.year, r)


@jitable
def lasting(p: Parameters, f: Future, q: int, r: int) -> int:
    """The level of last year's dispute that pair q is still in; 0 for none."""
    level = f.pairs[q].level[r]
    b = lane(duration.Coefficients, p.draws[0].duration, r)
    lasts = duration.probability(b, force=level > DISPUTE, war=level == WAR)
    return level if f.pairs[q].luck_duration[r] < lasts else 0


@jitable
def put(f: Future, q: int, level: int, r: int) -> None:
    """Set the level of the dispute of pair q."""
    f.pairs[q].level[r] = level


@jitable
def engage(w: Setting, f: Future, d: int, level: int, r: int) -> None:
    """Set the level of the dispute of directed dyad d for its two ends, and for whoever joined against either."""
    i, j = ends(w, d)
    f.pairs[d // 2].level[r] = max(f.pairs[d // 2].level[r], level)
    if level < FORCE:
        return
    for k in w.third[w.pairs[d // 2].third_start : w.pairs[d // 2].third_end]:
        if f.states[k].joined[r] > 0:
            q = w.pair[k, i if f.states[k].joined[r] == 2 else j]
            if q >= 0:
                f.pairs[q].level[r] = max(f.pairs[q].level[r], level)
