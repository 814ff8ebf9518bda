r"""The load of a great power: is it at war this year?

    logit Pr(state i is at war in t) = c + b [i was at war in t - 1] + u_i + o z,    u_i ~ N(0, sigma)

    z  what a world order says it adds, 0 in the order as measured and in the fit; o the share of it that is taken, stated
       (`load.order`) and off by default

Unit: great-power-year. At war: UCDP/PRIO lists a conflict of intensity 2 (1,000 battle deaths or more in the year), of any
type, in which the state is a party or sent troops to help one (a secondary warring party). Wars against rebels abroad count,
and those in which its part is small: the list does not say how many of its forces are bound.

The share of years at war to which the chain tends is Pr(0 -> 1) / (Pr(0 -> 1) + Pr(1 -> 0)).

Source: Gleditsch, Wallensteen, Eriksson, Sollenberg & Strand (2002), Journal of Peace Research 39, 615-637; UCDP/PRIO 25.1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from foedus.elementary import exp
from foedus.equations.prior import by_term
from foedus.jitable import Number, jitable


class Terms(NamedTuple):
    """What is known of a great power before the year."""

    before: Number


class Coefficients(NamedTuple):
    """One of each term, and the constant."""

    constant: Number
    before: Number


TERMS = Coefficients._fields
PRIOR = by_term(TERMS, (-1.0, 1.5), 2.0)


@jitable
def log_odds(b: Coefficients, x: Terms) -> Number:
    """Log-odds of a year at war, before the intercept of the state."""
    return b.constant + b.before * x.before


@jitable
def probability(b: Coefficients, before: Number, imposed: Number = 0.0) -> Number:
    """Probability of a year at war; the constant includes the intercept of the state, `imposed` is o z."""
    return 1.0 / (1.0 + exp(-b.constant - b.before * before - imposed))


def usual(b: Coefficients) -> Number:
    """Share of years at war to which the chain tends."""
    begins, lasts = np.exp(b.constant), np.exp(b.constant + b.before)
    return begins * (1.0 + lasts) / (1.0 + begins + begins * (1.0 + lasts))
