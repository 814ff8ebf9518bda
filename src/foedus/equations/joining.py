r"""Joining: does a third state k enter a dispute on the side of s?

    logit Pr(k joins side s | dispute at force or war) = b . x + v_d

    x = war, s is the target's side, k has a defence pact with the originator on s, that pact is bilateral,
        pact x war, bilateral x war, k a major power, ln(1 + 1000 CINC_k), k contiguous to the opponent,
        1 / (1 + peace of k and opponent), after the Cold War (1992 on),
        k is the patron of the originator: a major power with a defence pact with a state that is none
    v_d = intercept of the patron and its protege ~ N(0, sigma), 0 for all others

Candidate specifications, by their terms; the other terms are zero:

    rates     war, and the side
    pacts     the same, pacts and the era, without k's power and its disputes with the opponent
    full      and these
    patrons   all: and that k is a patron, and v_d

A bilateral pact raises the odds of joining short of war but not in war; `bilateral_in_war` allows the difference.
Without that term the equation had bilateral allies join wars at .21, where 10 of 72 did.

An originator has joined the other originators of its side: a patron that fights from the first day has not stayed away.

Unit: dispute x third state x side, for third states in a politically relevant dyad with either originator.
The reference pages compare the implied rates per ally and war with the literature's.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.equations.prior import by_term
from foedus.equations.specification import Specification, Specifications
from foedus.jitable import Number, jitable

NEEDS = ("cinc", "major", "bilateral", "peace", "contiguous")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""


class Terms(NamedTuple):
    """Facts of dispute, third state and side; pact and bilateral_pact may be strengths between 0 and 1."""

    war: Number
    target_side: Number
    pact: Number
    bilateral_pact: Number
    major: Number
    capability: Number
    contiguous_opponent: Number
    recent_opponent: Number
    post_cold_war: Number
    patron: Number


class Coefficients(NamedTuple):
    """One for each term, the constant, and pacts in war."""

    constant: Number
    war: Number
    target_side: Number
    pact: Number
    bilateral_pact: Number
    pact_in_war: Number
    bilateral_in_war: Number
    major: Number
    capability: Number
    contiguous_opponent: Number
    recent_opponent: Number
    post_cold_war: Number
    patron: Number


TERMS = Coefficients._fields

_RATES = ("constant", "war", "target_side")
_PACTS = (*_RATES, "pact", "bilateral_pact", "pact_in_war", "bilateral_in_war", "post_cold_war")
SPECIFICATIONS: Specifications = {
    "rates": Specification("rates by war and side", _RATES, blind=True),
    "pacts": Specification("with pacts and the era", _PACTS),
    "full": Specification("with power, place and history", tuple(term for term in TERMS if term != "patron")),
    "patrons": Specification("and an intercept for every patron and its protege", TERMS, units=True),
}
PRIOR = by_term(TERMS, (-6.0, 2.0), 1.5)


@jitable
def log_odds(b: Coefficients, x: Terms) -> Number:
    """Log-odds of joining, before the intercept of patron and protege."""
    return (
        b.constant
        + b.war * x.war
        + b.target_side * x.target_side
        + b.pact * x.pact
        + b.bilateral_pact * x.bilateral_pact
        + b.pact_in_war * x.pact * x.war
        + b.bilateral_in_war * x.bilateral_pact * x.war
        + b.major * x.major
        + b.capability * x.capability
        + b.contiguous_opponent * x.contiguous_opponent
        + b.recent_opponent * x.recent_opponent
        + b.post_cold_war * x.post_cold_war
        + b.patron * x.patron
    )
