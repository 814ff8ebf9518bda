r"""Joining: does a third state k enter a dispute on the side of s?

    logit Pr(k joins side s | dispute at force or war) = b . x

    x = war, s is the target's side, k has a defence pact with the originator on s, that pact is bilateral,
        pact x war, k a major power, ln(1 + 1000 CINC_k), k contiguous to the opponent, 1 / (1 + peace of k and opponent),
        after the Cold War (1992 on)

Unit: dispute x third state x side, for third states in a politically relevant dyad with either originator.
The rates this implies per ally and war are printed beside the literature's in the reference pages.
"""

from __future__ import annotations

from foedus.jitable import Number, jitable

TERMS = (
    "constant",
    "war",
    "target_side",
    "pact",
    "bilateral_pact",
    "pact_in_war",
    "major",
    "capability",
    "contiguous_opponent",
    "recent_opponent",
    "post_cold_war",
)


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
        + b[6] * major
        + b[7] * capability
        + b[8] * contiguous
        + b[9] * recent
        + b[10] * post_cold_war
    )
