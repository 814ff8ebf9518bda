"""Governments: elections, scheduled and early, changes without one, and the strain of the two governments in office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import government
from foedus.jitable import jitable
from foedus.simulation.draws import uniforms
from foedus.simulation.fields import Owns, coefficients, lane
from foedus.simulation.outcomes import event, mark

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

GOVERN = 0
OWNS = Owns(
    states=(
        ("side", "i8"),
        ("changed", "i8"),  # year in which its leader support last changed, 0 never
        ("voted", "i8"),  # year of its last election, 0 none since the start
        ("due", "i8"),  # year of its next scheduled election
        ("made", "i8"),  # side that is put in office this year whatever the elections, 0 none
    ),
    whole=(("strain", "f8"),),  # of the two governments in office
    draws=(("government", coefficients(government.Coefficients)),),
    units=("alternation",),
    processes=(GOVERN,),
    equations=("government",),
)
GOVERNMENTS = event("governments_progressive_progressive")
"""The first of four: patron progressive or conservative, then protege."""


def draw(of: Draw) -> dict[str, Floats]:
    """Rates of change, and each state's probability that a change alternates the source of leader support."""
    alternation = of.units("government", "alternation", of.world.codes, centre="mean")
    return {
        "government": np.column_stack([of.posterior("government", key) for key in ("terms", "change_given_irregular")]),
        "alternation": np.asarray(1.0 / (1.0 + np.exp(-alternation))),
    }


@jitable
def begin(w: Setting, f: Future) -> None:
    """The sides in office; no change and no election so far; the calendar as it stands."""
    for i in range(len(w.states)):
        for r in range(f.width):
            f.states[i].side[r] = w.states[i].side
            f.states[i].changed[r] = f.states[i].voted[r] = f.states[i].made[r] = 0
            f.states[i].due[r] = w.states[i].election_next
    for r in range(f.width):
        f.whole[0].strain[r] = 0.0


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Elections, scheduled and early, and changes without one; the strain of the two governments in office."""
    for i in range(len(w.states)):
        code, democracy, constitution = w.states[i].code, w.states[i].democracy, w.states[i].constitution
        every = w.states[i].election_every
        for r in range(f.width):
            a, b, c, d = uniforms(seed, run + r, code, year, GOVERN)
            rates = lane(government.Coefficients, p.draws[0].government, r)
            if democracy:
                due = year >= f.states[i].due[r]
                election = every > 0 and (due or c < government.early(rates, constitution))
                f.states[i].voted[r] = year if election else f.states[i].voted[r]
                f.states[i].due[r] = year + every if election else f.states[i].due[r]
                removed = government.removal(rates, constitution)
                changed = government.democracy_changes(election, p.alternation[i, r], removed, loss=a, exit=b)
            else:
                changed = government.autocracy_changes(rates, exit=b, given=d, unelected=c)
            before, made = f.states[i].side[r], f.states[i].made[r]
            after = -before if changed else before
            after = made if made != 0 else after
            changed = after != before if made != 0 else changed
            f.states[i].changed[r] = year if changed else f.states[i].changed[r]
            f.states[i].side[r] = after
    if w.protege >= 0 and w.patron >= 0:
        for r in range(f.width):
            patron, protege = f.states[w.patron].side[r] > 0, f.states[w.protege].side[r] > 0
            f.whole[0].strain[r] = w.strain[1 if patron else 0, 1 if protege else 0]


@jitable
def record(w: Setting, f: Future, out: Record, year: int) -> None:
    """The pair of governments in office."""
    if w.protege >= 0:
        for pair in range(4):
            for r in range(f.width):
                held = 2 * (f.states[w.patron].side[r] > 0) + (f.states[w.protege].side[r] > 0)
                mark(out, GOVERNMENTS + pair, year - w.year, r, held == pair)
