r"""The end of treaties, counted by treaty and not by dyad.

Yearly hazard of a treaty in force:

    logit h_kt = b . x_kt + p_k
    Pr(treaty k ends in t) = g_kt + (1 - g_kt) c_jt s_jt,   g_kt = h_kt exp(z_kt)

    x     bilateral; four flags of a change of leader support this year or last, in a party that
              change_democracy   was a democracy the year before
              change_autocracy   was not
              change_stable      was a democracy in each of the three years before
              change_other       was not
    p_k   intercept of the strongest party j of the treaty (the patron) ~ N(0, sigma)
    c_jt  1 if the bloc of patron j, a great power, collapses in t: Bernoulli(q), q ~ Beta(1.5, 300)
    s_jt  share of the patron's treaties that a collapse ends ~ Beta(4, 3), one for all of them
    z_kt  of the treaties of the alliance under assessment, 0 for all others: a (S_t - mean S) + d A + e_t, with S the strain of
          the governments in office, A adherence, and e_t the deviation of cost-sharing from its strength at the start
          (stated: `Pressure`, `effects.csv`). Not in the sample, where it is 0

Candidate specifications, by their terms; the other terms are zero:

    type         bilateral treaties and others
    changes      type, and changes of leader support by the regime of the year before
    patrons      changes, and p_k of every patron, sigma ~ HalfNormal(1)
    split        type, and changes of leader support apart in stable democracies, where the literature finds no effect
    great-powers split, and p_k of patrons that are great powers, sigma ~ HalfNormal(0.5)
    collapse     great-powers, and c_jt

Regimes of a simulated world do not change, so change_other never applies to a democracy there.

Unit: treaty-year.
Sources of the form: Leeds & Savun (2007), J. Politics 69, 1118-1132; Leeds, Mattes & Vogel (2009), AJPS 53, 461-476 (ends
after changes of leader support in states that are not democracies, and not in democracies: the priors of change_stable
and change_other). The priors of q and s are elicited.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from foedus.arrays import Floats
from foedus.equations.prior import UNIT_WIDTH, by_term
from foedus.equations.specification import Specification
from foedus.jitable import Number, jitable

NEEDS = ("cinc", "bilateral", "major")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""


class Terms(NamedTuple):
    """Facts of a treaty in one of its years."""

    bilateral: Number
    change_democracy: Number
    change_autocracy: Number
    change_stable: Number
    change_other: Number


class Coefficients(NamedTuple):
    """One of each term, and the constant."""

    constant: Number
    bilateral: Number
    change_democracy: Number
    change_autocracy: Number
    change_stable: Number
    change_other: Number


class Pressure(NamedTuple):
    """Stated log hazard ratios (`stated.csv`): per unit of strain, and from baseline to full upkeep."""

    strain: Number
    adherence: Number


TERMS = Coefficients._fields

STABLE = 3
"""Years before in which a stable democracy was one."""
GREAT_POWER_WIDTH = 0.5
"""Of the half-Normal prior of sigma where only great powers have intercepts."""
COLLAPSE_RATE = (1.5, 300.0)
"""Of the Beta prior of q; elicited: one collapse in a few hundred years of great powers with treaties."""
COLLAPSE_SHARE = (4, 3)
"""Of the Beta distribution of s; elicited: more than half of a bloc's treaties end, and seldom all."""
LEAST = 1e-12
"""Of a probability that is divided by."""


@dataclass(frozen=True)
class Ending(Specification):
    """A specification of this equation.

    great      whether only patrons that are great powers have intercepts
    collapse   whether the blocs of great powers may collapse
    """

    great: bool = False
    collapse: bool = False

    @property
    def width(self) -> float:
        """Of the half-Normal prior of sigma."""
        return GREAT_POWER_WIDTH if self.great else UNIT_WIDTH


_TYPE = ("constant", "bilateral")
_CHANGES = (*_TYPE, "change_democracy", "change_autocracy")
_SPLIT = (*_TYPE, "change_stable", "change_other")
SPECIFICATIONS: dict[str, Ending] = {
    "type": Ending("rates by type", _TYPE),
    "changes": Ending("with changes of leader support", _CHANGES),
    "patrons": Ending("with changes of leader support, and an intercept for every patron", _CHANGES, units=True),
    "split": Ending("with changes of leader support apart in stable democracies", _SPLIT),
    "great-powers": Ending("split, and an intercept for every great power", _SPLIT, units=True, great=True),
    "collapse": Ending(
        "split, an intercept for every great power, and collapses of blocs",
        _SPLIT,
        units=True,
        great=True,
        collapse=True,
    ),
}
PRIOR = by_term(TERMS, (-4.0, 2.0), 1.5, bilateral=1.0, change_stable=0.3, change_other=(1.0, 0.7))


@jitable
def log_odds(b: Coefficients, x: Terms) -> Number:
    """Log-odds that a treaty ends this year, before the patron's intercept and without a collapse."""
    return (
        b.constant
        + b.bilateral * x.bilateral
        + b.change_democracy * x.change_democracy
        + b.change_autocracy * x.change_autocracy
        + b.change_stable * x.change_stable
        + b.change_other * x.change_other
    )


@jitable
def pressure(b: Pressure, strain: Number, adherence: Number) -> Number:
    """Log hazard ratio of the end of the alliance's treaties; `strain` is that above its mean over the pairs of governments.

    The mean is the centre because the hazard was estimated under governments of every kind.
    """
    return b.strain * strain + b.adherence * adherence


@jitable
def share_below(x: Number) -> Number:
    """Pr(s < x) for the share s of a patron's treaties that a collapse ends: 15 x^4 - 24 x^5 + 10 x^6."""
    return x * x * x * x * (15.0 + x * (10.0 * x - 24.0))


@jitable
def ends_in_collapse(u: Number, hazard: Number, share: Number) -> bool:
    """Whether a collapse ends a treaty that would not have ended of itself.

    u       uniform of the treaty; below `hazard` it ended of itself, so the rest of the unit is uniform, too
    share   quantile of the collapse's share s among all shares, the same for every treaty of the patron

    Pr(true | share) = s: with F = share_below, F(v) < share where v < s.
    """
    v = (u - hazard) / max(1.0 - hazard, LEAST)
    return v >= 0.0 and share_below(v) < share


def shares(nodes: int = 24) -> tuple[Floats, Floats]:
    """Gauss-Legendre nodes of s on (0, 1) and their weights times its density: exact for polynomials in s to degree 42."""
    x, weight = np.polynomial.legendre.leggauss(nodes)
    s = (x + 1.0) / 2.0
    return s, np.asarray(weight / 2.0 * 60.0 * s**3 * (1.0 - s) ** 2)
