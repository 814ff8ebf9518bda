"""The network of defence pacts: how strongly any two states are allied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.jitable import jitable
from foedus.simulation.common import DEFENCE_PACT, fill
from foedus.simulation.fields import Owns
from foedus.simulation.outcomes import event, mark, yearly

if TYPE_CHECKING:
    from foedus.simulation.state import Future, Record, Setting

OWNS = Owns(matrices=("alliance", "bilateral"))
BLOC_PACTS = event("bloc_pacts")
PACTS = yearly("pacts")


@jitable
def begin(w: Setting, f: Future) -> None:
    """The pacts in force at the start."""
    step(w, f)


@jitable
def step(w: Setting, f: Future) -> None:
    """Strength of the defence pact between any two states: the strongest in force, formed or imposed."""
    fill(f.alliance, 0.0)
    fill(f.bilateral, False)
    for k in range(len(w.instruments)):
        if w.instruments[k].kind == DEFENCE_PACT and f.instruments[k].strength > 0.0:
            members = w.members[w.instruments[k].member_start : w.instruments[k].member_end]
            for i in members:
                for j in members:
                    if i != j:
                        f.alliance[i, j] = max(f.alliance[i, j], f.instruments[k].strength)
                        f.bilateral[i, j] = f.bilateral[i, j] or w.instruments[k].bilateral > 0.0
    for q in range(len(w.pairs)):
        i, j = w.pairs[q].first, w.pairs[q].second
        if f.pairs[q].formed >= 0 or w.imposed[i, j]:
            f.alliance[i, j] = 1.0
            f.alliance[j, i] = 1.0
            f.bilateral[i, j] = True
            f.bilateral[j, i] = True


@jitable
def record(w: Setting, f: Future, r: Record, year: int) -> None:
    """The number of pacts, and whether they bind the whole bloc."""
    pacts = 0
    for i in range(len(w.states)):
        for j in range(i):
            if f.alliance[i, j] > 0.0:
                pacts += 1
    r.yearly[year - w.year - 1, PACTS] = pacts
    if w.protege >= 0 and len(w.bloc) > 1 and bound(f, w.bloc):
        mark(r, BLOC_PACTS, year - w.year)


@jitable
def bound(f: Future, states: np.ndarray) -> bool:
    """Whether every two of these states have a defence pact."""
    for i in states:
        for j in states:
            if i != j and f.alliance[i, j] == 0.0:
                return False
    return True
