r"""Economic coercion of the protege by a large trading partner.

    Pr(an episode begins in t) = 1 - exp(-h exp(s_t + effects)),   cost = loss x e_t / e_0    (% of one year's GDP)
    s_t = d (D_t - D_0) + x ln(e_t / e_0) + g ln(A_t / A_0) + w W_t

    h      rate of episodes on the record of the case: Gamma posterior under the Jeffreys prior
    D_t    discord: distance between the UN ideal points of protege and coercer
    e_t    exposure: trade with the coercer as a share of the protege's GDP
    A_t    asymmetry of exposure: e_t over the coercer's; trade cancels, leaving GDP of the coercer / GDP of the protege
    W_t    wedge: change since the start of strain between the allies times tightness of the bloc (`foedus.equations.bloc`)
    d x g w  stated (`stated.csv`); index 0 is the start of the case, where the rate is that of the record
    loss   one-year loss the case states for an episode, times the share of it that later estimates of the 2016-17 THAAD
           episode leave

Unit: year.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from foedus.jitable import Number, jitable

NEEDS = ("exposure", "loss")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""


class Coefficients(NamedTuple):
    """Episodes a year, loss in percent of a year's GDP, and the log rate ratios of the terms."""

    rate: Number
    loss: Number
    discord: Number
    exposure: Number
    asymmetry: Number
    wedge: Number


class Terms(NamedTuple):
    """Deviations from the start of the case: D_t - D_0, ln(e_t / e_0), ln(A_t / A_0) and W_t."""

    discord: Number
    exposure: Number
    asymmetry: Number
    wedge: Number


TERMS = Coefficients._fields


@jitable
def shift(b: Coefficients, x: Terms) -> Number:
    """s_t, the log rate ratio of the year."""
    return b.discord * x.discord + b.exposure * x.exposure + b.asymmetry * x.asymmetry + b.wedge * x.wedge


@jitable
def probability(b: Coefficients, effect: Number) -> Number:
    """Probability that an episode begins this year; effect is s_t plus the effects of instruments."""
    return 1.0 - math.exp(-b.rate * math.exp(effect))


@jitable
def cost(b: Coefficients, x: Terms) -> Number:
    """Cost of an episode, percent of one year's GDP."""
    return b.loss * math.exp(x.exposure)
