r"""Foreign-policy ideal points, from votes in the UN General Assembly.

    z_it = c_i + r (z_i,t-1 - c_i) + a g_i,t-1 + N(0, s) + N(0, k_regime) where the source of leader support changed
    g_it = mean of z_jt over the states j with which i has a defence pact, less z_it; 0 where it has none
    observed_it = z_it + N(0, e)

    c_i ~ N(c, sigma_c)     where state i tends to when no pact draws it
    a                       attraction: share of the distance to its pact partners that a state closes in a year
    k                       extra shock on a change of leader support, apart for democracies and others

States choose their allies, so a measures how far partners move together, not the effect of a treaty. The simulator
therefore counts from the start of the case (decision 2): a state tends to C_i = c_i + a g_i0 / (1 - r), drawn by g_it -
g_i0 while i has a partner and by 0 when it has none: the end of its only pact has no effect; the end of one of several
changes the partners that draw it.

Unit: state-year, 1946-2023, scale of Bailey, Strezhnev & Voeten (2017), doi:10.1177/0022002715595700.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import NamedTuple

from foedus.jitable import Number, jitable


class Coefficients(NamedTuple):
    """The fitted coefficients; shocks and scale are standard deviations."""

    persistence: Number
    scale: Number
    shock_democracy: Number
    shock_autocracy: Number
    attraction: Number


class Terms(NamedTuple):
    """Where a state tends to, where it was last year, and its distance to its pact partners then."""

    centre: Number
    previous: Number
    gap: Number


TERMS = Coefficients._fields

PERSISTENCE = (10.0, 1.0)
"""Of its Beta prior."""
WIDTH = MappingProxyType(
    {
        "scale": 0.3,
        "noise": 0.3,
        "shock_democracy": 0.5,
        "shock_autocracy": 0.5,
        "attraction": 0.1,
        "centre_mean": 1.0,
        "centre_sigma": 1.0,
    }
)
"""Of the half-Normal priors of scales, and of the Normal priors of attraction and of the mean of centres."""


@jitable
def expected(b: Coefficients, x: Terms) -> Number:
    """Expected ideal point this year."""
    return x.centre + b.persistence * (x.previous - x.centre) + b.attraction * x.gap


@jitable
def spread(b: Coefficients, changed: bool, democracy: bool) -> Number:
    """Standard deviation of this year's shock, wider where the source of leader support changed."""
    shock = 0.0
    if changed:
        shock = b.shock_democracy if democracy else b.shock_autocracy
    return math.sqrt(b.scale * b.scale + shock * shock)
