r"""Economic coercion of the protege by a large trading partner.

    Pr(an episode begins in t) = 1 - exp(-h exp(effects)),   cost = loss x exposure_t / exposure_0    (% of one year's GDP)

h is the rate of episodes in the case's own record (Gamma posterior under the Jeffreys prior); loss is the one-year loss the
case states for an episode, times the share of it that later estimates of the 2016-17 THAAD episode leave.

Unit: year.
"""

from __future__ import annotations

import math

from foedus.jitable import Number, jitable

TERMS = ("rate", "loss")


@jitable
def probability(rate: Number, effect: Number) -> Number:
    """Probability that an episode begins this year."""
    return 1.0 - math.exp(-rate * math.exp(effect))
