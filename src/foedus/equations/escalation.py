r"""Escalation: how far does a dispute between originators go?

A continuation-ratio logit, one equation per step of the ladder, so that what restrains force need not restrain war:

    force   Pr(use of force or war | dispute)
    war     Pr(war | force)
    fatal   Pr(at least one battle death | force, no war)

    logit Pr = b . x + v_d

    x = contiguous, ln(CINC_i / CINC_j), both major, target defended by a state that is not also the initiator's ally,
        that defender is nuclear-armed, initiator and target allied, 1 / (1 + peace), after the Cold War (1992 on)
    v_d = intercept of the undirected dyad ~ N(0, sigma)

Rival specifications, by the terms each has; its others are zero:

    rates         the era
    history       and how recent the last dispute of the two is
    structure     and their power and place
    alliances     and who defends the target, and whether the two are allied
    pairs         the era, and v_d, which is 0 in those above
    hierarchical  all, and v_d

Unit: pairs of originators of disputes. Joiners come afterwards (`foedus.equations.joining`): counted as dyads they would
multiply the number of wars about threefold.

Source of the form: Fienberg (1980), The Analysis of Cross-Classified Categorical Data, on continuation ratios.
"""

from __future__ import annotations

from foedus.equations.specification import Specification, Specifications
from foedus.jitable import Number, jitable

NEEDS = ("cinc", "major", "nuclear", "peace", "contiguous")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""

STAGES = ("force", "war", "fatal")
TERMS = (
    "constant",
    "contiguous",
    "capability_ratio",
    "both_major",
    "defended",
    "nuclear_defended",
    "allied",
    "recent",
    "post_cold_war",
)
COLD_WAR_END = 1992

_RATES = ("constant", "post_cold_war")
_HISTORY = (*_RATES, "recent")
_STRUCTURE = (*_HISTORY, "contiguous", "capability_ratio", "both_major")
SPECIFICATIONS: Specifications = {
    "rates": Specification("the rates of the era", _RATES, blind=True),
    "history": Specification("with the recency of the last dispute", _HISTORY, blind=True),
    "structure": Specification("with power and place", _STRUCTURE, blind=True),
    "alliances": Specification("with who defends whom", TERMS),
    "pairs": Specification("the rates of the era, and an intercept for every dyad", _RATES, units=True, blind=True),
    "hierarchical": Specification("with who defends whom, and an intercept for every dyad", TERMS, units=True),
}


@jitable
def log_odds(
    b: Number,
    contiguous: Number,
    ratio: Number,
    both_major: Number,
    defended: Number,
    nuclear_defended: Number,
    allied: Number,
    recent: Number,
    post_cold_war: Number,
) -> Number:
    """Log-odds of one stage, before the dyad intercept; defended and allied may be strengths between 0 and 1."""
    return (
        b[0]
        + b[1] * contiguous
        + b[2] * ratio
        + b[3] * both_major
        + b[4] * defended
        + b[5] * nuclear_defended
        + b[6] * allied
        + b[7] * recent
        + b[8] * post_cold_war
    )
