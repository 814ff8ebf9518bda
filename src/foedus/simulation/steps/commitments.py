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
        ("load", "f8"),  # 1 if a war drew on the patron last year
        ("drawn", "f8"),  # 1 if one does this year
    )
)
WAR_ON_PROTEGE, LETHAL_ATTACK, PATRON_AT_WAR = event("war_on_protege"), event("lethal_attack"), event("patron_at_war")
INVOKED, HONOURED, VIOLATED = event("invoked"), event("honoured"), event("violated")
DISPUTES_PROTEGE, FORCE_PROTEGE = total("disputes_protege"), total("force_protege")


@jitable
def begin(f: Future) -> None:
    """No war loads the patron yet."""
    f.whole[0].load = f.whole[0].drawn = 0.0


@jitable
def step(f: Future) -> None:
    """After the disputes of the year: wars that drew on the patron become its load of the next year."""
    f.whole[0].load = f.whole[0].drawn
    f.whole[0].drawn = 0.0


@jitable
def register(w: Setting, f: Future, r: Record, d: int, level: int, year: int) -> None:
    """Record what a dispute means for the protege, for commitments and for the patron's load, after joining."""
    i, j = ends(w, d)
    t = year - w.year
    if level == WAR:
        draw_on_patron(w, f, r, i, j, w.patron >= 0 and f.states[w.patron].joined > 0, t)
    if w.protege >= 0 and (i == w.protege or j == w.protege):
        r.totals[DISPUTES_PROTEGE] += 1.0
        if level >= FORCE:
            r.totals[FORCE_PROTEGE] += 1.0
        if level == WAR:
            mark(r, WAR_ON_PROTEGE, t)
        if j == w.protege and level >= FATAL:
            mark(r, LETHAL_ATTACK, t)
    if level == WAR and w.pact >= 0 and f.instruments[w.pact].exit > year:
        _commitment(w, f, r, i, j, t)


@jitable
def draw_on_patron(w: Setting, f: Future, r: Record, i: int, j: int, joined: bool, t: int) -> None:
    """A war of i and j, new or continuing, loads the patron if the patron fights in it or it is in the theatre."""
    fights = joined or (w.patron >= 0 and (i == w.patron or j == w.patron))
    if fights:
        mark(r, PATRON_AT_WAR, t)
    if fights or w.states[i].theatre or w.states[j].theatre:
        f.whole[0].drawn = 1.0


@jitable
def _commitment(w: Setting, f: Future, r: Record, i: int, j: int, t: int) -> None:
    """A war begun by an outsider against a party invokes the pact; record whether the other parties fight on its side."""
    if not member(w, w.pact, j) or member(w, w.pact, i):
        return
    mark(r, INVOKED, t)
    kept = True
    for k in w.members[w.instruments[w.pact].member_start : w.instruments[w.pact].member_end]:
        if k != j and f.states[k].joined != 2:
            kept = False
    mark(r, HONOURED if kept else VIOLATED, t)
