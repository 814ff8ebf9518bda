"""Steps 5 and 6 of the year: contract and sustain. Treaties end, form and lapse; instruments are kept up or slide."""

from __future__ import annotations

import math

import numpy as np

from foedus.equations import integrity as integrity_model
from foedus.equations import treaty_end, treaty_formation
from foedus.equations.armament import OPPONENT_YEARS
from foedus.equations.effects import CHANNELS
from foedus.jitable import jitable
from foedus.simulation.draws import Process, happens, logistic, normal, uniforms
from foedus.simulation.ladder import fill
from foedus.simulation.state import NEVER, Future, Parameters, Setting
from foedus.world.world import KINDS

DEFENCE_PACT = KINDS.index("defence-pact")
ENTENTE = KINDS.index("entente")
INITIATION, WAR, JOINING, ARMAMENT, COERCION = range(len(CHANNELS))
_END = int(Process.END)
_PAIR = int(Process.PAIR)
_SUSTAIN = int(Process.SUSTAIN)


@jitable
def contract(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Treaties are denounced and leave force after their notice; what rests on them lapses; pairs form new pacts."""
    for k in range(len(w.instruments)):
        if f.instruments[k].exit == NEVER and (
            w.instruments[k].kind == DEFENCE_PACT or w.instruments[k].kind == ENTENTE
        ):
            u, _, _, _ = uniforms(seed, run, w.instruments[k].entity, year, _END)
            if happens(u, _end_log_odds(w, p, g, f, k, year)):
                f.instruments[k].exit = year + w.instruments[k].notice
    for k in range(len(w.instruments)):
        base = w.instruments[k].rests_on
        if base >= 0 and f.instruments[base].exit <= year and f.instruments[k].exit > year:
            f.instruments[k].exit = year
    _pair_pacts(w, p, g, f, seed, run, year)


@jitable
def _end_log_odds(w: Setting, p: Parameters, g: int, f: Future, k: int, year: int) -> float:
    members = w.members[w.instruments[k].member_start : w.instruments[k].member_end]
    strongest = weakest = members[0]
    change_democracy = change_autocracy = 0.0
    for i in members:
        if f.capability[0, i] > f.capability[0, strongest]:
            strongest = i
        if f.capability[0, i] < f.capability[0, weakest]:
            weakest = i
        if year - f.states[i].changed <= 1:
            if w.states[i].democracy:
                change_democracy = 1.0
            else:
                change_autocracy = 1.0
    before = (year + 1) % (treaty_end.MEMORY + 1)
    shift = f.capability[0, strongest] - f.capability[0, weakest] - f.past[before, strongest] + f.past[before, weakest]
    x = treaty_end.Terms(
        bilateral=w.instruments[k].bilateral,
        log_age=math.log(1.0 + min(w.instruments[k].age + year - w.year, treaty_end.LONGEST_AGE)),
        change_democracy=change_democracy,
        change_autocracy=change_autocracy,
        capability_shift=abs(shift),
    )
    return treaty_end.log_odds(p.draws[g].ending, x) + p.ending_patron[g, strongest]


@jitable
def _pair_pacts(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Each pair's draw of the year: formation or end of a pact of its own; its dispute draws are kept for later."""
    b = p.draws[g].formation
    for q in range(len(w.pairs)):
        i, j = w.pairs[q].first, w.pairs[q].second
        f.pairs[q].luck[0], f.pairs[q].luck[1], u, f.pairs[q].luck[2] = uniforms(
            seed, run, w.states[i].code * 1000 + w.states[j].code, year, _PAIR
        )
        if f.pairs[q].formed >= 0:
            f.pairs[q].formed = _outlives(w, p, g, f, q, u, year)
        elif f.alliance[i, j] == 0.0:
            gap, gap_unknown = _gap(f.states[i].ideal, f.states[j].ideal)
            poly, poly_unknown = _gap(w.states[i].polyarchy, w.states[j].polyarchy)
            major = 1.0 if w.states[i].major or w.states[j].major else 0.0
            x = treaty_formation.Terms(
                contiguous=w.pairs[q].contiguous,
                log_distance=w.pairs[q].log_distance,
                either_major=major,
                ideal_gap=gap,
                ideal_unknown=gap_unknown,
                log_shared_partners=0.0,
                polyarchy_gap=poly,
                polyarchy_unknown=poly_unknown,
                recent=1.0 / (1.0 + f.pairs[q].peace),
                log_common_opponents=0.0,
            )
            apart = treaty_formation.log_odds(b, x)
            if happens(u, treaty_formation.at_most(b, apart, len(w.states))):
                shared, common = _third_states(w, f, i, j)
                if happens(u, treaty_formation.with_third_states(b, apart, shared, common)):
                    f.pairs[q].formed = 0


@jitable
def _outlives(w: Setting, p: Parameters, g: int, f: Future, q: int, u: float, year: int) -> int:
    """Age of a pact formed in the future after this year, -1 if it ends: hazard of a bilateral treaty."""
    i, j = w.pairs[q].first, w.pairs[q].second
    democracy = autocracy = 0.0
    for state in (i, j):
        if year - f.states[state].changed <= 1:
            if w.states[state].democracy:
                democracy = 1.0
            else:
                autocracy = 1.0
    strongest = i if f.capability[0, i] > f.capability[0, j] else j
    x = treaty_end.Terms(
        bilateral=1.0,
        log_age=math.log(1.0 + min(f.pairs[q].formed, treaty_end.LONGEST_AGE)),
        change_democracy=democracy,
        change_autocracy=autocracy,
        capability_shift=0.0,
    )
    odds = treaty_end.log_odds(p.draws[g].ending, x) + p.ending_patron[g, strongest]
    return -1 if happens(u, odds) else f.pairs[q].formed + 1


@jitable
def _gap(a: float, b: float) -> tuple[float, float]:
    """Absolute difference and a flag: (|a - b|, 0), or (0, 1) where either is unknown."""
    if math.isnan(a) or math.isnan(b):
        return 0.0, 1.0
    return abs(a - b), 0.0


@jitable
def opposed(w: Setting, f: Future, i: int, k: int) -> bool:
    """Whether two states had a dispute within ten years."""
    return w.pair[i, k] >= 0 and f.pairs[w.pair[i, k]].peace < OPPONENT_YEARS


@jitable
def _third_states(w: Setting, f: Future, i: int, j: int) -> tuple[int, int]:
    """How many have a defence pact with both, and how many are opponents of both."""
    shared = common = 0
    for k in range(len(w.states)):
        if f.alliance[i, k] > 0.0 and f.alliance[j, k] > 0.0:
            shared += 1
        if opposed(w, f, i, k) and opposed(w, f, j, k):
            common += 1
    return shared, common


@jitable
def sustain(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Integrity and strength of each instrument; their shift of the risk of disputes; the web of defence pacts."""
    coefficients = p.draws[g].integrity
    fill(f.shift, 0.0)
    for k in range(len(w.instruments)):
        if w.instruments[k].own:
            u, v, _, _ = uniforms(seed, run, w.instruments[k].entity, year, _SUSTAIN)
            f.instruments[k].integrity = integrity_model.expected(
                coefficients,
                integrity_model.Terms(
                    previous=f.instruments[k].integrity,
                    level=w.instruments[k].level,
                    adherence=w.adherence,
                    strain=f.whole[0].strain,
                    load=f.whole[0].load,
                ),
            )
            f.instruments[k].integrity += coefficients.scale * normal(u, v)
        f.instruments[k].strength = (
            logistic(f.instruments[k].integrity) * w.instruments[k].weight if f.instruments[k].exit > year else 0.0
        )
        if w.instruments[k].shield_start < w.instruments[k].shield_end:
            initiation = deviation(w, p, g, f, k, INITIATION, year)
            war = deviation(w, p, g, f, k, WAR, year)
            for d in w.shielded[w.instruments[k].shield_start : w.instruments[k].shield_end]:
                f.shift[0, d] += initiation
                f.shift[1, d] += war
    weave(w, f)


@jitable
def deviation(w: Setting, p: Parameters, g: int, f: Future, k: int, channel: int, year: int) -> float:
    """Effect of instrument k along a channel, relative to its strength at the start of the case as measured.

    Where the instrument it rests on has left force, the effect of that one stands for both: they are not added.
    """
    base = w.instruments[k].rests_on
    if base >= 0 and f.instruments[base].exit <= year:
        return 0.0
    return p.effect[g, k, channel] * (f.instruments[k].strength - w.instruments[k].reference)


@jitable
def weave(w: Setting, f: Future) -> None:
    """Strength of the defence pact between any two states: the strongest in force, formed or imposed."""
    fill(f.alliance, 0.0)
    fill(f.bilateral, False)
    for k in range(len(w.instruments)):
        if w.instruments[k].kind == DEFENCE_PACT and f.instruments[k].strength > 0.0:
            members = w.members[w.instruments[k].member_start : w.instruments[k].member_end]
            for i in members:
                for j in members:
                    if i != j:
                        f.alliance[i, j] = max(f.alliance[i, j], f.instruments[k].strength)
                        f.bilateral[i, j] = f.bilateral[i, j] or w.instruments[k].bilateral > 0.0
    for q in range(len(w.pairs)):
        i, j = w.pairs[q].first, w.pairs[q].second
        if f.pairs[q].formed >= 0 or w.imposed[i, j]:
            f.alliance[i, j] = 1.0
            f.alliance[j, i] = 1.0
            f.bilateral[i, j] = True
            f.bilateral[j, i] = True


@jitable
def bound(f: Future, states: np.ndarray) -> bool:
    """Whether every two of these states have a defence pact."""
    for i in states:
        for j in states:
            if i != j and f.alliance[i, j] == 0.0:
                return False
    return True
