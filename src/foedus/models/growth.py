r"""Growth of capability, one posterior for each index (CINC share, GDP, military spending).

    d_it = m_i + r (d_i,t-1 - m_i) + s_f f_t + s t_nu,      d = change of the natural logarithm in a year

    m_i  mean growth of state i ~ N(m, sigma_m)
    f_t  factor common to all states ~ N(0, 1)
    t_nu Student-t with nu degrees of freedom: wars and collapses are in the tail

A draw is kept within the 99.9% quantile of the absolute changes in the sample (`bound`), because a tail index below two
would otherwise let a state grow e-fold many times over in a year, which no state has done.

Unit: state-year. The forecast to beat is no change (d = 0).
"""

from __future__ import annotations

from foedus.jitable import Number, jitable

TERMS = ("persistence", "scale", "df", "factor_sd", "bound")


@jitable
def expected(mean: Number, persistence: Number, previous: Number) -> Number:
    """Expected log growth this year, given last year's."""
    return mean + persistence * (previous - mean)


@jitable
def bounded(change: Number, bound: Number) -> Number:
    """The change, kept within the largest observed."""
    return min(max(change, -bound), bound)
