r"""Made up: a state holds a festival.

    logit Pr(state i holds a festival in t) = b . x,    x = 1, whether it held one in t - 1

Unit: state-year.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.equations.prior import by_term
from foedus.jitable import Number, jitable


class Terms(NamedTuple):
    """What is known of a state before the year."""

    held_before: Number


class Coefficients(NamedTuple):
    """One of each term, and the constant."""

    constant: Number
    held_before: Number


TERMS = Coefficients._fields
PRIOR = by_term(TERMS, (-1.0, 2.0), 1.5)


@jitable
def log_odds(b: Coefficients, x: Terms) -> Number:
    """Log-odds that a festival is held."""
    return b.constant + b.held_before * x.held_before
