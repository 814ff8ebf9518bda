r"""Economic coercion of the protege by a large trading partner.

    Pr(an episode begins in t) = 1 - exp(-h exp(effects)),   cost = loss x exposure_t / exposure_0    (% of one year's GDP)

h is the rate of episodes in the case's own record (Gamma posterior under the Jeffreys prior); loss is the one-year loss the
case states for an episode, times the share of it that later estimates of the 2016-17 THAAD episode leave.

Unit: year.
"""

from __future__ import annotations

import math

from numba.extending import register_jitable

TERMS = ("rate", "loss")


@register_jitable(_nrt=False)
def probability(rate, effect):  # type: ignore[no-untyped-def]
    """Probability that an episode begins this year."""
    return 1.0 - math.exp(-rate * math.exp(effect))
