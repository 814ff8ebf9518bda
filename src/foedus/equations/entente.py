r"""Treaties below a defence pact, of neutrality, non-aggression or consultation: two states make one, and it ends.

    make   logit Pr(pair makes a treaty of two in t) = b . z
           z = contiguous, ln(1 + km), either major, ideal-point distance (0 with a flag where unknown), |difference in
               polyarchy| (0 with a flag where unknown), 1 / (1 + peace), and, closing triads, ln(1 + common): third states
               with which each has a treaty of two, a pact or one below
    end    logit Pr(treaty ends in t) = e . x, with x as in `foedus.equations.treaty_end`: bilateral, and changes of leader
           support apart in stable democracies. Without intercepts of patrons and collapses of blocs

Candidate specifications, by their terms; the other terms are zero:

    place     without third states
    closure   all terms

A treaty below a pact raised no later pact (5 in 11,919 pair-years with one, 38 in 51,841 without one): it does not enter the
formation of pacts. Off by default (`entente.forming` in `stated.csv`); then none is made, and each ends as a pact does.

Unit: politically relevant pair-year without a defence pact or a treaty below one; treaty-year.
Sources of the form: Leeds & Savun (2007), J. Politics 69, 1118-1132; closure: Cranmer, Desmarais & Kirkland (2012),
International Interactions 38, 295-324.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from foedus.equations import treaty_end
from foedus.equations.prior import by_term
from foedus.equations.specification import Specification, Specifications
from foedus.jitable import Number, jitable


class Terms(NamedTuple):
    """Facts of a pair before the year."""

    contiguous: Number
    log_distance: Number
    either_major: Number
    ideal_gap: Number
    ideal_unknown: Number
    polyarchy_gap: Number
    polyarchy_unknown: Number
    recent: Number
    log_common_ties: Number


class Coefficients(NamedTuple):
    """One of each term, and the constant."""

    constant: Number
    contiguous: Number
    log_distance: Number
    either_major: Number
    ideal_gap: Number
    ideal_unknown: Number
    polyarchy_gap: Number
    polyarchy_unknown: Number
    recent: Number
    log_common_ties: Number


TERMS = Coefficients._fields
SPECIFICATIONS: Specifications = {
    "place": Specification("without third states", tuple(term for term in TERMS if term != "log_common_ties")),
    "closure": Specification("all terms, treaties with third states in common among them", TERMS),
}
PRIOR = by_term(TERMS, (-6.0, 3.0), 1.5, log_distance=0.5)
ENDING = treaty_end.SPECIFICATIONS["split"].terms
"""Terms of the end."""


@jitable
def log_odds(b: Coefficients, x: Terms) -> Number:
    """Log-odds that a pair makes a treaty below a pact this year."""
    return (
        b.constant
        + b.contiguous * x.contiguous
        + b.log_distance * x.log_distance
        + b.either_major * x.either_major
        + b.ideal_gap * x.ideal_gap
        + b.ideal_unknown * x.ideal_unknown
        + b.polyarchy_gap * x.polyarchy_gap
        + b.polyarchy_unknown * x.polyarchy_unknown
        + b.recent * x.recent
        + b.log_common_ties * x.log_common_ties
    )


@jitable
def closing(b: Coefficients, common: Number) -> Number:
    """What third states with which both have a treaty of two add to the log-odds."""
    return b.log_common_ties * math.log(1.0 + common)
