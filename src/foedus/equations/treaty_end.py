r"""The end of treaties, counted by treaty and not by dyad.

Yearly hazard of a treaty in force:

    logit Pr(treaty k ends in t) = b . x + p_k
    x   = bilateral, ln(1 + min(age, 40)), a party that is a democracy changed its source of leader support this year or
          last, a party that is not a democracy did, |change over five years of ln(CINC strongest / CINC weakest)|
    p_k = intercept of the strongest party (the patron) ~ N(0, sigma)

Candidate specifications, by their terms; the other terms are zero:

    type      bilateral treaties and others
    age       and age
    changes   type, and changes of leader support
    patrons   changes, and p_k, which is 0 in the others except hierarchical
    politics  all of x
    hierarchical  all of x, and p_k

Unit: treaty-year.
Sources of the form: Leeds & Savun (2007), J. Politics 69, 1118-1132; Leeds, Mattes & Vogel (2009), AJPS 53, 461-476.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.equations.prior import by_term
from foedus.equations.specification import Specification, Specifications
from foedus.jitable import Number, jitable

NEEDS = ("cinc", "bilateral", "age")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""


class Terms(NamedTuple):
    """Facts of a treaty in one of its years."""

    bilateral: Number
    log_age: Number
    change_democracy: Number
    change_autocracy: Number
    capability_shift: Number


class Coefficients(NamedTuple):
    """One of each term, and the constant."""

    constant: Number
    bilateral: Number
    log_age: Number
    change_democracy: Number
    change_autocracy: Number
    capability_shift: Number


TERMS = Coefficients._fields

_TYPE = ("constant", "bilateral")
SPECIFICATIONS: Specifications = {
    "type": Specification("rates by type", _TYPE),
    "age": Specification("with age", (*_TYPE, "log_age")),
    "changes": Specification("with changes of leader support", (*_TYPE, "change_democracy", "change_autocracy")),
    "patrons": Specification(
        "with changes of leader support, and an intercept for every patron",
        (*_TYPE, "change_democracy", "change_autocracy"),
        units=True,
    ),
    "politics": Specification("with age, changes of leader support and of capability", TERMS),
    "hierarchical": Specification("all, and an intercept for every patron", TERMS, units=True),
}
PRIOR = by_term(TERMS, (-4.0, 2.0), 1.5, bilateral=1.0, log_age=1.0)

LONGEST_AGE = 40
"""Older treaty-years are too few to say whether age still matters (bilateral defence pacts: about a hundred)."""
MEMORY = 5
"""Years over which a shift of capability is read."""


@jitable
def log_odds(b: Coefficients, x: Terms) -> Number:
    """Log-odds that a treaty ends this year, before the patron's intercept."""
    return (
        b.constant
        + b.bilateral * x.bilateral
        + b.log_age * x.log_age
        + b.change_democracy * x.change_democracy
        + b.change_autocracy * x.change_autocracy
        + b.capability_shift * x.capability_shift
    )
