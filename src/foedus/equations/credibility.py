r"""Whether the umbrella is believed: by its patron's will, by the ally, by the adversary.

    u_t   = q_t + v (L_t - l) + b (S_t - mean S)

    u_t   strength of the umbrella as the ally believes it (b = b_a, along `armament`) or as the adversary does (b = b_d,
          along `initiation` and `war`), in place of its integrity q_t, while it is in force (`effects.csv`: its effects)
    v     the patron's will: how much less, or more, it stands behind the umbrella while a war loads it
    L_t   load on the patron (`foedus.equations.load`), l the share of years in which a war loads it
    S_t   strain of the governments in office, mean S over the four pairs of governments
    v b_a b_d   stated (`credibility.will`, `credibility.ally`, `credibility.adversary`), with both signs, and off by default

What the patron's will does in a war is in its joining (`joining.load`). Both believe it as it is; they part by what they make
of a quarrel of the allies.

Unit: year; the deviation has no bounds. Off by default: no panel measures will or belief.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.jitable import Number, jitable


class Coefficients(NamedTuple):
    """v, b_a and b_d, all elicited (`stated.csv`)."""

    will: Number
    ally: Number
    adversary: Number


TERMS = Coefficients._fields


@jitable
def doubted(will: Number, belief: Number, load: Number, strain: Number) -> Number:
    """u_t - q_t, for v, the b of one of the two, L_t - l and S_t - mean S."""
    return will * load + belief * strain
