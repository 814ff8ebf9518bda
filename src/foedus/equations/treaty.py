r"""Treaties begin and end; dyads do not.

End, yearly hazard of a treaty in force:

    logit Pr(treaty k ends in t) = b . x + p_k
    x   = bilateral, ln(1 + min(age, 40)), a party that is a democracy changed its source of leader support this year or
          last, a party that is not a democracy did, |change over five years of ln(CINC strongest / CINC weakest)|
    p_k = intercept of the strongest party (the patron) ~ N(0, sigma)

Rival specifications of the end, by the terms each has; its others are zero:

    type      bilateral treaties and others
    age       and age
    changes   type, and changes of leader support
    patrons   changes, and p_k, which is 0 where it is not named
    politics  all of x
    hierarchical  all of x, and p_k

Formation, yearly hazard of a new defence pact in a pair without one:

    logit Pr(pair forms a pact in t) = c . z
    z = contiguous, ln(1 + km), either major, ideal-point distance (0 with a flag where unknown),
        ln(1 + defence partners in common), |difference in polyarchy| (0 with a flag where unknown), 1 / (1 + peace),
        ln(1 + opponents in common): third states with which each had a dispute within ten years

Units: treaty-years; pair-years, politically relevant.
Sources of the form: Leeds & Savun (2007), J. Politics 69, 1118-1132; Leeds, Mattes & Vogel (2009), AJPS 53, 461-476.
"""

from __future__ import annotations

from foedus.equations.specification import Specification, Specifications
from foedus.jitable import Number, jitable

NEEDS = ("cinc", "major", "peace", "contiguous", "distance", "bilateral", "age")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""

END_TERMS = ("constant", "bilateral", "log_age", "change_democracy", "change_autocracy", "capability_shift")
FORMATION_TERMS = (
    "constant",
    "contiguous",
    "log_distance",
    "either_major",
    "ideal_gap",
    "ideal_unknown",
    "log_shared_partners",
    "polyarchy_gap",
    "polyarchy_unknown",
    "recent",
    "log_common_opponents",
)
_TYPE = ("constant", "bilateral")
END_SPECIFICATIONS: Specifications = {
    "type": Specification("rates by type", _TYPE),
    "age": Specification("with age", (*_TYPE, "log_age")),
    "changes": Specification("with changes of leader support", (*_TYPE, "change_democracy", "change_autocracy")),
    "patrons": Specification(
        "with changes of leader support, and an intercept for every patron",
        (*_TYPE, "change_democracy", "change_autocracy"),
        units=True,
    ),
    "politics": Specification("with age, changes of leader support and of capability", END_TERMS),
    "hierarchical": Specification("all, and an intercept for every patron", END_TERMS, units=True),
}
LONGEST_AGE = 40
"""Older treaty-years are too few to say whether age still matters (bilateral defence pacts: about a hundred)."""
MEMORY = 5
"""Years over which a shift of capability is read."""


@jitable
def end_log_odds(
    b: Number, bilateral: Number, log_age: Number, change_democracy: Number, change_autocracy: Number, shift: Number
) -> Number:
    """Log-odds that a treaty ends this year, before the patron's intercept."""
    return b[0] + b[1] * bilateral + b[2] * log_age + b[3] * change_democracy + b[4] * change_autocracy + b[5] * shift


@jitable
def formation_log_odds(
    c: Number,
    contiguous: Number,
    log_distance: Number,
    either_major: Number,
    gap: Number,
    gap_unknown: Number,
    log_shared: Number,
    polyarchy_gap: Number,
    polyarchy_unknown: Number,
    recent: Number,
    log_common: Number,
) -> Number:
    """Log-odds that a pair without a defence pact forms one this year."""
    return (
        c[0]
        + c[1] * contiguous
        + c[2] * log_distance
        + c[3] * either_major
        + c[4] * gap
        + c[5] * gap_unknown
        + c[6] * log_shared
        + c[7] * polyarchy_gap
        + c[8] * polyarchy_unknown
        + c[9] * recent
        + c[10] * log_common
    )
