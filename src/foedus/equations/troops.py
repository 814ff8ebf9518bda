r"""How many troops a presence has.

    m_t = m_(t-1) + a (L_t - L) + s N(0, 1),     w_t = ln(1 + k_0 exp(m_t))

    k_0  thousands of troops at the start of the case, m_0 = 0
    L_t  1 at the end of a year without an agreement on the cost, L its mean (`foedus.equations.renewal`); 0 where that is off
    s    `troops.scale`: standard deviation of a yearly log change
    a    `troops.lapse`, with both signs
    w_t  strength of the presence per unit of its integrity, by which it acts on disputes and on joining (`effects.csv`)

The walk has no drift and no floor by law. Unit: year. Off by default.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.elementary import exp, log
from foedus.jitable import Number, jitable


class Coefficients(NamedTuple):
    """Both stated (`stated.csv`)."""

    scale: Number
    lapse: Number


TERMS = Coefficients._fields


@jitable
def moved(b: Coefficients, before: Number, lapse: Number, luck: Number) -> Number:
    """m_t from m_(t-1); lapse is L_t - L, luck standard normal."""
    return before + b.lapse * lapse + b.scale * luck


@jitable
def reinforced(weight: Number, change: Number) -> Number:
    """w_t - w_0, where weight is w_0 and change m_t."""
    return log(1.0 + (exp(weight) - 1.0) * exp(change)) - weight
