r"""Dispute initiation: does state i start a militarised dispute against j this year?

    logit Pr(i initiates against j in t) = b . x_ijt + u_ij + y_t        (expected rate times exp(effects))

    history     h = (s, s^2, s^3), s = min(peace, 75) / 10, peace = years since the dyad's last year in dispute
    structure   contiguous, ln(1 + km), initiator a major power, target a major power, ln(CINC_i / CINC_j)
    regime      lower and higher polyarchy of the two, 0 with a flag where either is unknown
    alignment   distance of UN ideal points, 0 with a flag where either is unknown
    u_ij        dyad intercept ~ N(0, sigma_u); only in specifications that have it
    y_t         level common to all dyads in a year: y_t = rho y_(t-1) + N(0, sigma_y), because disputes cluster

Unit: directed, politically relevant dyad-year. An initiation is a new dispute with i an originator on side A and j an
originator on side B; years of an ongoing dispute stay in the sample. Predictors are those of the year before.

Treaties are not in x: the coefficient of an alliance on onset measures who needs allies, not what allies do (see
`foedus.models.effects`, which holds what a treaty does to initiation as explicit graded priors).

Source of the form: Beck, Katz & Tucker (1998); Carter & Signorino (2010), doi:10.1093/pan/mpq013 (cubic of peace years).
"""

from __future__ import annotations

from foedus.jitable import Number, jitable

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
)

BLOCKS = {
    "history": ("constant", "peace", "peace2", "peace3"),
    "structure": ("contiguous", "log_distance", "major_initiator", "major_target", "capability_ratio"),
    "regime": ("polyarchy_low", "polyarchy_high", "polyarchy_unknown"),
    "alignment": ("ideal_gap", "ideal_unknown"),
}

SPECIFICATIONS: dict[str, tuple[tuple[str, ...], bool]] = {
    "history": (("history",), False),
    "capability": (("history", "structure"), False),
    "liberal": (("history", "structure", "regime", "alignment"), False),
    "hierarchical": (("history", "structure"), True),
}
"""Rival specifications: which blocks of terms enter, and whether every dyad has an intercept of its own."""

LONGEST_PEACE = 75.0
RATIO = TERMS.index("capability_ratio")


def active(specification: str) -> list[int]:
    """Positions in TERMS of the coefficients a specification estimates; the others are zero."""
    blocks, _ = SPECIFICATIONS[specification]
    names = [name for block in blocks for name in BLOCKS[block]]
    return [index for index, term in enumerate(TERMS) if term in names]


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
) -> Number:
    """The part of the log-odds that does not move within a simulated future."""
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
    )


@jitable
def common(b: Number, spell: Number, gap: Number) -> Number:
    """The part that moves and is the same in both directions of a pair: spell = min(peace, 75) / 10,
    gap = |ideal_i - ideal_j|."""
    return b[9] * gap + spell * (b[11] + spell * (b[12] + spell * b[13]))


@jitable
def moving(b: Number, spell: Number, ratio: Number, gap: Number) -> Number:
    """The part that moves within a simulated future; ratio = ln(CINC_i / CINC_j)."""
    return common(b, spell, gap) + b[10] * ratio
