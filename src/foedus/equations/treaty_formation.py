r"""The formation of treaties: does a pair without a defence pact form one?

    logit Pr(pair forms a pact in t) = c . z
    z = contiguous, ln(1 + km), either major, ideal-point distance (0 with a flag where unknown),
        ln(1 + defence partners in common), |difference in polyarchy| (0 with a flag where unknown), 1 / (1 + peace),
        ln(1 + opponents in common): third states with which each had a dispute within ten years

Unit: politically relevant pair-year without a defence pact.
Sources of the form: Leeds & Savun (2007), J. Politics 69, 1118-1132; Leeds, Mattes & Vogel (2009), AJPS 53, 461-476.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from foedus.equations.prior import by_term
from foedus.jitable import Number, jitable

NEEDS = ("major", "peace", "contiguous", "distance")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""


class Terms(NamedTuple):
    """Facts of a pair before the year."""

    contiguous: Number
    log_distance: Number
    either_major: Number
    ideal_gap: Number
    ideal_unknown: Number
    log_shared_partners: Number
    polyarchy_gap: Number
    polyarchy_unknown: Number
    recent: Number
    log_common_opponents: Number


class Coefficients(NamedTuple):
    """One of each term, and the constant."""

    constant: Number
    contiguous: Number
    log_distance: Number
    either_major: Number
    ideal_gap: Number
    ideal_unknown: Number
    log_shared_partners: Number
    polyarchy_gap: Number
    polyarchy_unknown: Number
    recent: Number
    log_common_opponents: Number


TERMS = Coefficients._fields
PRIOR = by_term(TERMS, (-6.0, 3.0), 1.5, log_distance=0.5)


@jitable
def log_odds(b: Coefficients, x: Terms) -> Number:
    """Log-odds that a pair without a defence pact forms one this year."""
    return (
        b.constant
        + b.contiguous * x.contiguous
        + b.log_distance * x.log_distance
        + b.either_major * x.either_major
        + b.ideal_gap * x.ideal_gap
        + b.ideal_unknown * x.ideal_unknown
        + b.log_shared_partners * x.log_shared_partners
        + b.polyarchy_gap * x.polyarchy_gap
        + b.polyarchy_unknown * x.polyarchy_unknown
        + b.recent * x.recent
        + b.log_common_opponents * x.log_common_opponents
    )


@jitable
def with_third_states(b: Coefficients, apart: Number, partners: Number, opponents: Number) -> Number:
    """Log-odds of a pair given its numbers of common partners and opponents; `apart` is the log-odds with none."""
    return apart + b.log_shared_partners * math.log(1.0 + partners) + b.log_common_opponents * math.log(1.0 + opponents)


@jitable
def at_most(b: Coefficients, apart: Number, states: Number) -> Number:
    """Upper bound of `with_third_states`, however many of the world's states the pair has in common."""
    return apart + (max(b.log_shared_partners, 0.0) + max(b.log_common_opponents, 0.0)) * math.log(1.0 + states)
