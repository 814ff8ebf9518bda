r"""Escalation: how far does a dispute between originators go?

A continuation-ratio logit, one equation per step of the ladder, so that what restrains force may leave war unrestrained:

    force   Pr(use of force or war | dispute)
    war     Pr(war | force)
    fatal   Pr(at least one battle death | force, no war)

    logit Pr = b . x + v_d

    x = contiguous, ln(CINC_i / CINC_j), both major, target defended by a state that is not also the initiator's ally,
        that defender is nuclear-armed, initiator and target allied, 1 / (1 + peace), after the Cold War (1992 on)
    v_d = intercept of the undirected dyad ~ N(0, sigma)

Candidate specifications, by their terms; the other terms are zero:

    rates         the era
    history       and how recent the last dispute of the two is
    structure     and their power and place
    alliances     and who defends the target, and whether the two are allied
    pairs         the era, and v_d, which is 0 in those above
    hierarchical  all, and v_d

At the stage of war two stated terms are added, as deviations from their mean in the sample, whose fitted level holds it: a
great power allied to both (`war.common_patron`), and a nuclear-armed defender of the initiator that is not the target's ally
(`war.initiator_cover`, off by default). At that of force, what the two provoke (`foedus.equations.provocation`) and a ceasefire
between them (`ceasefire.force`) are added as changes since the start; both are off by default.

Unit: pairs of originators of disputes. Joiners come afterwards (`foedus.equations.joining`); counting them as dyads
would triple the number of wars.

Source of the form: Fienberg (1980), The Analysis of Cross-Classified Categorical Data, on continuation ratios.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from foedus.equations.prior import by_term
from foedus.equations.specification import Specification, Specifications
from foedus.jitable import Number, jitable

NEEDS = ("cinc", "major", "nuclear", "peace", "contiguous")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""

COLD_WAR_END = 1992


class Terms(NamedTuple):
    """Facts of initiator and target before the dispute; defended and allied may be strengths between 0 and 1."""

    contiguous: Number
    capability_ratio: Number
    both_major: Number
    defended: Number
    nuclear_defended: Number
    allied: Number
    recent: Number
    post_cold_war: Number


class Coefficients(NamedTuple):
    """One of each term, and the constant."""

    constant: Number
    contiguous: Number
    capability_ratio: Number
    both_major: Number
    defended: Number
    nuclear_defended: Number
    allied: Number
    recent: Number
    post_cold_war: Number


class Stages(NamedTuple):
    """Coefficients of each stage."""

    force: Coefficients
    war: Coefficients
    fatal: Coefficients


STAGES = Stages._fields
BY_SKILL = ("force", "fatal")
"""Stages at which skill decides whether alliances enter; at that of war they do (decision 20)."""
TERMS = Coefficients._fields

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
PRIOR = MappingProxyType(
    {stage: by_term(TERMS, (constant, 2.0), 1.5) for stage, constant in zip(STAGES, (0.0, -3.0, 0.0), strict=True)}
)
"""By stage."""


@jitable
def log_odds(b: Coefficients, x: Terms) -> Number:
    """Log-odds of one stage, before the dyad intercept."""
    return (
        b.constant
        + b.contiguous * x.contiguous
        + b.capability_ratio * x.capability_ratio
        + b.both_major * x.both_major
        + b.defended * x.defended
        + b.nuclear_defended * x.nuclear_defended
        + b.allied * x.allied
        + b.recent * x.recent
        + b.post_cold_war * x.post_cold_war
    )
