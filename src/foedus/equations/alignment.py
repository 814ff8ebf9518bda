r"""Foreign-policy ideal points, from votes in the UN General Assembly.

    z_it = c_i + r (z_i,t-1 - c_i) + a g_i,t-1 + N(0, s) + N(0, k_regime) where the source of leader support changed
    g_it = mean of z_jt over the states j with which i has a defence pact, less z_it; 0 where it has none
    observed_it = z_it + N(0, e)

    c_i ~ N(c, sigma_c)     where state i tends to when no pact draws it
    a                       attraction: share of the distance to its pact partners that a state closes in a year
    k                       extra shock on a change of leader support, apart for democracies and others

Whom a state is allied with is its choice, so a is how far partners move together and no worth of a treaty. The simulator
therefore counts from the start of the case (decision 2): it tends to C_i = c_i + a g_i0 / (1 - r), drawn by g_it - g_i0
while i has a partner and by 0 when it has none: the end of its only pact moves nobody, that of one of several changes whom
it is drawn by.

Unit: state-year, 1946-2023, scale of Bailey, Strezhnev & Voeten (2017), doi:10.1177/0022002715595700.
"""

from __future__ import annotations

from foedus.jitable import Number, jitable

TERMS = ("persistence", "scale", "shock_democracy", "shock_autocracy", "attraction")


@jitable
def expected(centre: Number, persistence: Number, previous: Number, attraction: Number, gap: Number) -> Number:
    """Expected ideal point this year, given last year's and its distance to those of pact partners."""
    return centre + persistence * (previous - centre) + attraction * gap
