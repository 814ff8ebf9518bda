"""Small functions shared by the steps: levels of disputes, ends of a dyad, parties of an instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.equations.escalation import COLD_WAR_END
from foedus.jitable import jitable
from foedus.world.world import KINDS

if TYPE_CHECKING:
    from foedus.arrays import Floats, Ints
    from foedus.simulation.state import Setting
    from foedus.world.world import World

DISPUTE, FORCE, FATAL, WAR = range(1, 5)
"""How far a dispute goes: no force; force without, with a battle death; war."""

PURSUE, NUCLEAR = 2, 3
"""Bleek statuses that matter here: pursues, possesses nuclear weapons."""

DEFENCE_PACT = KINDS.index("defence-pact")
ENTENTE = KINDS.index("entente")
COMMAND = KINDS.index("command")
UMBRELLA = KINDS.index("umbrella")
PRESENCE = KINDS.index("presence")

NEVER = 1 << 30
"""The year in which an instrument nobody has denounced leaves force."""


def pacts_possible(world: World) -> Ints:
    """Every two states that can have a pact: pairs, and parties of one instrument; the first entry is of no two states."""
    party = world.party.astype(np.int64)
    able = party.T @ party > 0
    able[world.pairs[:, 0], world.pairs[:, 1]] = able[world.pairs[:, 1], world.pairs[:, 0]] = True
    return np.concatenate([np.full((1, 2), -1), np.argwhere(np.triu(able, 1))]).astype(np.int64)


@jitable
def ends(w: Setting, d: int) -> tuple[int, int]:
    """Initiator and target of directed dyad d."""
    q = d // 2
    return (w.pairs[q].first, w.pairs[q].second) if d % 2 == 0 else (w.pairs[q].second, w.pairs[q].first)


@jitable
def post_cold_war(year: int) -> float:
    """1 from 1992 on."""
    return 1.0 if year >= COLD_WAR_END else 0.0


@jitable
def mean_strain(w: Setting) -> float:
    """Strain of the alliance over the four pairs of governments."""
    return (w.strain[0, 0] + w.strain[0, 1] + w.strain[1, 0] + w.strain[1, 1]) / 4.0


@jitable
def stated(values: Floats, width: int) -> bool:
    """Whether a stated parameter is other than 0 in any future of a block: where it is off, its loops are left out."""
    for r in range(width):  # noqa: SIM110 - compiled
        if values[r] != 0.0:
            return True
    return False


@jitable
def member(w: Setting, k: int, i: int) -> bool:
    """Whether state i is a party of instrument k."""
    for m in w.members[w.instruments[k].member_start : w.instruments[k].member_end]:  # noqa: SIM110 - compiled
        if m == i:
            return True
    return False
