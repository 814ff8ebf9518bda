"""The network of defence pacts: how strongly any two states are allied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.jitable import jitable
from foedus.simulation.common import DEFENCE_PACT
from foedus.simulation.fields import Owns
from foedus.simulation.outcomes import event, mark, yearly

if TYPE_CHECKING:
    from foedus.simulation.state import Future, Record, Setting

OWNS = Owns(
    links=(
        ("strength", "f8"),  # of the defence pact of two states, 0 none
        ("bilateral", "?"),  # one of those pacts has no other party
    ),
    whole=(
        ("pacts", "f8"),  # number of pacts in the world, and within the bloc
        ("bloc_pacts", "f8"),
    ),
)
BLOC_PACTS = event("bloc_pacts")
PACTS = yearly("pacts")


@jitable
def begin(w: Setting, f: Future) -> None:
    """The pacts in force at the start."""
    step(w, f)


@jitable
def step(w: Setting, f: Future) -> None:
    """Strength of the defence pact between any two states: the strongest in force, formed or imposed."""
    for n in range(len(w.links)):
        for r in range(f.width):
            f.links[n].strength[r] = 0.0
            f.links[n].bilateral[r] = False
    for k in range(len(w.instruments)):
        if w.instruments[k].kind == DEFENCE_PACT:
            bilateral = w.instruments[k].bilateral > 0.0
            for n in w.linked[w.instruments[k].link_start : w.instruments[k].link_end]:
                for r in range(f.width):
                    strength = f.instruments[k].strength[r]
                    f.links[n].bilateral[r] = f.links[n].bilateral[r] or (bilateral and strength > 0.0)
                    f.links[n].strength[r] = max(f.links[n].strength[r], strength)
    for q in range(len(w.pairs)):
        n, imposed = w.pairs[q].link, w.imposed[w.pairs[q].first, w.pairs[q].second]
        for r in range(f.width):
            own = f.pairs[q].formed[r] >= 0 or imposed
            f.links[n].strength[r] = 1.0 if own else f.links[n].strength[r]
            f.links[n].bilateral[r] = f.links[n].bilateral[r] or own


@jitable
def record(w: Setting, f: Future, out: Record, year: int) -> None:
    """The number of pacts, and whether they bind the whole bloc."""
    x = f.whole[0]
    for r in range(f.width):
        x.pacts[r] = x.bloc_pacts[r] = 0.0
    for n in range(len(w.links)):
        within = w.links[n].within_bloc
        for r in range(f.width):
            pact = 1.0 if f.links[n].strength[r] > 0.0 else 0.0
            x.pacts[r] += pact
            x.bloc_pacts[r] += pact * within
    for r in range(f.width):
        out.yearly[year - w.year - 1, PACTS, r] = x.pacts[r]
    if w.protege >= 0 and len(w.bloc) > 1:
        needed = len(w.bloc) * (len(w.bloc) - 1) // 2
        for r in range(f.width):
            mark(out, BLOC_PACTS, year - w.year, r, x.bloc_pacts[r] == needed)
