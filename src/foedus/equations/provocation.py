r"""Provocations below dispute: counts by type.

    n_t ~ NegativeBinomial(mean m_t, dispersion k):  variance m_t + m_t^2 / k
    m_t = m exp(a (C_t - C_0) + e (E_t - v) + w W_t)

    m, k  level and dispersion of the years since the last documented shift of the level: fitted, by type
    C_t   the protege's government is conservative, 0 or 1; C_0 at the start of the case
    E_t   the patron holds a scheduled election of its executive this year, 0 or 1; v the share of such years in its
          calendar, so that the mean log level over an electoral cycle is as fitted
    W_t   wedge: change since the start of strain between the allies times tightness of the bloc (`foedus.equations.bloc`); w
          stated, off by default
    a, e  stated, by type: Normal around zero (`stated.csv`), because the record supports neither effect

There is no autoregression: within a level the counts of successive years are uncorrelated (missiles 1988-2022, first
autocorrelation of ln(1 + n) -.16, standard error by permutation .16).

Units, never mixed: missile-launches counts missiles (CNS/NTI, since 2012); joint-air-patrols counts Chinese-Russian joint
patrols near Korea and Japan (since 2019).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from foedus.jitable import Number, jitable

SERIES = ("missile-launches", "joint-air-patrols")
"""Types; each has a posterior of its own."""
STATED = ("government", "election", "wedge")
"""What is stated (`stated.csv`) and not fitted."""


class Coefficients(NamedTuple):
    """m and k of the fit, and the stated a, e and w."""

    mean: Number
    dispersion: Number
    government: Number
    election: Number
    wedge: Number


class Terms(NamedTuple):
    """C_t - C_0, E_t - v and W_t."""

    government: Number
    election: Number
    wedge: Number


TERMS = tuple(name for name in Coefficients._fields if name not in STATED)
"""What is fitted."""

COUNT_MEAN, COUNT_WIDTH = (1.0, 2.0), 1.0
"""Log-Normal prior of the mean, half-Normal prior of 1 / sqrt(dispersion)."""


@jitable
def expected(b: Coefficients, x: Terms) -> Number:
    """Expected count of a year."""
    return b.mean * math.exp(b.government * x.government + b.election * x.election + b.wedge * x.wedge)
