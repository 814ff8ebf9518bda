r"""Duration of disputes: does a dyad in dispute in one year stay in dispute in the next?

    Pr(still in dispute in t + 1 | in dispute in t, no new dispute in t + 1) = d_h

h   hostility of the dispute: no force, force short of war, war

Without this equation simulated dyads would count years of peace, and become less dangerous, during their dispute.

Unit: politically relevant dyad in dispute in a year.
Source of the data: Gibler, Miller & Little (2016), International Studies Quarterly 60, 719-730.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.jitable import Number, jitable


class Coefficients(NamedTuple):
    """Probability that a dispute lasts, by its hostility."""

    no_force: Number
    force: Number
    war: Number


TERMS = Coefficients._fields


@jitable
def probability(b: Coefficients, force: bool, war: bool) -> Number:
    """Probability that a dispute continues for another year; war is above force."""
    return b.war if war else b.force if force else b.no_force
