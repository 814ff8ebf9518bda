r"""Dispute initiation: does state i start a militarised dispute against j this year?

    logit Pr(i initiates against j in t) = b . x_ijt + u_ij + y_t + s_t + o_ijt       (expected rate times exp(effects))

    history     h = (s, s^2, s^3), s = min(peace, 75) / 10, peace = years since the dyad's last year in dispute
    structure   contiguous, ln(1 + km), initiator a major power, target a major power, ln(CINC_i / CINC_j)
    regime      lower and higher polyarchy of the two, 0 with a flag where either is unknown
    alignment   distance of UN ideal points, 0 with a flag where either is unknown
    memory      ln(1 + m), m = discounted dispute history: disputes the two began, each weighted by half for every 20
                years since
    rivalry     strategic rivalry, coded in retrospect partly from the outcomes it would predict
    pacts       i and j allied; j, and i, owed defence by a state that is not also the other's ally; each again after the
                Cold War (1992 on)
    u_ij        dyad intercept ~ N(0, sigma_u); only in specifications that have it
    y_t         common level of all dyads in a year: y_t = rho y_(t-1) + N(0, sigma_y), because disputes cluster
    s_t         concentration of the system (`foedus.equations.system`), off by default; 0 in the fit
    o_ijt       opportunism, k (L_t - l) where j, and not i, has a defence pact with the patron of the case: L_t is whether a
                war loads the patron (`foedus.equations.load`), l the share of years in which one does, which the fitted level
                holds, k stated (`initiation.opportunism`) and off by default; 0 for all others, and in the fit

Unit: directed, politically relevant dyad-year. An initiation is a new dispute with i an originator on side A and j an
originator on side B; years of an ongoing dispute stay in the sample. Predictors are those of the year before.

The log-odds but for y, s and o revert as the start of a run recedes, because what is known of a dyad says less and
less (`foedus.evaluate.reversion`): in the t-th year x becomes m + (1 - k ln t) (x - m).

x contains no effect of a treaty: the coefficient of an alliance on onset measures who needs allies, not what allies do
(see `foedus.equations.effects`, which states the effects of treaties on initiation as graded priors). Rivalry, pacts
and the era are predictors in the specifications that have them and stay as in the first year of a run: no future or
counterfactual changes them.

Sources of the form: Beck, Katz & Tucker (1998); Carter & Signorino (2010), doi:10.1093/pan/mpq013 (cubic of peace years);
Senese & Vasquez (2008), The Steps to War (rivalry, alliances, their era).
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.elementary import log
from foedus.equations.prior import by_term
from foedus.equations.specification import Specification, Specifications
from foedus.jitable import Number, jitable
from foedus.measures.memory import kept

NEEDS = ("cinc", "major", "peace", "contiguous", "distance")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""


class Still(NamedTuple):
    """Terms that are constant within a simulated future; the era decides which coefficients of pacts apply."""

    contiguous: Number
    log_distance: Number
    major_initiator: Number
    major_target: Number
    polyarchy_low: Number
    polyarchy_high: Number
    polyarchy_unknown: Number
    ideal_unknown: Number
    rivalry: Number
    allied: Number
    target_defended: Number
    initiator_defended: Number
    post_cold_war: Number


class Moving(NamedTuple):
    """Terms that change within a simulated future: peace is s, capability_ratio ln(CINC_i / CINC_j), memory ln(1 + m)."""

    peace: Number
    capability_ratio: Number
    ideal_gap: Number
    memory: Number


class Coefficients(NamedTuple):
    """One for each term except the era, three for peace, and for each pact the difference made by the era."""

    constant: Number
    contiguous: Number
    log_distance: Number
    major_initiator: Number
    major_target: Number
    polyarchy_low: Number
    polyarchy_high: Number
    polyarchy_unknown: Number
    ideal_unknown: Number
    ideal_gap: Number
    capability_ratio: Number
    peace: Number
    peace2: Number
    peace3: Number
    memory: Number
    rivalry: Number
    allied: Number
    target_defended: Number
    initiator_defended: Number
    allied_late: Number
    target_defended_late: Number
    initiator_defended_late: Number


TERMS = Coefficients._fields

HISTORY = ("constant", "peace", "peace2", "peace3")
STRUCTURE = ("contiguous", "log_distance", "major_initiator", "major_target", "capability_ratio")
REGIME = ("polyarchy_low", "polyarchy_high", "polyarchy_unknown")
ALIGNMENT = ("ideal_gap", "ideal_unknown")
PACTS = (
    *("allied", "target_defended", "initiator_defended"),
    *("allied_late", "target_defended_late", "initiator_defended_late"),
)

SPECIFICATIONS: Specifications = {
    "history": Specification("peace years only", HISTORY),
    "capability": Specification("geography and power", HISTORY + STRUCTURE),
    "liberal": Specification("with regimes and UN alignment", HISTORY + STRUCTURE + REGIME + ALIGNMENT),
    "hierarchical": Specification("an intercept for every dyad", HISTORY + STRUCTURE, units=True),
    "steps-to-war": Specification(
        "rivalry and alliances by era", (*HISTORY, *STRUCTURE, "rivalry", *PACTS), retrospective=True
    ),
    "rich": Specification(
        "regimes, UN alignment, alliances by era, memory of disputes and an intercept for every dyad",
        (*HISTORY, *STRUCTURE, *REGIME, *ALIGNMENT, *PACTS, "memory"),
        units=True,
    ),
}
"""Candidate specifications. The order is that of every list and table."""

PRIOR = by_term(TERMS, (-5.0, 2.0), 1.5, peace=1.0, peace2=0.5, peace3=0.1)
YEAR_PERSISTENCE, YEAR_WIDTH = (2.0, 2.0), 0.5
"""Of the common yearly level: Beta prior of its persistence, half-Normal prior of its scale."""

LONGEST_PEACE = 75.0
YEARLY_RETENTION = kept()
"""Share of a dispute's worth in memory that is left a year later."""
NEEDED = ("memory", "rivalry")
"""Terms that a world may lack for a pair: a specification with one of them then takes no part."""


def active(specification: str) -> list[int]:
    """Positions in TERMS of the coefficients a specification estimates; the others are zero."""
    return SPECIFICATIONS[specification].active(TERMS)


@jitable
def baseline(b: Coefficients, x: Still) -> Number:
    """The part of the log-odds that is constant within a simulated future."""
    return (
        b.constant
        + b.contiguous * x.contiguous
        + b.log_distance * x.log_distance
        + b.major_initiator * x.major_initiator
        + b.major_target * x.major_target
        + b.polyarchy_low * x.polyarchy_low
        + b.polyarchy_high * x.polyarchy_high
        + b.polyarchy_unknown * x.polyarchy_unknown
        + b.ideal_unknown * x.ideal_unknown
        + b.rivalry * x.rivalry
        + x.allied * (b.allied + b.allied_late * x.post_cold_war)
        + x.target_defended * (b.target_defended + b.target_defended_late * x.post_cold_war)
        + x.initiator_defended * (b.initiator_defended + b.initiator_defended_late * x.post_cold_war)
    )


@jitable
def common(b: Coefficients, x: Moving) -> Number:
    """The part that changes and is the same in both directions of a pair."""
    return (
        b.ideal_gap * x.ideal_gap
        + x.peace * (b.peace + x.peace * (b.peace2 + x.peace * b.peace3))
        + b.memory * x.memory
    )


@jitable
def tilt(b: Coefficients, x: Moving) -> Number:
    """The part that changes and has opposite signs in the two directions of a pair."""
    return b.capability_ratio * x.capability_ratio


@jitable
def moving(b: Coefficients, x: Moving) -> Number:
    """The part that changes within a simulated future."""
    return common(b, x) + tilt(b, x)


@jitable
def lost(rate: Number, year: Number) -> Number:
    """k ln t, the share of the distance to the middle that is lost by the t-th year; exactly 0 in the first."""
    return rate * log(year)


@jitable
def reverted(odds: Number, middle: Number, share: Number) -> Number:
    """Log-odds after a share of their distance to the middle is lost."""
    return odds + share * (middle - odds)


@jitable
def opportunism(k: Number, busy: Number) -> Number:
    """o of a dyad whose target alone is an ally of the patron; busy is L_t - l."""
    return k * busy


def log_odds(b: Coefficients, x: Number) -> Number:
    """Log-odds before dyad intercept and yearly level; x has the terms of Still and of Moving."""
    return baseline(b, x) + moving(b, x)
