r"""The decision for own nuclear weapons, in two steps.

    pursue    logit Pr(starts to pursue in t) = b . x  (+ effects)
              x = ln GDP per head (thousand international dollars of 2017), a nuclear-armed state was its opponent,
                  defence pact with a nuclear-armed state, after the Cold War (1992 on), ln(1 + its opponents), latency: has
                  ever begun to build or run a facility to enrich or reprocess; opponents are those in disputes within ten years
    acquire   Pr(possesses | pursuing, in a year) = a, of a state without latency; a_l of a latent one

Candidate specifications, by their terms; the other terms are zero:

    full           all terms
    no-income      without GDP per head
    no-era         without GDP per head and the end of the Cold War
    threat         opponents, a nuclear-armed one among them, and the pact with a nuclear-armed state
    fitted-speed   all terms; a latent state acquires as slowly as those that pursued did: a_l = a
    latency        latency alone; it leaves out the pact, so it takes no weight

a is fitted. It was learnt on programmes most of which were stopped or given up short of the weapon, and none of which was that
of an advanced industrial state, so elsewhere a_l is stated (`armament.speed` in `stated.csv`); `fitted-speed` is its rival.
Few states ever pursued, so the posteriors of the coefficients are wide. The prior of threat has the published sign.
Belief in the guarantee enters only through `foedus.equations.effects`, with rival signs; opinion by a stated shift
(`foedus.equations.opinion`) and provocations through `provocation.alarm` (`foedus.equations.provocation`), both off by
default. For other terms
that were tried, and the meaning of latency, which a programme may build for itself, see docs/decisions. The fit uses
the year before; the simulator decides at the end of a year from that year, so it dates a start one year earlier than
the fit would.

Unit: state-year, states that neither pursue nor possess. Statuses: Bleek (2017). Form: Singh & Way (2004), JCR 48, 859-885.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.equations.prior import by_term
from foedus.equations.specification import Specification, Specifications
from foedus.jitable import Number, jitable

NEEDS = ("nuclear", "gdp_per_head", "latent")
"""Fields of a world (`world/fields.csv`) without which this equation cannot be evaluated."""


class Terms(NamedTuple):
    """Predictors of the decision to pursue: opponents is ln(1 + their number); nuclear_defended may be a strength, 0 to 1."""

    log_gdp_per_head: Number
    nuclear_rival: Number
    nuclear_defended: Number
    post_cold_war: Number
    opponents: Number
    latent: Number


class Speed(NamedTuple):
    """Yearly probability that a pursuit succeeds: of a state without latency, and of a latent one."""

    plain: Number
    latent: Number


class Coefficients(NamedTuple):
    """One of each term, and the constant."""

    constant: Number
    log_gdp_per_head: Number
    nuclear_rival: Number
    nuclear_defended: Number
    post_cold_war: Number
    opponents: Number
    latent: Number


TERMS = Coefficients._fields
FITTED_SPEED = "fitted-speed"
"""The specification in which a latent state acquires at the fitted rate."""
_NO_INCOME = tuple(term for term in TERMS if term != "log_gdp_per_head")
SPECIFICATIONS: Specifications = {
    "full": Specification("all terms", TERMS),
    "no-income": Specification("without income", _NO_INCOME),
    "no-era": Specification("without income and era", tuple(term for term in _NO_INCOME if term != "post_cold_war")),
    "threat": Specification("threat and guarantee", ("constant", "nuclear_rival", "nuclear_defended", "opponents")),
    FITTED_SPEED: Specification("all terms, and acquisition at the fitted rate", TERMS),
    "latency": Specification("latency alone", ("constant", "latent"), blind=True),
}
FEW = True
"""Few events: the weights of the specifications are equal unless their scores differ (`foedus.evaluate.scoring`)."""
PRIOR = by_term(TERMS, (-6.0, 2.0), 1.5, log_gdp_per_head=1.0, opponents=(0.5, 0.5))
"""Opponents: the sign of rivalry in Singh & Way (2004), JCR 48, 859-885, who give no size that was seen."""


@jitable
def log_odds(b: Coefficients, x: Terms) -> Number:
    """Log-odds that a state starts to pursue nuclear weapons this year."""
    return (
        b.constant
        + b.log_gdp_per_head * x.log_gdp_per_head
        + b.nuclear_rival * x.nuclear_rival
        + b.nuclear_defended * x.nuclear_defended
        + b.post_cold_war * x.post_cold_war
        + b.opponents * x.opponents
        + b.latent * x.latent
    )


@jitable
def acquires(speed: Speed, latent: bool, luck: Number) -> Number:
    """Whether a state that pursues comes to possess this year; `luck` is a uniform draw."""
    return luck < (speed.latent if latent else speed.plain)
