r"""What strains an alliance beside the governments in office: cost, policies on a fourth power that part, a busy patron.

    S'_t = S_t + d (D_t - D) + l (L_t - L) + p (P_t - P_0) + h (B_t - B),     P_t = | |x_i - x_k| - |x_j - x_k| |

    S_t  strain of the governments in office (`foedus.equations.integrity`, which takes S'_t in its place)
    D_t  1 in a year in which the terms of an agreement were negotiated, L_t 1 at the end of a year without one; D and L their
         means over the record (`foedus.equations.renewal`)
    P_t  policy distance: how much further the one ally is from the coercer k than the other, in UN ideal points; x_i patron,
         x_j protege. |x_j - x_k| is the discord of `foedus.equations.coercion`. P_0 is that of the start, because the level and
         strain of a case are judged then
    B_t  1 while a war loads the patron (`foedus.equations.load`), B the usual share of such years. Then each can ask for more:
         the ally, whose help or quiet is wanted, and the patron, whose means are short. h is what that leverage does to strain
    d l p h  stated (`cohesion.demand`, `.lapse`, `.distance`, `.leverage`) and off by default

S' may leave the 0 to 1 of a judged strain. It acts on the integrity of instruments alone: the end of treaties has the lapse of
an agreement as a channel of its own (`cost-sharing.ending`), and the wedge of a bloc is about governments. The part of h acts
on the renewal of agreements, too (`foedus.equations.renewal`), since what is asked is asked there.

Unit: year.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.jitable import Number, jitable


class Coefficients(NamedTuple):
    """Strain per unit of each term, all elicited (`stated.csv`)."""

    demand: Number
    lapse: Number
    distance: Number
    leverage: Number


class Terms(NamedTuple):
    """D_t - D, L_t - L and P_t - P_0."""

    demand: Number
    lapse: Number
    distance: Number


TERMS = Coefficients._fields


@jitable
def policy_distance(patron: Number, protege: Number, coercer: Number) -> Number:
    """P, from the ideal points of the three; never negative, and 0 for two allies as far from the coercer."""
    return abs(abs(patron - coercer) - abs(protege - coercer))


@jitable
def leverage(h: Number, busy: Number) -> Number:
    """Strain from what is asked while the patron is busy; busy is B_t - B."""
    return h * busy


@jitable
def tension(b: Coefficients, x: Terms) -> Number:
    """S'_t - S_t, before leverage."""
    return b.demand * x.demand + b.lapse * x.lapse + b.distance * x.distance
