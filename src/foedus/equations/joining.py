r"""Joining: does a third state k enter a dispute on the side of s?

    logit Pr(k joins side s | dispute at force or war) = b . x

    x = war, s is the target's side, k has a defence pact with the originator on s, that pact is bilateral,
        pact x war, bilateral x war, k a major power, ln(1 + 1000 CINC_k), k contiguous to the opponent,
        1 / (1 + peace of k and opponent), after the Cold War (1992 on)

Rival specifications, the others' terms being zero:

    rates   war, and the side
    pacts   the same, pacts and the era: k's power and its quarrels with the opponent add nothing
    full    all

A bilateral pact raises the odds of joining short of war and not in war: `bilateral_in_war` lets the two differ. Without it
the equation had allies by a bilateral pact join wars at .21, where 10 of 72 did.

Unit: dispute x third state x side, for third states in a politically relevant dyad with either originator.
The rates this implies per ally and war are printed beside the literature's in the reference pages.
"""

from __future__ import annotations

from foedus.equations.specification import Specification, Specifications
from foedus.jitable import Number, jitable

NEEDS = ("cinc", "major", "bilateral", "peace", "contiguous")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""

TERMS = (
    "constant",
    "war",
    "target_side",
    "pact",
    "bilateral_pact",
    "pact_in_war",
    "bilateral_in_war",
    "major",
    "capability",
    "contiguous_opponent",
    "recent_opponent",
    "post_cold_war",
)

_RATES = ("constant", "war", "target_side")
_PACTS = (*_RATES, "pact", "bilateral_pact", "pact_in_war", "bilateral_in_war", "post_cold_war")
SPECIFICATIONS: Specifications = {
    "rates": Specification("rates by war and side", _RATES, blind=True),
    "pacts": Specification("with pacts and the era", _PACTS),
    "full": Specification("with power, place and history", TERMS),
}


@jitable
def log_odds(
    b: Number,
    war: Number,
    target_side: Number,
    pact: Number,
    bilateral: Number,
    major: Number,
    capability: Number,
    contiguous: Number,
    recent: Number,
    post_cold_war: Number,
) -> Number:
    """Log-odds of joining; pact and bilateral may be strengths between 0 and 1."""
    return (
        b[0]
        + b[1] * war
        + b[2] * target_side
        + b[3] * pact
        + b[4] * bilateral
        + b[5] * pact * war
        + b[6] * bilateral * war
        + b[7] * major
        + b[8] * capability
        + b[9] * contiguous
        + b[10] * recent
        + b[11] * post_cold_war
    )
