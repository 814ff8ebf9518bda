"""Steps 7 to 9 of the year: provoke, dispute, escalate (with joining and what becomes of commitments)."""

from __future__ import annotations

import math

from foedus.equations import duration, escalation, initiation, joining
from foedus.equations import provocation as provocation_model
from foedus.equations.defence import defence
from foedus.jitable import jitable
from foedus.simulation.chronicle import note
from foedus.simulation.contract import JOINING, deviation
from foedus.simulation.draws import Process, happens, logistic, negative_binomial, normal, uniforms
from foedus.simulation.ladder import DISPUTE, FATAL, FORCE, NUCLEAR, WAR, ends, member
from foedus.simulation.outcome import LETHAL_ATTACK, WAR_ON_PROTEGE, draw_on_patron, expect, register
from foedus.simulation.society import votes
from foedus.simulation.state import Future, Parameters, Record, Setting

_PROVOKE = int(Process.PROVOKE)
_YEAR = int(Process.YEAR)
_ESCALATE = int(Process.ESCALATE)
_JOIN = int(Process.JOIN)
FORCE_STAGE, WAR_STAGE, FATAL_STAGE = range(len(escalation.STAGES))


@jitable
def provoke(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Counts of provocations by type, given who governs the protege and whether the patron votes."""
    conservative, voting = occasions(w, f, year)
    x = provocation_model.Terms(government=conservative, election=voting)
    for q in range(len(f.provocations)):
        u, _, _, _ = uniforms(seed, run, q, year, _PROVOKE)
        row = p.provocation[g, q]
        b = provocation_model.Coefficients(
            mean=row["mean"],  # a record's own `mean` is a method
            dispersion=row.dispersion,
            government=row.government,
            election=row.election,
        )
        f.provocations[q] = negative_binomial(u, provocation_model.expected(b, x), b.dispersion)


@jitable
def occasions(w: Setting, f: Future, year: int) -> tuple[float, float]:
    """The protege's government relative to the start, -1 to 1; the patron's election relative to the mean of its years."""
    conservative = voting = 0.0
    if w.protege >= 0:
        conservative = 0.5 * (f.states[w.protege].side - w.states[w.protege].side)
    if w.patron >= 0 and w.states[w.patron].election_every > 0:
        voting = (1.0 if votes(w, w.patron, year) else 0.0) - 1.0 / w.states[w.patron].election_every
    return conservative, voting


@jitable
def move_level(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """The common level of disputes this year: first-order autoregression around zero."""
    u, v, _, _ = uniforms(seed, run, 0, year, _YEAR)
    f.whole[0].level = p.draws[g].year_persistence * f.whole[0].level + p.draws[g].year_scale * normal(u, v)


@jitable
def defended(w: Setting, f: Future, i: int, j: int) -> tuple[float, float]:
    """Strength of j's strongest defence pact with a state that is not also i's ally, and of its strongest nuclear one."""
    best = best_nuclear = 0.0
    for k in range(len(w.states)):
        strength = defence(i, k, f.alliance[j, k], f.alliance[i, k])
        best = max(best, strength)
        if f.states[k].nuclear == NUCLEAR:
            best_nuclear = max(best_nuclear, strength)
    return best, best_nuclear


@jitable
def ladder(w: Setting, p: Parameters, g: int, f: Future, d: int, year: int) -> tuple[float, float, float]:
    """Probabilities for directed dyad d: force given a dispute, war given force, a death given force without war."""
    q = d // 2
    i, j = ends(w, d)
    shield, nuclear = defended(w, f, i, j)
    x = escalation.Terms(
        contiguous=w.pairs[q].contiguous,
        capability_ratio=f.capability[0, i] - f.capability[0, j],
        both_major=1.0 if w.states[i].major and w.states[j].major else 0.0,
        defended=shield,
        nuclear_defended=nuclear,
        allied=f.alliance[i, j],
        recent=1.0 / (1.0 + f.pairs[q].peace),
        post_cold_war=1.0 if year >= escalation.COLD_WAR_END else 0.0,
    )
    b = p.draws[g].escalation
    force = escalation.log_odds(b.force, x) + p.escalation_dyad[g, FORCE_STAGE, q]
    war = escalation.log_odds(b.war, x) + p.escalation_dyad[g, WAR_STAGE, q]
    fatal = escalation.log_odds(b.fatal, x) + p.escalation_dyad[g, FATAL_STAGE, q]
    return logistic(force), logistic(war + f.shift[1, d]), logistic(fatal)


@jitable
def escalate(w: Setting, p: Parameters, g: int, f: Future, d: int, seed: int, run: int, year: int) -> int:
    """How far the dispute of directed dyad d goes."""
    i, j = ends(w, d)
    a, b, c, _ = uniforms(seed, run, w.states[i].code * 1000 + w.states[j].code, year, _ESCALATE)
    force, war, fatal = ladder(w, p, g, f, d, year)
    if a >= force:
        return DISPUTE
    if b < war:
        return WAR
    return FATAL if c < fatal else FORCE


@jitable
def join(w: Setting, p: Parameters, g: int, f: Future, d: int, level: int, seed: int, run: int, year: int) -> None:
    """Who joins the dispute of directed dyad d: f.joined is 0 none, 1 the initiator's side, 2 the target's."""
    i, j = ends(w, d)
    for k in range(len(w.states)):
        if k != i and k != j and (w.pair[k, i] >= 0 or w.pair[k, j] >= 0):
            entity = (w.states[i].code * 1000 + w.states[j].code) * 1000 + w.states[k].code
            a, b, _, _ = uniforms(seed, run, entity, year, _JOIN)
            capability = math.log(1.0 + 1000.0 * math.exp(f.capability[0, k]))
            if happens(b, _side(w, p, g, f, k, j, i, 1.0, capability, level, year)):
                f.states[k].joined = 2
            elif happens(a, _side(w, p, g, f, k, i, j, 0.0, capability, level, year)):
                f.states[k].joined = 1


@jitable
def _side(
    w: Setting,
    p: Parameters,
    g: int,
    f: Future,
    k: int,
    friend: int,
    opponent: int,
    target_side: float,
    capability: float,
    level: int,
    year: int,
) -> float:
    """Log-odds that k joins its friend against the opponent."""
    q = w.pair[k, opponent]
    terms = joining.Terms(
        war=1.0 if level == WAR else 0.0,
        target_side=target_side,
        pact=1.0 if f.alliance[k, friend] > 0.0 else 0.0,
        bilateral_pact=1.0 if f.bilateral[k, friend] else 0.0,
        major=1.0 if w.states[k].major else 0.0,
        capability=capability,
        contiguous_opponent=w.pairs[q].contiguous if q >= 0 else 0.0,
        recent_opponent=1.0 / (1.0 + f.pairs[q].peace) if q >= 0 else 0.0,
        post_cold_war=1.0 if year >= escalation.COLD_WAR_END else 0.0,
    )
    x = joining.log_odds(p.draws[g].joining, terms)
    for m in range(len(w.instruments)):
        if p.effect[g, m, JOINING] != 0.0 and member(w, m, k) and member(w, m, friend):
            x += deviation(w, p, g, f, m, JOINING, year)
    if k == w.patron:
        x += p.draws[g].joining_load * max(f.whole[0].load, f.whole[0].drawn)
    return x


@jitable
def fight(w: Setting, p: Parameters, g: int, f: Future, r: Record, d: int, seed: int, run: int, year: int) -> None:
    """A dispute along directed dyad d: how far it goes, who joins, what it means."""
    level = escalate(w, p, g, f, d, seed, run, year)
    f.pairs[d // 2].memory += 1.0
    for k in range(len(w.states)):
        f.states[k].joined = 0
    if level >= FORCE:
        join(w, p, g, f, d, level, seed, run, year)
    register(w, f, r, d, level, year)
    if r.row >= 0:
        note(w, f, r, d, level, year)


@jitable
def still(p: Parameters, g: int, f: Future, q: int) -> int:
    """How far the dispute of last year goes that pair q is still in, 0 for none."""
    level = f.pairs[q].level
    lasts = duration.probability(p.draws[g].duration, force=level > DISPUTE, war=level == WAR)
    return level if level > 0 and f.pairs[q].luck[2] < lasts else 0


@jitable
def dispute(w: Setting, p: Parameters, g: int, f: Future, r: Record, seed: int, run: int, year: int) -> None:
    """Every pair's disputes of the year: those that last, initiation, escalation, joining; then peace is counted."""
    move_level(w, p, g, f, seed, run, year)
    war_before, attack_before = r.events[WAR_ON_PROTEGE] != 0, r.events[LETHAL_ATTACK] != 0
    f.whole[0].disputes = 0.0
    f.whole[0].wars = 0.0
    f.whole[0].drawn = 0.0
    for q in range(len(w.pairs)):
        f.pairs[q].level = still(p, g, f, q)
        if f.pairs[q].level == WAR:
            draw_on_patron(w, f, r, w.pairs[q].first, w.pairs[q].second, False, year - w.year)
    calm = no_war = 1.0
    b = p.draws[g].initiation
    for q in range(len(w.pairs)):
        i, j = w.pairs[q].first, w.pairs[q].second
        gap = abs(f.states[i].ideal - f.states[j].ideal)
        terms = initiation.Moving(
            peace=min(f.pairs[q].peace, initiation.LONGEST_PEACE) / 10.0,
            capability_ratio=f.capability[0, i] - f.capability[0, j],
            ideal_gap=0.0 if math.isnan(gap) else gap,
            memory=math.log(1.0 + f.pairs[q].memory),
        )
        even = initiation.common(b, terms) + f.whole[0].level
        f.pairs[q].memory *= initiation.KEPT
        tilt = initiation.tilt(b, terms)
        for direction in range(2):
            d = 2 * q + direction
            x = p.initiation_baseline[g, d] + even + (tilt if direction == 0 else -tilt)
            if i == w.protege or j == w.protege:
                force, war, fatal = ladder(w, p, g, f, d, year)
                force *= min(logistic(x) * math.exp(f.shift[0, d]), 1.0)
                no_war *= 1.0 - force * war
                if ends(w, d)[1] == w.protege:
                    calm *= 1.0 - force * (war + (1.0 - war) * fatal)
            if happens(f.pairs[q].luck[direction], x, f.shift[0, d]):
                fight(w, p, g, f, r, d, seed, run, year)
    expect(r, war_before, 1.0 - no_war, attack_before, 1.0 - calm, year - w.year)
    for q in range(len(w.pairs)):
        f.pairs[q].peace = 0 if f.pairs[q].level > 0 else f.pairs[q].peace + 1
    f.whole[0].load = f.whole[0].drawn
