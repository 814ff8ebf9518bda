"""The meaning of a dispute for the alliance: commitments invoked, honoured, violated; wars that load the patron."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.jitable import jitable
from foedus.simulation.common import FATAL, FORCE, WAR, ends, member
from foedus.simulation.fields import Owns
from foedus.simulation.outcomes import event, mark, total

if TYPE_CHECKING:
    from foedus.simulation.state import Future, Record, Setting

OWNS = Owns(
    whole=(
        ("drawn", "f8"),  # 1 if a war of this world draws on the patron this year
    )
)
WAR_ON_PROTEGE, LETHAL_ATTACK, PATRON_AT_WAR = event("war_on_protege"), event("lethal_attack"), event("patron_at_war")
INVOKED, HONOURED, VIOLATED = event("invoked"), event("honoured"), event("violated")
DISPUTES_PROTEGE, FORCE_PROTEGE = total("disputes_protege"), total("force_protege")


@jitable
def begin(f: Future) -> None:
    """No war of this world has drawn on the patron yet."""
    step(f)


@jitable
def step(f: Future) -> None:
    """After the disputes of a year: none of the next has drawn on the patron yet."""
    for r in range(f.width):
        f.whole[0].drawn[r] = 0.0


@jitable
def register(w: Setting, f: Future, out: Record, d: int, level: int, year: int, r: int) -> None:
    """Record what a dispute means for the protege, for commitments and for the patron's load, after joining."""
    i, j = ends(w, d)
    t = year - w.year
    joined = w.patron >= 0 and f.states[w.patron].joined[r] > 0
    draw_on_patron(f, out, level == WAR, joined or patron_fights(w, d // 2), in_theatre(w, d // 2), t, r)
    if w.protege >= 0 and (i == w.protege or j == w.protege):
        out.totals[DISPUTES_PROTEGE, r] += 1.0
        out.totals[FORCE_PROTEGE, r] += 1.0 if level >= FORCE else 0.0
        mark(out, WAR_ON_PROTEGE, t, r, level == WAR)
        mark(out, LETHAL_ATTACK, t, r, j == w.protege and level >= FATAL)
    if level == WAR and w.pact >= 0 and f.instruments[w.pact].exit[r] > year:
        _commitment(w, f, out, i, j, t, r)


@jitable
def patron_fights(w: Setting, q: int) -> bool:
    """Whether a war of pair q is the patron's own."""
    return w.patron >= 0 and (w.pairs[q].first == w.patron or w.pairs[q].second == w.patron)


@jitable
def in_theatre(w: Setting, q: int) -> bool:
    """Whether a war of pair q is in a theatre that draws on the patron."""
    return w.states[w.pairs[q].first].theatre or w.states[w.pairs[q].second].theatre


@jitable
def draw_on_patron(f: Future, out: Record, war: bool, fights: bool, near: bool, t: int, r: int) -> None:
    """A war, new or continuing, loads the patron if the patron fights in it or it is in the theatre."""
    mark(out, PATRON_AT_WAR, t, r, war and fights)
    f.whole[0].drawn[r] = 1.0 if war and (fights or near) else f.whole[0].drawn[r]


@jitable
def _commitment(w: Setting, f: Future, out: Record, i: int, j: int, t: int, r: int) -> None:
    """A war begun by an outsider against a party invokes the pact; record whether the other parties fight on its side."""
    if not member(w, w.pact, j) or member(w, w.pact, i):
        return
    kept = True
    for k in w.members[w.instruments[w.pact].member_start : w.instruments[w.pact].member_end]:
        if k != j and f.states[k].joined[r] != 2:
            kept = False
    mark(out, INVOKED, t, r, True)
    mark(out, HONOURED, t, r, kept)
    mark(out, VIOLATED, t, r, not kept)
