r"""What the concentration of capability among the great powers does to the common level of disputes.

    s_t = b (C_t - c),    C_t = sqrt((sum_i p_i^2 - 1/N) / (1 - 1/N))

    p_i  share of great power i in the CINC of the N great powers (Ray and Singer's concentration)
    c    mean of C over the years that initiation is fitted to, whose level holds it already
    b    stated (`level.concentration`), off by default

s_t is added to the log-odds of initiation of every dyad, beside the common level y_t of `foedus.equations.initiation`. At the
start y_0 is the fitted level less s_0, so that the sum is as fitted, and tends to s_t as y_t forgets its start. Concentration
is that of one list of great powers, which the record had too: five from 1950, seven from 1991.

Unit: year, 0 to 1. Source of the measure: Ray & Singer (1973), Sociological Methods & Research 1, 403-437.
"""

from __future__ import annotations

from foedus.jitable import Number, jitable

USUAL = 0.3405
"""c: mean of 1946-2013, the years before those of the fit, over COW's list of great powers."""
FEWEST = 5
"""Great powers of a world below which its concentration is not comparable with that of the record, and s_t is 0."""


@jitable
def level(b: Number, concentration: Number) -> Number:
    """s_t, in log-odds of initiation."""
    return b * (concentration - USUAL)
