r"""Economic coercion of the protege by a large trading partner.

    Pr(an episode begins in t) = 1 - exp(-h exp(s_t + effects)),   cost = loss x e_t / e_0    (% of one year's GDP)
    s_t = d (D_t - D_0) + x ln(e_t / e_0) + g ln(A_t / A_0)

    h      rate of episodes in the case's own record: Gamma posterior under the Jeffreys prior
    D_t    discord: distance between the UN ideal points of protege and coercer
    e_t    exposure: trade with the coercer as a share of the protege's GDP
    A_t    asymmetry of exposure: e_t over the coercer's, in which trade cancels: GDP of the coercer / GDP of the protege
    d x g  stated (`stated.csv`); an index 0 is the start of the case, where the rate is that of the record
    loss   one-year loss the case states for an episode, times the share of it that later estimates of the 2016-17 THAAD
           episode leave

Unit: year.
"""

from __future__ import annotations

import math

from foedus.jitable import Number, jitable

NEEDS = ("exposure", "loss")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""

TERMS = ("rate", "loss", "discord", "exposure", "asymmetry")


@jitable
def shift(b: Number, discord: Number, exposure: Number, asymmetry: Number) -> Number:
    """s_t, from draws of TERMS and the deviations D_t - D_0, ln(e_t / e_0) and ln(A_t / A_0)."""
    return b[2] * discord + b[3] * exposure + b[4] * asymmetry


@jitable
def probability(rate: Number, effect: Number) -> Number:
    """Probability that an episode begins this year; effect is s_t and the effects of instruments."""
    return 1.0 - math.exp(-rate * math.exp(effect))
