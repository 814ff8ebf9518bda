r"""Provocations below dispute: yearly counts by type, around a level that walks.

    n_t ~ NegativeBinomial(mean m_t, dispersion k):  variance m_t + m_t^2 / k
    m_t = m exp(z_t + a (C_t - C_0) + e (E_t - v) + w W_t)
    z_t = z_(t-1) + s N(0, 1), kept within low and high;  z_0 as stated, else 0

    m     level of the last year on record; k its dispersion: fitted, by type
    z_0   `tempo` of the case: ln of the level at the start over m, where a newer count is known
    s     standard deviation of a year's step of the log level: fitted, with a prior that has .4 in its middle and 90 % in
          .2 to .8
    low   ln of half an event in all the years on record, over m; high  ln of CEILING times the most that any year
          counted, over m: the level is kept between them, in the fit, in the score and in a future
    C_t   the protege's government is conservative, 0 or 1; C_0 at the start of the case
    E_t   the patron holds a scheduled election of its executive this year, 0 or 1; v the share of such years in its
          calendar, so that the mean log level over an electoral cycle is as fitted
    W_t   wedge: change since the start of strain between the allies times tightness of the bloc (`foedus.equations.bloc`); w
          stated, off by default
    a, e  stated, by type: Normal around zero (`stated.csv`), because the record supports neither effect

What they move is off by default, because it is all prior. The mean, over the types of a state, of ln m_t - ln m adds
`provocation.force` times itself to the log-odds that a dispute of that state with the protege or the patron comes to force; the
mean over all types adds `provocation.alarm` times itself to the log-odds that the protege starts to pursue nuclear weapons.
Both are 0 at the level on record, which is in the fitted constants; a level that stands above it acts from the first year on.

The median of m_t stays where it starts; its mean rises with the years, as that of any walk of a logarithm does.

`TYPES` has the unit of each type and who does it. Units are never mixed: a missile is one row of the CNS/NTI set, whatever
its range; a nuclear test and another provocation are one event of Beyond Parallel, which codes missiles apart; a patrol is a
joint one of China and Russia near Korea and Japan; a sortie is an entry into South Korea's air defence zone, as the press
counts them. The level of entries is stated, because no publisher counts them by year and reports differ in what one is; and
that of warheads added to a stock, because the published stock is an estimate that is revised.

Form: a local level of a count, after Harvey & Fernandes (1989), J. Business & Economic Statistics 7, 407-417, who let the level
follow a Gamma and not a log-Normal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from foedus.elementary import exp
from foedus.jitable import Number, jitable


class Type(NamedTuple):
    """A type of provocation.

    actors        whose it is (COW numbers)
    unit, units   what one is called, and several
    scored        whether its forecasts are scored on later years
    stated        whether its level, step and dispersion are stated (`stated.csv`), for want of yearly counts
    """

    label: str
    actors: tuple[int, ...]
    unit: str
    units: str
    counted_by: str
    scored: bool = True
    stated: bool = False


CHINA, RUSSIA, NORTH_KOREA = 710, 365, 731
TYPES: Mapping[str, Type] = MappingProxyType(
    {
        "missile-launches": Type("North Korean missiles", (NORTH_KOREA,), "missile", "missiles", "CNS/NTI"),
        "nuclear-tests": Type(
            "North Korean nuclear tests", (NORTH_KOREA,), "nuclear test", "nuclear tests", "Beyond Parallel"
        ),
        "other-provocations": Type(
            "other provocations by North Korea", (NORTH_KOREA,), "event", "events", "Beyond Parallel"
        ),
        "joint-air-patrols": Type(
            "joint air patrols of China and Russia", (CHINA, RUSSIA), "patrol", "patrols", "the press", scored=False
        ),
        "warheads-added": Type(
            "warheads that North Korea adds to its stock",
            *((NORTH_KOREA,), "warhead", "warheads", "the FAS Nuclear Notebook"),
            scored=False,
            stated=True,
        ),
        "chinese-zone-entries": Type(
            "entries of China into South Korea's air defence zone",
            *((CHINA,), "sortie", "sorties", "the press"),
            scored=False,
            stated=True,
        ),
        "russian-zone-entries": Type(
            "entries of Russia into South Korea's air defence zone",
            *((RUSSIA,), "sortie", "sorties", "the press"),
            scored=False,
            stated=True,
        ),
    }
)
"""Types by name."""
SERIES = tuple(name for name, one in TYPES.items() if not one.stated)
"""Those with a posterior of their own."""
STATED = ("government", "election", "wedge")
"""What is stated (`stated.csv`) and not fitted."""


class Coefficients(NamedTuple):
    """m, k, s and the bounds of z, of the fit, and the stated a, e and w."""

    mean: Number
    dispersion: Number
    step: Number
    low: Number
    high: Number
    government: Number
    election: Number
    wedge: Number


class Terms(NamedTuple):
    """z_t, C_t - C_0, E_t - v and W_t."""

    walk: Number
    government: Number
    election: Number
    wedge: Number


TERMS = tuple(name for name in Coefficients._fields if name not in STATED)
"""What is fitted."""

COUNT_MEAN, COUNT_WIDTH = (1.0, 2.0), 1.0
"""Log-Normal prior of the level of the first year, half-Normal prior of 1 / sqrt(dispersion)."""
STEP = (math.log(0.4), math.log(2.0) / 1.645)
"""Log-Normal prior of s: median .4, 90 % in .2 to .8 (elicited)."""
CEILING = 2.0
"""How far above the most that any year counted the level may rise (elicited)."""
SPAN = math.log(10.0)
"""How far a stated level may walk from its start: a tenth to ten times (elicited)."""


@jitable
def walked(b: Coefficients, walk: Number, luck: Number) -> Number:
    """z of this year, from that of last year; luck is standard normal."""
    return min(max(walk + b.step * luck, b.low), b.high)


@jitable
def change(b: Coefficients, x: Terms) -> Number:
    """ln m_t - ln m: how far the log level of a year stands above that of the last on record."""
    return x.walk + b.government * x.government + b.election * x.election + b.wedge * x.wedge


@jitable
def expected(b: Coefficients, x: Terms) -> Number:
    """Expected count of a year."""
    return b.mean * exp(change(b, x))
