"""Small functions shared by the steps: levels of disputes, ends of a dyad, parties of an instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.jitable import jitable
from foedus.world.world import KINDS

if TYPE_CHECKING:
    from foedus.simulation.state import Setting

DISPUTE, FORCE, FATAL, WAR = range(1, 5)
"""How far a dispute goes: no force; force without, with a battle death; war."""

PURSUE, NUCLEAR = 2, 3
"""Bleek statuses that matter here: pursues, possesses nuclear weapons."""

DEFENCE_PACT = KINDS.index("defence-pact")
ENTENTE = KINDS.index("entente")

NEVER = 1 << 30
"""The year in which an instrument nobody has denounced leaves force."""


@jitable
def ends(w: Setting, d: int) -> tuple[int, int]:
    """Initiator and target of directed dyad d."""
    q = d // 2
    return (w.pairs[q].first, w.pairs[q].second) if d % 2 == 0 else (w.pairs[q].second, w.pairs[q].first)


@jitable
def member(w: Setting, k: int, i: int) -> bool:
    """Whether state i is a party of instrument k."""
    for m in w.members[w.instruments[k].member_start : w.instruments[k].member_end]:  # noqa: SIM110 - compiled
        if m == i:
            return True
    return False
