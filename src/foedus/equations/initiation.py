r"""Dispute initiation: does state i start a militarised dispute against j this year?

    logit Pr(i initiates against j in t) = b . x_ijt + u_ij + y_t        (expected rate times exp(effects))

    history     h = (s, s^2, s^3), s = min(peace, 75) / 10, peace = years since the dyad's last year in dispute
    structure   contiguous, ln(1 + km), initiator a major power, target a major power, ln(CINC_i / CINC_j)
    regime      lower and higher polyarchy of the two, 0 with a flag where either is unknown
    alignment   distance of UN ideal points, 0 with a flag where either is unknown
    memory      ln(1 + m), m = disputes the two began with each other, each worth half as much for every 20 years since
    rivalry     strategic rivalry, coded in retrospect from much that it would predict
    pacts       i and j allied; j, and i, owed defence by a state that is not also the other's ally; each again after the
                Cold War (1992 on)
    u_ij        dyad intercept ~ N(0, sigma_u); only in specifications that have it
    y_t         level common to all dyads in a year: y_t = rho y_(t-1) + N(0, sigma_y), because disputes cluster

Unit: directed, politically relevant dyad-year. An initiation is a new dispute with i an originator on side A and j an
originator on side B; years of an ongoing dispute stay in the sample. Predictors are those of the year before.

No effect of a treaty is read from x: the coefficient of an alliance on onset measures who needs allies, not what allies do
(see `foedus.equations.effects`, which holds what a treaty does to initiation as explicit graded priors). Rivalry, pacts
and the era predict in the specifications that have them, and stay as in the first year of a run: no future and no
counterfactual moves them.

Sources of the form: Beck, Katz & Tucker (1998); Carter & Signorino (2010), doi:10.1093/pan/mpq013 (cubic of peace years);
Senese & Vasquez (2008), The Steps to War (rivalry, alliances, their era).
"""

from __future__ import annotations

from foedus.equations.specification import Specification, Specifications
from foedus.jitable import Number, jitable
from foedus.measures.memory import kept

NEEDS = ("cinc", "major", "peace", "contiguous", "distance")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""

TERMS = (
    "constant",
    "contiguous",
    "log_distance",
    "major_initiator",
    "major_target",
    "polyarchy_low",
    "polyarchy_high",
    "polyarchy_unknown",
    "ideal_unknown",
    "ideal_gap",
    "capability_ratio",
    "peace",
    "peace2",
    "peace3",
    "memory",
    "rivalry",
    "allied",
    "target_defended",
    "initiator_defended",
    "allied_late",
    "target_defended_late",
    "initiator_defended_late",
)

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
"""Rival specifications. The order is that of every list and table."""

BASELINE = (
    *("contiguous", "log_distance", "major_i", "major_j", "low", "high", "regime_unknown", "ideal_unknown"),
    *("rivalry", "allied", "defended_j", "defended_i", "late"),
)
MOVING = ("spell", "ratio", "gap", "memory")
"""Arguments of `baseline` and `moving`, by the names a sample has them under."""

LONGEST_PEACE = 75.0
KEPT = kept()
"""Share of a dispute's worth in memory that is left a year later."""
RATIO = TERMS.index("capability_ratio")


def active(specification: str) -> list[int]:
    """Positions in TERMS of the coefficients a specification estimates; the others are zero."""
    return SPECIFICATIONS[specification].active(TERMS)


@jitable
def baseline(
    b: Number,
    contiguous: Number,
    log_distance: Number,
    major_i: Number,
    major_j: Number,
    low: Number,
    high: Number,
    regime_unknown: Number,
    ideal_unknown: Number,
    rivalry: Number,
    allied: Number,
    defended_j: Number,
    defended_i: Number,
    late: Number,
) -> Number:
    """The part of the log-odds that does not move within a simulated future; late = after the Cold War."""
    return (
        b[0]
        + b[1] * contiguous
        + b[2] * log_distance
        + b[3] * major_i
        + b[4] * major_j
        + b[5] * low
        + b[6] * high
        + b[7] * regime_unknown
        + b[8] * ideal_unknown
        + b[15] * rivalry
        + allied * (b[16] + b[19] * late)
        + defended_j * (b[17] + b[20] * late)
        + defended_i * (b[18] + b[21] * late)
    )


@jitable
def common(b: Number, spell: Number, gap: Number, memory: Number) -> Number:
    """The part that moves and is the same in both directions of a pair: spell = min(peace, 75) / 10,
    gap = |ideal_i - ideal_j|, memory = ln(1 + m)."""
    return b[9] * gap + spell * (b[11] + spell * (b[12] + spell * b[13])) + b[14] * memory


@jitable
def moving(b: Number, spell: Number, ratio: Number, gap: Number, memory: Number) -> Number:
    """The part that moves within a simulated future; ratio = ln(CINC_i / CINC_j)."""
    return common(b, spell, gap, memory) + b[10] * ratio
