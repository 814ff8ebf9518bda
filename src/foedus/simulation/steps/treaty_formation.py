"""Pairs form new pacts, and those pacts end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import treaty_end, treaty_formation
from foedus.equations.opponents import OPPONENT_YEARS
from foedus.jitable import jitable
from foedus.simulation import imputed
from foedus.simulation.draws import happens, logistic, may_happen, uniforms
from foedus.simulation.fields import Owns, coefficients, lane
from foedus.simulation.steps.treaty_end import facts

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

PAIR = 6
"""A pair's draws of the year, of which `initiation` uses two, and `duration` one."""
OWNS = Owns(
    pairs=(
        ("formed", "i8"),  # years a pact formed in the future has been in force, -1 none
        ("formable", "f8"),  # the most that log-odds of a pact can be, but for the distance of ideal points
        # this year's uniforms: of a dispute in either direction, of whether one lasts, of pacts
        ("luck", "f8", (2,)),
        ("luck_duration", "f8"),
        ("luck_pact", "f8"),
    ),
    draws=(("formation", coefficients(treaty_formation.Coefficients)),),
    units=("polyarchy",),
    processes=(PAIR,),
    equations=("treaty-formation",),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients of the formation of a pact, and the polyarchy of each state."""
    return {"formation": of.posterior("treaty-formation", "b"), "polyarchy": imputed.polyarchy(of)}


@jitable
def begin(w: Setting, p: Parameters, f: Future) -> None:
    """No pair has formed a pact yet; what bounds its chance to."""
    for q in range(len(w.pairs)):
        fixed, most = fixed_terms(w, q), w.pairs[q].common_end - w.pairs[q].common_start
        for r in range(f.width):
            b = lane(treaty_formation.Coefficients, p.draws[0].formation, r)
            at_rest = treaty_formation.log_odds(b, terms(w, p, fixed, q, 0.0, 0.0, r))
            f.pairs[q].formable[r] = treaty_formation.at_most(b, at_rest, most) + max(b.recent, 0.0)
            f.pairs[q].formed[r] = -1


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Each pair forms a pact, or its pact ends; its uniforms for disputes are stored for later steps."""
    for q in range(len(w.pairs)):
        i, j, n = w.pairs[q].first, w.pairs[q].second, w.pairs[q].link
        code = w.states[i].code * 1000 + w.states[j].code
        fixed = fixed_terms(w, q)
        for r in range(f.width):
            there, back, pact, lasts = uniforms(seed, run + r, code, year, PAIR)
            f.pairs[q].luck[0, r], f.pairs[q].luck[1, r] = there, back
            f.pairs[q].luck_pact[r], f.pairs[q].luck_duration[r] = pact, lasts
            x = f.pairs[q].formable[r] + p.draws[0].formation.ideal_gap[r] * apart(f, i, j, r)
            free = f.links[n].strength[r] == 0.0
            f.marked[r] = f.pairs[q].formed[r] >= 0 or (free and may_happen(pact, x))
        for r in range(f.width):
            if f.marked[r]:
                f.pairs[q].formed[r] = age(w, p, f, fixed, q, i, j, year, r)


@jitable
def fixed_terms(w: Setting, q: int) -> treaty_formation.Terms:
    """The terms of pair q that are the same in every future; 0 for the others."""
    i, j = w.pairs[q].first, w.pairs[q].second
    return treaty_formation.Terms(
        contiguous=w.pairs[q].contiguous,
        log_distance=w.pairs[q].log_distance,
        either_major=1.0 if w.states[i].major or w.states[j].major else 0.0,
        ideal_gap=0.0,
        ideal_unknown=0.0,
        log_shared_partners=0.0,
        polyarchy_gap=0.0,
        polyarchy_unknown=0.0,
        recent=0.0,
        log_common_opponents=0.0,
    )


@jitable
def apart(f: Future, i: int, j: int, r: int) -> float:
    """Distance of the ideal points of states i and j."""
    return abs(f.states[i].ideal[r] - f.states[j].ideal[r])


@jitable
def terms(
    w: Setting, p: Parameters, fixed: treaty_formation.Terms, q: int, ideal_gap: float, recent: float, r: int
) -> treaty_formation.Terms:
    """The terms of pair q, but for third states."""
    i, j = w.pairs[q].first, w.pairs[q].second
    return treaty_formation.Terms(
        contiguous=fixed.contiguous,
        log_distance=fixed.log_distance,
        either_major=fixed.either_major,
        ideal_gap=ideal_gap,
        ideal_unknown=0.0,
        log_shared_partners=0.0,
        polyarchy_gap=abs(p.polyarchy[i, r] - p.polyarchy[j, r]),
        polyarchy_unknown=0.0,
        recent=recent,
        log_common_opponents=0.0,
    )


@jitable
def age(
    w: Setting,
    p: Parameters,
    f: Future,
    fixed: treaty_formation.Terms,
    q: int,
    i: int,
    j: int,
    year: int,
    r: int,
) -> int:
    """Age of pair q's own pact after this year: 0 if it forms now, -1 if there is none or it ends."""
    u = f.pairs[q].luck_pact[r]
    if f.pairs[q].formed[r] >= 0:
        return -1 if _ends(w, p, f, u, i, j, year, r) else f.pairs[q].formed[r] + 1
    b = lane(treaty_formation.Coefficients, p.draws[0].formation, r)
    shared, common = third_states(w, f, q, i, j, r)
    alone = treaty_formation.log_odds(b, terms(w, p, fixed, q, apart(f, i, j, r), 1.0 / (1.0 + f.pairs[q].peace[r]), r))
    x = treaty_formation.with_third_states(b, alone, shared, common)
    return 0 if happens(u, x) else -1


@jitable
def _ends(w: Setting, p: Parameters, f: Future, u: float, i: int, j: int, year: int, r: int) -> bool:
    """Whether the own pact of states i and j ends, as a bilateral treaty does."""
    democracy, autocracy = turnover(w, f, i, j, year, r)
    strongest = i if f.states[i].capability[0, r] > f.states[j].capability[0, r] else j
    b = lane(treaty_end.Coefficients, p.draws[0].ending, r)
    hazard = logistic(treaty_end.log_odds(b, facts(1.0, democracy, autocracy)) + p.ending_patron[strongest, r])
    return u < hazard or treaty_end.ends_in_collapse(u, hazard, f.states[strongest].collapse[r])


@jitable
def turnover(w: Setting, f: Future, i: int, j: int, year: int, r: int) -> tuple[float, float]:
    """Whether leader support changed this year or last in a democracy among states i and j, and in another state among them."""
    democracy = autocracy = 0.0
    for state in (i, j):
        if year - f.states[state].changed[r] <= 1:
            if w.states[state].democracy:
                democracy = 1.0
            else:
                autocracy = 1.0
    return democracy, autocracy


@jitable
def opposed(w: Setting, f: Future, i: int, k: int, r: int) -> bool:
    """Whether two states had a dispute within ten years."""
    return w.pair[i, k] >= 0 and f.pairs[w.pair[i, k]].peace[r] < OPPONENT_YEARS


@jitable
def third_states(w: Setting, f: Future, q: int, i: int, j: int, r: int) -> tuple[int, int]:
    """The number of states with a defence pact with both, and the number of opponents of both."""
    shared = common = 0
    for k in w.common[w.pairs[q].common_start : w.pairs[q].common_end]:
        if f.links[w.link[i, k]].strength[r] > 0.0 and f.links[w.link[j, k]].strength[r] > 0.0:
            shared += 1
        if opposed(w, f, i, k, r) and opposed(w, f, j, k, r):
            common += 1
    return shared, common
