r"""Deaths by side: who dies in a dispute at force, short of war, that kills?

    Pr(at least one death among the people of s | a battle death in the dispute, force, no war) = d_s

s   initiator (side A), target (side B)

Escalation says whether anybody dies; this says whether it is the people of one state. In a war both have deaths.

Unit: originator of a dispute and an originator on the other side.
Source of the data: Gibler, Miller & Little (2016), International Studies Quarterly 60, 719-730.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.jitable import Number, jitable


class Coefficients(NamedTuple):
    """Probability that a state's people are among the dead, by its side."""

    initiator: Number
    target: Number


TERMS = Coefficients._fields


@jitable
def probability(b: Coefficients, began: bool) -> Number:
    """Probability that the people of a state are among the dead of a fatal dispute that it began, or that was begun against
    it."""
    return b.initiator if began else b.target
