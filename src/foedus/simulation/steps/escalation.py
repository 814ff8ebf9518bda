"""Escalation of disputes: force, war, deaths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import escalation
from foedus.equations.defence import defence
from foedus.jitable import jitable
from foedus.simulation.common import DISPUTE, FATAL, FORCE, NUCLEAR, WAR, ends, post_cold_war, stated
from foedus.simulation.draws import logistic, uniforms
from foedus.simulation.fields import Owns, coefficients, lane

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

ESCALATE = 10
OWNS = Owns(
    whole=(
        # of the dyad at hand: strength of the target's strongest pact against the initiator, of its strongest nuclear one
        ("defended", "f8"),
        ("nuclear_defended", "f8"),
        ("nuclear_covered", "f8"),  # of the initiator's strongest nuclear one against the target
        ("patron", "f8"),  # 1 if a great power has a defence pact with both
        # of the same: probabilities of force given a dispute, of war given force, of a death given force without war
        ("force", "f8"),
        ("war", "f8"),
        ("fatal", "f8"),
    ),
    draws=(
        ("escalation", coefficients(escalation.Stages, of=coefficients(escalation.Coefficients))),
        # what a patron in common, and what nuclear cover of the initiator, adds to the log-odds of war given force
        ("common_patron", "f8"),
        ("initiator_cover", "f8"),
        ("provoked", "f8"),  # what a higher level of provocations adds to the log-odds of force
    ),
    units=("escalation_dyad",),
    processes=(ESCALATE,),
    equations=("escalation",),
)

SHARING = 0.118
"""Share of the pairs at force of 1946-2010 with a patron in common: the level of the equation holds it already."""
COVERED = 0.244
"""Share of those of 1946-2014 whose initiator has a nuclear-armed defender that is not the target's ally; likewise."""
FORCE_STAGE, WAR_STAGE, FATAL_STAGE = range(len(escalation.STAGES))


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients and intercepts of pairs, each stage in a specification of its own; what a patron in common adds."""
    undirected = np.sort(of.world.codes[of.world.pairs], axis=1) @ np.array([1000, 1])
    stages = [(column, stage, f"escalation-{stage}") for column, stage in enumerate(escalation.STAGES)]
    return {
        "escalation": np.stack([of.posterior(choice, "b")[:, column] for column, _, choice in stages], axis=1),
        "common_patron": of.prior("war.common_patron"),
        "initiator_cover": of.prior("war.initiator_cover"),
        "provoked": of.prior("provocation.force"),
        "escalation_dyad": np.stack(
            [of.units(choice, stage, undirected, column) for column, stage, choice in stages], axis=1
        ),
    }


@jitable
def ladder(w: Setting, p: Parameters, f: Future, d: int, year: int) -> None:
    """Probabilities for directed dyad d: force given a dispute, war given force, a death given force without war."""
    x = f.whole[0]
    i, j = ends(w, d)
    q, direction = d // 2, d % 2
    fixed, n = fixed_terms(w, q, year), w.pairs[q].link
    survey(w, p, f, i, j)
    for r in range(f.width):
        at = terms(f, fixed, q, n, i, j, r)
        x.force[r] = force(p, f, at, q, direction, r)
        x.war[r] = war(p, f, at, q, direction, r)
        x.fatal[r] = fatal(p, at, q, r)


@jitable
def survey(w: Setting, p: Parameters, f: Future, i: int, j: int) -> None:
    """Who defends state j against state i, and covers i."""
    x = f.whole[0]
    for r in range(f.width):
        x.defended[r] = x.nuclear_defended[r] = x.nuclear_covered[r] = x.patron[r] = 0.0
    for m in w.links_of[w.states[j].link_start : w.states[j].link_end]:
        k = w.links[m].first + w.links[m].second - j
        if k != i:
            against, major = w.link[i, k], 1.0 if w.states[k].major else 0.0
            for r in range(f.width):
                defend(f, k, m, against, major, r)
    if stated(p.draws[0].initiator_cover, f.width):
        for m in w.links_of[w.states[i].link_start : w.states[i].link_end]:
            k = w.links[m].first + w.links[m].second - i
            if k != j:
                against = w.link[j, k]
                for r in range(f.width):
                    cover(f, k, m, against, r)


@jitable
def escalate(w: Setting, p: Parameters, f: Future, d: int, seed: int, run: int, year: int, r: int) -> int:
    """The level that a dispute of directed dyad d reaches, by the probabilities of `ladder`."""
    i, j = ends(w, d)
    q, direction = d // 2, d % 2
    a, b, c, _ = uniforms(seed, run + r, w.states[i].code * 1000 + w.states[j].code, year, ESCALATE)
    survey_one(w, p, f, i, j, r)
    x = terms(f, fixed_terms(w, q, year), q, w.pairs[q].link, i, j, r)
    if a >= force(p, f, x, q, direction, r):
        return DISPUTE
    if b < war(p, f, x, q, direction, r):
        return WAR
    return FATAL if c < fatal(p, x, q, r) else FORCE


@jitable
def chances(w: Setting, p: Parameters, f: Future, d: int, year: int, r: int) -> tuple[float, float, float]:
    """The probabilities of `ladder` in one future."""
    i, j = ends(w, d)
    q, direction = d // 2, d % 2
    survey_one(w, p, f, i, j, r)
    x = terms(f, fixed_terms(w, q, year), q, w.pairs[q].link, i, j, r)
    return force(p, f, x, q, direction, r), war(p, f, x, q, direction, r), fatal(p, x, q, r)


@jitable
def survey_one(w: Setting, p: Parameters, f: Future, i: int, j: int, r: int) -> None:
    """Who defends state j against state i, and covers i, in one future."""
    x = f.whole[0]
    x.defended[r] = x.nuclear_defended[r] = x.nuclear_covered[r] = x.patron[r] = 0.0
    for m in w.links_of[w.states[j].link_start : w.states[j].link_end]:
        k = w.links[m].first + w.links[m].second - j
        if k != i:
            defend(f, k, m, w.link[i, k], 1.0 if w.states[k].major else 0.0, r)
    if p.draws[0].initiator_cover[r] != 0.0:
        for m in w.links_of[w.states[i].link_start : w.states[i].link_end]:
            k = w.links[m].first + w.links[m].second - i
            if k != j:
                cover(f, k, m, w.link[j, k], r)


@jitable
def fixed_terms(w: Setting, q: int, year: int) -> escalation.Terms:
    """The terms of pair q that are the same in every future; 0 for the others."""
    i, j = w.pairs[q].first, w.pairs[q].second
    return escalation.Terms(
        contiguous=w.pairs[q].contiguous,
        capability_ratio=0.0,
        both_major=1.0 if w.states[i].major and w.states[j].major else 0.0,
        defended=0.0,
        nuclear_defended=0.0,
        allied=0.0,
        recent=0.0,
        post_cold_war=post_cold_war(year),
    )


@jitable
def defend(f: Future, k: int, for_target: int, for_initiator: int, major: float, r: int) -> None:
    """Count state k among the defenders of a target, or as a patron in common, by its links with target and initiator."""
    x = f.whole[0]
    strength = defence(0, 1, f.links[for_target].strength[r], f.links[for_initiator].strength[r])
    x.defended[r] = max(x.defended[r], strength)
    both = f.links[for_target].strength[r] > 0.0 and f.links[for_initiator].strength[r] > 0.0
    x.patron[r] = max(x.patron[r], major if both else 0.0)
    armed = f.states[k].nuclear[r] == NUCLEAR
    x.nuclear_defended[r] = max(x.nuclear_defended[r], strength if armed else 0.0)


@jitable
def cover(f: Future, k: int, for_initiator: int, for_target: int, r: int) -> None:
    """Count state k among the nuclear-armed defenders of an initiator, by its links with initiator and target."""
    x = f.whole[0]
    strength = defence(0, 1, f.links[for_initiator].strength[r], f.links[for_target].strength[r])
    armed = f.states[k].nuclear[r] == NUCLEAR
    x.nuclear_covered[r] = max(x.nuclear_covered[r], strength if armed else 0.0)


@jitable
def terms(f: Future, fixed: escalation.Terms, q: int, n: int, i: int, j: int, r: int) -> escalation.Terms:
    """The terms for i against j, pair q with link n, once it is known who defends j."""
    return escalation.Terms(
        contiguous=fixed.contiguous,
        capability_ratio=f.states[i].capability[0, r] - f.states[j].capability[0, r],
        both_major=fixed.both_major,
        defended=f.whole[0].defended[r],
        nuclear_defended=f.whole[0].nuclear_defended[r],
        allied=f.links[n].strength[r],
        recent=1.0 / (1.0 + f.pairs[q].peace[r]),
        post_cold_war=fixed.post_cold_war,
    )


@jitable
def force(p: Parameters, f: Future, x: escalation.Terms, q: int, direction: int, r: int) -> float:
    """Probability of force, given a dispute of pair q."""
    b = lane(escalation.Coefficients, p.draws[0].escalation.force, r)
    odds = escalation.log_odds(b, x) + p.escalation_dyad[FORCE_STAGE, q, r]
    return logistic(odds + (p.draws[0].provoked[r] * f.pairs[q].provoked[r] + f.pairs[q].shift[2, direction, r]))


@jitable
def war(p: Parameters, f: Future, x: escalation.Terms, q: int, direction: int, r: int) -> float:
    """Probability of war, given force."""
    b = lane(escalation.Coefficients, p.draws[0].escalation.war, r)
    odds = escalation.log_odds(b, x) + p.escalation_dyad[WAR_STAGE, q, r]
    odds += p.draws[0].common_patron[r] * (f.whole[0].patron[r] - SHARING)
    odds += p.draws[0].initiator_cover[r] * (f.whole[0].nuclear_covered[r] - COVERED)
    return logistic(odds + f.pairs[q].shift[1, direction, r])


@jitable
def fatal(p: Parameters, x: escalation.Terms, q: int, r: int) -> float:
    """Probability of a death, given force without war."""
    b = lane(escalation.Coefficients, p.draws[0].escalation.fatal, r)
    return logistic(escalation.log_odds(b, x) + p.escalation_dyad[FATAL_STAGE, q, r])
