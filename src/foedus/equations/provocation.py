r"""Provocations below dispute: counts by type.

    n_t ~ NegativeBinomial(mean m_t, dispersion k):  variance m_t + m_t^2 / k
    m_t = m exp(a (C_t - C_0) + e (E_t - v))

    m, k  level and dispersion of the years since the last documented shift of the level: fitted, by type
    C_t   the protege's government is conservative, 0 or 1; C_0 at the start of the case
    E_t   the patron holds a scheduled election of its executive this year, 0 or 1; v the share of such years in its
          calendar, so that over a round of elections the level in logarithms is as fitted
    a, e  stated, by type: Normal around zero (`stated.csv`), because neither effect is supportable on the record

There is no memory: within a level the counts of successive years do not go together (missiles 1988-2022, first
autocorrelation of ln(1 + n) -.16, standard error by permutation .16).

Units, never mixed: missile-launches counts missiles (CNS/NTI, since 2012); joint-air-patrols counts Chinese-Russian joint
patrols near Korea and Japan (since 2019).
"""

from __future__ import annotations

import math

from foedus.jitable import Number, jitable

TERMS = ("mean", "dispersion")
"""What is fitted."""
STATED = ("government", "election")
"""What is stated."""


@jitable
def expected(mean: Number, government: Number, election: Number, conservative: Number, voting: Number) -> Number:
    """Expected count of a year; conservative is C_t - C_0 and voting E_t - v."""
    return mean * math.exp(government * conservative + election * voting)
