"""Steps 10 to 12 of the year: coerce, arm, record; and what is kept of a future.

Events are kept as one bit a year, so that any horizon up to 63 years, first times and joint events can be read afterwards.
"""

from __future__ import annotations

import math

import numpy as np

from foedus.equations import armament as armament_model
from foedus.equations import coercion as coercion_model
from foedus.equations.escalation import COLD_WAR_END
from foedus.jitable import jitable
from foedus.simulation.contract import ARMAMENT, COERCION, bound, deviation, opposed
from foedus.simulation.draws import Process, happens, uniforms
from foedus.simulation.ladder import FATAL, FORCE, NUCLEAR, PURSUE, WAR, ends, member
from foedus.simulation.society import poles
from foedus.simulation.state import Future, Parameters, Record, Setting

EVENTS = (
    "war_on_protege",
    "lethal_attack",
    "invoked",
    "honoured",
    "violated",
    "pact_in_force",
    "integrity_kept",
    "protege_nuclear",
    "trilateral_meeting",
    "bloc_pacts",
    "coercion",
    "patron_at_war",
    "governments_progressive_progressive",
    "governments_progressive_conservative",
    "governments_conservative_progressive",
    "governments_conservative_conservative",
)
"""Events by bit array; the government pairs are patron first. Statuses (pact_in_force and the like) are set in each year
they hold."""

(
    WAR_ON_PROTEGE,
    LETHAL_ATTACK,
    INVOKED,
    HONOURED,
    VIOLATED,
    PACT_IN_FORCE,
    INTEGRITY_KEPT,
    PROTEGE_NUCLEAR,
    TRILATERAL_MEETING,
    BLOC_PACTS,
    COERCED,
    PATRON_AT_WAR,
    GOVERNMENTS,
) = range(13)

TOTALS = ("disputes_protege", "force_protege", "coercion_cost")
DISPUTES_PROTEGE, FORCE_PROTEGE, COERCION_COST = range(3)
"""Sums over the horizon; one more per provocation type follows them."""

YEARLY = ("poles_cinc", "poles_gdp", "poles_milex", "disputes", "wars", "pacts", "expected_war", "expected_attack")
POLES, YEAR_DISPUTES, YEAR_WARS, YEAR_PACTS, EXPECTED_WAR, EXPECTED_ATTACK = 0, 3, 4, 5, 6, 7


_COERCE = int(Process.COERCE)
_ARM = int(Process.ARM)


@jitable
def mark(r: Record, event: int, t: int) -> None:
    """Set the bit of simulated year t (1 = first)."""
    r.events[event] |= np.uint64(1) << np.uint64(t - 1)


@jitable
def expect(r: Record, war_before: bool, war: float, attack_before: bool, attack: float, t: int) -> None:
    """Keep the year's probabilities of a war on the protege and of a lethal attack, given the state at its start.

    Until the first such event they are kept, afterwards they are 0: their sum has the expectation of the indicator that
    the event happens at all (it is its compensator) and far less variance.
    """
    r.yearly[t - 1, EXPECTED_WAR] = 0.0 if war_before else war
    r.yearly[t - 1, EXPECTED_ATTACK] = 0.0 if attack_before else attack


@jitable
def register(w: Setting, f: Future, r: Record, d: int, level: int, year: int) -> None:
    """What a dispute means: for the protege, for commitments, for the patron's load, for the peace of those in it."""
    i, j = ends(w, d)
    t = year - w.year
    f.whole[0].disputes += 1.0
    f.pairs[d // 2].level = max(f.pairs[d // 2].level, level)
    for k in range(len(w.states)):
        if f.states[k].joined > 0:
            q = w.pair[k, i if f.states[k].joined == 2 else j]
            if q >= 0:
                f.pairs[q].level = max(f.pairs[q].level, level)
    if level == WAR:
        f.whole[0].wars += 1.0
        draw_on_patron(w, f, r, i, j, w.patron >= 0 and f.states[w.patron].joined > 0, t)
    if w.protege >= 0 and (i == w.protege or j == w.protege):
        r.totals[DISPUTES_PROTEGE] += 1.0
        if level >= FORCE:
            r.totals[FORCE_PROTEGE] += 1.0
        if level == WAR:
            mark(r, WAR_ON_PROTEGE, t)
        if j == w.protege and level >= FATAL:
            mark(r, LETHAL_ATTACK, t)
    if level == WAR and w.pact >= 0 and f.instruments[w.pact].exit > year:
        _commitment(w, f, r, i, j, t)


@jitable
def draw_on_patron(w: Setting, f: Future, r: Record, i: int, j: int, joined: bool, t: int) -> None:
    """A war of i and j, begun or still on, draws on the patron if it fights in it or if it is in the theatre."""
    fights = joined or (w.patron >= 0 and (i == w.patron or j == w.patron))
    if fights:
        mark(r, PATRON_AT_WAR, t)
    if fights or w.states[i].theatre or w.states[j].theatre:
        f.whole[0].drawn = 1.0


@jitable
def _commitment(w: Setting, f: Future, r: Record, i: int, j: int, t: int) -> None:
    """A war begun by an outsider against a party invokes the pact; the other parties fight beside it or do not."""
    if not member(w, w.pact, j) or member(w, w.pact, i):
        return
    mark(r, INVOKED, t)
    kept = True
    for k in w.members[w.instruments[w.pact].member_start : w.instruments[w.pact].member_end]:
        if k != j and f.states[k].joined != 2:
            kept = False
    mark(r, HONOURED if kept else VIOLATED, t)


@jitable
def coerce(w: Setting, p: Parameters, g: int, f: Future, r: Record, seed: int, run: int, year: int) -> None:
    """Economic coercion of the protege, and what it costs in percent of a year's output."""
    if w.coercer < 0:
        return
    b = p.draws[g].coercion
    gap, growth = apart(w, f)
    x = coercion_model.Terms(discord=gap, exposure=f.whole[0].exposure, asymmetry=growth)
    effect = coercion_model.shift(b, x)
    for k in range(len(w.instruments)):
        if p.effect[g, k, COERCION] != 0.0:
            effect += deviation(w, p, g, f, k, COERCION, year)
    u, _, _, _ = uniforms(seed, run, w.states[w.protege].code, year, _COERCE)
    if u < coercion_model.probability(b, effect):
        mark(r, COERCED, year - w.year)
        r.totals[COERCION_COST] += coercion_model.cost(b, x)


@jitable
def apart(w: Setting, f: Future) -> tuple[float, float]:
    """Change since the start of the distance of ideal points of protege and coercer, and of ln GDP of the coercer over it.

    0 where a figure is unknown at the start.
    """
    i, j = w.protege, w.coercer
    gap = abs(f.states[i].ideal - f.states[j].ideal) - abs(w.states[i].ideal - w.states[j].ideal)
    ratio = f.capability[1, j] - f.capability[1, i] - w.capability[1, j] + w.capability[1, i]
    return 0.0 if math.isnan(gap) else gap, 0.0 if math.isnan(ratio) else ratio


@jitable
def arm(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Candidates start to pursue nuclear weapons, and those that pursue acquire them."""
    for i in range(len(w.states)):
        if w.states[i].candidate and f.states[i].nuclear < NUCLEAR:
            a, b, _, _ = uniforms(seed, run, w.states[i].code, year, _ARM)
            if f.states[i].nuclear == PURSUE:
                if armament_model.acquires(p.draws[g].acquisition, b):
                    f.states[i].nuclear = NUCLEAR
            elif happens(a, _pursuit(w, p, g, f, i, year)):
                f.states[i].nuclear = PURSUE


@jitable
def _pursuit(w: Setting, p: Parameters, g: int, f: Future, i: int, year: int) -> float:
    rival = shield = 0.0
    opponents = 0
    for k in range(len(w.states)):
        hostile = opposed(w, f, i, k)
        opponents += hostile
        if k != i and f.states[k].nuclear == NUCLEAR:
            if hostile:
                rival = 1.0
            shield = max(shield, f.alliance[i, k])
    wealth = w.states[i].log_gdp_per_head
    if not math.isnan(w.capability[1, i]):
        wealth += f.capability[1, i] - w.capability[1, i]
    terms = armament_model.Terms(
        log_gdp_per_head=wealth,
        nuclear_rival=rival,
        nuclear_defended=shield,
        post_cold_war=1.0 if year >= COLD_WAR_END else 0.0,
        opponents=math.log(1.0 + opponents),
        latent=w.states[i].latent,
    )
    x = armament_model.log_odds(p.draws[g].armament, terms)
    for k in range(len(w.instruments)):
        if p.effect[g, k, ARMAMENT] != 0.0 and member(w, k, i):
            x += deviation(w, p, g, f, k, ARMAMENT, year)
    return x


@jitable
def record(w: Setting, f: Future, r: Record, year: int) -> None:
    """Statuses of the year, the poles under each index, the counts of the whole world."""
    t = year - w.year
    for m in range(3):
        r.yearly[t - 1, POLES + m] = poles(w, f, m)
    r.yearly[t - 1, YEAR_DISPUTES] = f.whole[0].disputes
    r.yearly[t - 1, YEAR_WARS] = f.whole[0].wars
    pacts = 0
    for i in range(len(w.states)):
        for j in range(i):
            if f.alliance[i, j] > 0.0:
                pacts += 1
    r.yearly[t - 1, YEAR_PACTS] = pacts
    for q in range(len(f.provocations)):
        r.totals[len(TOTALS) + q] += f.provocations[q]
    if w.protege < 0:
        return
    if w.pact >= 0 and f.instruments[w.pact].exit > year:
        mark(r, PACT_IN_FORCE, t)
    kept = True
    for k in range(len(w.instruments)):
        if w.instruments[k].own and (
            f.instruments[k].exit <= year or f.instruments[k].integrity < w.instruments[k].floor
        ):
            kept = False
    if kept:
        mark(r, INTEGRITY_KEPT, t)
    if f.states[w.protege].nuclear == NUCLEAR:
        mark(r, PROTEGE_NUCLEAR, t)
    if (
        w.trilateral >= 0
        and f.instruments[w.trilateral].exit > year
        and f.instruments[w.trilateral].integrity >= w.instruments[w.trilateral].floor
    ):
        mark(r, TRILATERAL_MEETING, t)
    if len(w.bloc) > 1 and bound(f, w.bloc):
        mark(r, BLOC_PACTS, t)
    patron = 2 if f.states[w.patron].side > 0 else 0
    mark(r, GOVERNMENTS + patron + (1 if f.states[w.protege].side > 0 else 0), t)
