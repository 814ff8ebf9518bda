r"""The renewal of an agreement that has an end.

    Pr(no agreement at the end of t) = x logistic(c + b (S_t + H_t - mean S))     in every year t after the end of its term

    c    log-odds at the mean strain (`renewal.lapse`)
    b    per unit of strain (`renewal.strain`)
    S_t  strain of the governments in office; mean S over the four pairs of governments
    H_t  strain from what is asked while the patron is busy, 0 on the average (`foedus.equations.cohesion.leverage`)
    x    1, or 0 where `renewal.lapse` is off: then an agreement runs on as if it had no end

An agreement that is made anew runs as long as the one before. While there is none its strength is 0, and it does not count as
kept up. Two deviations say what a year was, for `foedus.equations.cohesion` and `foedus.equations.troops`:

    D_t - x D    D_t = 1 in a year in which terms were negotiated, that is in every year t above
    L_t - x L    L_t = 1 at the end of a year without an agreement

D and L are their means over the record, because the strain that a case judges was judged over such years. The record is that of
the agreements on the cost of United States forces in South Korea: the first payments are of 1991, the agreement of 2021 is the
eleventh, so that ten were renewed in the 32 years to 2022, and in one year, 2020, there was none.

Only instruments of the alliance that are neither a pact nor a treaty below one: that these end at the end of a term is in the
fitted hazard of `foedus.equations.treaty_end` already.

Unit: instrument-year. Off by default: no panel measures any of it.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.elementary import exp
from foedus.jitable import Number, jitable

NEGOTIATED, WITHOUT = 10.0 / 32.0, 1.0 / 32.0
"""D and L: years of 1991-2022 in which terms were negotiated, and at the end of which there was no agreement."""


class Coefficients(NamedTuple):
    """Both stated (`stated.csv`)."""

    lapse: Number
    strain: Number


TERMS = Coefficients._fields


@jitable
def fails(b: Coefficients, strain: Number) -> Number:
    """Probability of no agreement at the end of a year after the end of the term, for x = 1; strain is S_t + H_t - mean S."""
    return 1.0 / (1.0 + exp(-b.lapse - b.strain * strain))


@jitable
def demand(expires: Number, negotiated: Number) -> Number:
    """D_t - x D; expires is x."""
    return negotiated - expires * NEGOTIATED


@jitable
def lack(expires: Number, without: Number) -> Number:
    """L_t - x L."""
    return without - expires * WITHOUT
