r"""Foreign-policy ideal points, from votes in the UN General Assembly.

    z_it = c_i + r (z_i,t-1 - c_i) + N(0, s) + N(0, k_regime) where the source of leader support changed
    observed_it = z_it + N(0, e)

    c_i ~ N(c, sigma_c)     where state i tends to
    k                       extra shock on a change of leader support, apart for democracies and others

Unit: state-year, 1946-2023, scale of Bailey, Strezhnev & Voeten (2017), doi:10.1177/0022002715595700.
"""

from __future__ import annotations

from foedus.jitable import Number, jitable

TERMS = ("persistence", "scale", "shock_democracy", "shock_autocracy")


@jitable
def expected(centre: Number, persistence: Number, previous: Number) -> Number:
    """Expected ideal point this year, given last year's."""
    return centre + persistence * (previous - centre)
