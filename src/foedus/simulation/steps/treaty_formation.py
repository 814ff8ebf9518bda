"""Pairs form new pacts, and those pacts end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from foedus.equations import treaty_end, treaty_formation
from foedus.equations.opponents import OPPONENT_YEARS
from foedus.jitable import jitable
from foedus.simulation.draws import happens, uniforms
from foedus.simulation.fields import Owns, coefficients

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

PAIR = 6
"""A pair's draws of the year, of which its disputes use three (`initiation`, `duration`)."""
OWNS = Owns(
    pairs=(
        ("formed", "i8"),  # years a pact formed in the future has been in force, -1 none
        ("luck", "f8", (3,)),  # this year's uniforms of its two directed dyads, and of whether a dispute lasts
    ),
    draws=(("formation", coefficients(treaty_formation.Coefficients)),),
    processes=(PAIR,),
    equations=("treaty-formation",),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients of the formation of a pact."""
    return {"formation": of.posterior("treaty-formation", "b")}


@jitable
def begin(w: Setting, f: Future) -> None:
    """No pair has formed a pact yet."""
    for q in range(len(w.pairs)):
        f.pairs[q].formed = -1


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Each pair forms a pact, or its pact ends; its uniforms for disputes are stored for later steps."""
    b = p.draws[g].formation
    for q in range(len(w.pairs)):
        i, j = w.pairs[q].first, w.pairs[q].second
        f.pairs[q].luck[0], f.pairs[q].luck[1], u, f.pairs[q].luck[2] = uniforms(
            seed, run, w.states[i].code * 1000 + w.states[j].code, year, PAIR
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
                shared, common = third_states(w, f, i, j)
                if happens(u, treaty_formation.with_third_states(b, apart, shared, common)):
                    f.pairs[q].formed = 0


@jitable
def _outlives(w: Setting, p: Parameters, g: int, f: Future, q: int, u: float, year: int) -> int:
    """Age of a simulated pact after this year, -1 if it ends: hazard of a bilateral treaty."""
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
def third_states(w: Setting, f: Future, i: int, j: int) -> tuple[int, int]:
    """The number of states with a defence pact with both, and the number of opponents of both."""
    shared = common = 0
    for k in range(len(w.states)):
        if f.alliance[i, k] > 0.0 and f.alliance[j, k] > 0.0:
            shared += 1
        if opposed(w, f, i, k) and opposed(w, f, j, k):
            common += 1
    return shared, common
