r"""Integrity of an instrument: how fully it is kept up in peacetime, 0 to 1.

    q_t = logistic(z_t),   z_t = c + r (z_(t-1) - c) + a A - d S_t - w L_t + s N(0, 1)

    c    the instrument's own level at the start of the case, as a logit
    S_t  strain of the two governments in office, 0 to 1, from the case
    L_t  load on the patron: 1 if it, or a theatre that draws on it, was at war in the year before, else 0
    A    adherence, the policy lever: +1 full upkeep, -1 neglect, 0 the baseline

No panel measures integrity, so every coefficient is elicited and tagged so.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.jitable import Number, jitable

NEEDS = ("integrity", "troops", "strain")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""


class Coefficients(NamedTuple):
    """All elicited (`stated.csv`); scale is the standard deviation of the yearly shock."""

    persistence: Number
    adherence: Number
    strain: Number
    load: Number
    scale: Number


class Terms(NamedTuple):
    """z_(t-1), the instrument's own level c, the policy lever A, and S_t and L_t."""

    previous: Number
    level: Number
    adherence: Number
    strain: Number
    load: Number


TERMS = Coefficients._fields


@jitable
def expected(b: Coefficients, x: Terms) -> Number:
    """Expected logit of integrity this year."""
    return (
        x.level
        + b.persistence * (x.previous - x.level)
        + b.adherence * x.adherence
        - b.strain * x.strain
        - b.load * x.load
    )
