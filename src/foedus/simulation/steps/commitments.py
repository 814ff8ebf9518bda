"""The meaning of a dispute for the alliance: wars of the protege and who began them, its dead, commitments invoked and kept;
wars that load the patron."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.jitable import jitable
from foedus.simulation.common import FATAL, FORCE, WAR, ends, member
from foedus.simulation.draws import uniforms
from foedus.simulation.fields import Owns
from foedus.simulation.outcomes import event, mark, total
from foedus.simulation.steps.deaths import die

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

BEGIN = 16

OWNS = Owns(
    whole=(
        ("drawn", "f8"),  # 1 if a war of this world draws on the patron this year
    ),
    draws=(("misread", "f8"),),  # probability that side A of a war is not the one that began it
    processes=(BEGIN,),
)
WAR_OUTSIDE, WAR_INSIDE, WAR_ON_PROTEGE = event("war_outside"), event("war_inside"), event("war_on_protege")
WAR_BEGUN_ON, WAR_BEGUN_BY = event("war_begun_on"), event("war_begun_by")
PROTEGE_DEATHS, LETHAL_ATTACK, PATRON_AT_WAR = event("protege_deaths"), event("lethal_attack"), event("patron_at_war")
PROTEGE_ATTACKED, PATRON_FIGHTS, PATRON_FAILS = event("protege_attacked"), event("patron_fights"), event("patron_fails")
PATRON_ATTACKED, PROTEGE_FIGHTS, PROTEGE_FAILS = (
    event("patron_attacked"),
    event("protege_fights"),
    event("protege_fails"),
)
INVOKED, HONOURED, VIOLATED = event("invoked"), event("honoured"), event("violated")
ANY_FIGHTS, NONE_FIGHTS, ALL_FIGHT = event("any_fights"), event("none_fights"), event("all_fight")
DISPUTES_PROTEGE, FORCE_PROTEGE = total("disputes_protege"), total("force_protege")
CALLED, FIGHTING = total("parties_called"), total("parties_fighting")
VIOLATIONS = total("ceasefire_violations")


def draw(of: Draw) -> dict[str, Floats]:
    """How often side A of a war did not begin it."""
    return {"misread": np.clip(of.prior("war.misread"), 0.0, 1.0)}


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
def register(
    w: Setting, p: Parameters, f: Future, out: Record, d: int, level: int, seed: int, run: int, year: int, r: int
) -> None:
    """Record what a dispute means for the protege, for commitments and for the patron's load, after joining."""
    i, j = ends(w, d)
    t = year - w.year
    joined = w.patron >= 0 and f.states[w.patron].joined[r] > 0
    out.totals[VIOLATIONS, r] += 1.0 if level >= FORCE and w.pairs[d // 2].truce else 0.0
    draw_on_patron(f, out, level == WAR, joined or patron_fights(w, d // 2), in_theatre(w, d // 2), t, r)
    if w.protege >= 0 and (i == w.protege or j == w.protege):
        out.totals[DISPUTES_PROTEGE, r] += 1.0
        out.totals[FORCE_PROTEGE, r] += 1.0 if level >= FORCE else 0.0
        if level >= FATAL:
            _of_protege(w, p, f, out, d, level, seed, run, year, r)
    if level == WAR and w.pact >= 0 and f.instruments[w.pact].exit[r] > year:
        _commitment(w, f, out, i, j, t, r)


@jitable
def _of_protege(
    w: Setting, p: Parameters, f: Future, out: Record, d: int, level: int, seed: int, run: int, year: int, r: int
) -> None:
    """A dispute of the protege that killed, or a war: whether its own people died, with whom the war is, and who began it."""
    i, j = ends(w, d)
    t, began, war = year - w.year, i == w.protege, level == WAR
    luck, _, _, _ = uniforms(seed, run + r, w.states[i].code * 1000 + w.states[j].code, year, BEGIN)
    outside = war and outsider(w, f, j if began else i, r)
    by_protege = began != (luck < p.draws[0].misread[r])
    mark(out, PROTEGE_DEATHS, t, r, die(w, p, d, level, began, seed, run, year, r))
    mark(out, LETHAL_ATTACK, t, r, not began)
    mark(out, WAR_ON_PROTEGE, t, r, war)
    mark(out, WAR_OUTSIDE, t, r, outside)
    mark(out, WAR_BEGUN_BY, t, r, outside and by_protege)
    mark(out, WAR_BEGUN_ON, t, r, outside and not by_protege)
    mark(out, WAR_INSIDE, t, r, war and not outside)


@jitable
def outsider(w: Setting, f: Future, k: int, r: int) -> bool:
    """Whether state k is neither the patron nor bound to it by a defence pact this year."""
    return k != w.patron and (w.patron < 0 or f.links[w.link[w.patron, k]].strength[r] <= 0.0)


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
    """A war begun by an outsider against a party invokes the pact; record which other parties fight on its side."""
    if not member(w, w.pact, j) or member(w, w.pact, i):
        return
    called = fighting = 0
    for k in w.members[w.instruments[w.pact].member_start : w.instruments[w.pact].member_end]:
        if k != j:
            called += 1
            fighting += f.states[k].joined[r] == 2
    kept = fighting == called
    mark(out, INVOKED, t, r, True)
    mark(out, HONOURED, t, r, kept)
    mark(out, ALL_FIGHT, t, r, kept)
    mark(out, VIOLATED, t, r, not kept)
    mark(out, ANY_FIGHTS, t, r, fighting > 0)
    mark(out, NONE_FIGHTS, t, r, fighting == 0)
    out.totals[CALLED, r] += called
    out.totals[FIGHTING, r] += fighting
    protege, patron = j == w.protege, j == w.patron and w.states[i].area
    by_patron, by_protege = f.states[w.patron].joined[r] == 2, f.states[w.protege].joined[r] == 2
    mark(out, PROTEGE_ATTACKED, t, r, protege)
    mark(out, PATRON_FIGHTS, t, r, protege and by_patron)
    mark(out, PATRON_FAILS, t, r, protege and not by_patron)
    mark(out, PATRON_ATTACKED, t, r, patron)
    mark(out, PROTEGE_FIGHTS, t, r, patron and by_protege)
    mark(out, PROTEGE_FAILS, t, r, patron and not by_protege)
