r"""How tight the adversary's bloc is, and the wedge that it drives into the alliance.

    T_t   = mean over the pairs of the bloc of  (a_ij + p_ij + c_ij + x_ij) / 4
    W_t   = S_t T_t - S_0 T_0

    a_ij  exp(-|ideal_i - ideal_j|), nearness of their UN ideal points
    p_ij  1 while a defence pact binds them
    c_ij  1 while a pact, or a treaty of neutrality, non-aggression or consultation, binds them
    x_ij  1 while an order has one send arms to the other: what was sent is known of few pairs, so that it is imposed, and never
          measured
    S_t   strain of the governments of patron and protege, 0 to 1
    W_t   log rate ratio of coercion and provocations per unit: w W_t, with w stated and off by default

T lies between 0 and 1; a bloc of fewer than two states has 0. Coercion and provocations have the rates of the record at the
start, so W is a deviation from the start, as their other terms are.

Unit: year.
"""

from __future__ import annotations

from foedus.elementary import exp
from foedus.jitable import Number, jitable


@jitable
def tie(gap: Number, pact: Number, treaty: Number, transfers: Number) -> Number:
    """How tightly two states are bound, 0 to 1; gap is the distance of their ideal points, 0 or more."""
    return 0.25 * (exp(-gap) + pact + treaty + transfers)


@jitable
def wedge(strain: Number, tightness: Number, before: Number) -> Number:
    """W_t; before is the product of the two at the start."""
    return strain * tightness - before
