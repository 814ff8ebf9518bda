r"""Growth of capability, one posterior for each index (CINC share, GDP, military spending).

    d_it = m_i + r (d_i,t-1 - m_i) + s_f f_t + s t_nu,      d = change of the natural logarithm in a year

    m_i  mean growth of state i ~ N(m, sigma_m)
    f_t  factor common to all states ~ N(0, 1)
    t_nu Student-t with nu degrees of freedom: wars and collapses are in the tail

A draw is limited to the 99.9% quantile of the absolute changes in the sample (`bound`): with a tail index below two a
state could otherwise grow e-fold many times over in a year, which no state has done.

Candidate specifications, all with f_t and t_nu:

    no-change    m_i = 0, r = 0: the current level, with shocks around it
    common-mean  m_i = m: all states have one mean, and growth persists from last year
    own-mean     m_i is estimated from the state's past
    new-mean     m_i is drawn anew from N(m, sigma): states will differ as much as before, but the past does not say which

Unit: state-year.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from foedus.equations.specification import Specification, Specifications
from foedus.jitable import Number, jitable

SERIES = ("cinc", "gdp", "milex")
"""Indices of capability; each has posteriors of its own."""


class Coefficients(NamedTuple):
    """Coefficients common to all states; df is nu, factor_sd is s_f."""

    persistence: Number
    scale: Number
    df: Number
    factor_sd: Number
    bound: Number


class Terms(NamedTuple):
    """A state's mean and last year's change; the draws of the year's factor f_t and of the state's shock t_nu."""

    mean: Number
    previous: Number
    factor: Number
    shock: Number


TERMS = Coefficients._fields

_SHOCKS = ("scale", "df", "factor_sd")
_MEAN = (*_SHOCKS, "persistence", "mean")
SPECIFICATIONS: Specifications = {
    "no-change": Specification("no change, and shocks", _SHOCKS),
    "common-mean": Specification("one mean for all, and persistence", _MEAN),
    "own-mean": Specification("a mean for every state, and persistence", (*_MEAN, "sigma"), units=True),
    "new-mean": Specification("a new mean for every state, and persistence", (*_MEAN, "sigma")),
}

WIDTH = MappingProxyType({"scale": 0.2, "factor_sd": 0.2, "mean": 0.1, "sigma": 0.05})
"""Of the half-Normal priors of scales, and of the Normal prior of the mean."""
DF = (2.0, 0.1)
"""Shape and rate of the Gamma prior of the degrees of freedom."""


@jitable
def expected(mean: Number, persistence: Number, previous: Number) -> Number:
    """Expected log growth this year, given last year's."""
    return mean + persistence * (previous - mean)


@jitable
def bounded(change: Number, bound: Number) -> Number:
    """The change, limited to the bound."""
    return min(max(change, -bound), bound)


@jitable
def drawn(b: Coefficients, x: Terms) -> Number:
    """Log growth this year from its draws, limited to the bound."""
    change = expected(x.mean, b.persistence, x.previous)
    change += b.factor_sd * x.factor + b.scale * x.shock
    return bounded(change, b.bound)
