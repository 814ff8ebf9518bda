"""Pairs make treaties below a defence pact, and those treaties end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import entente, treaty_end
from foedus.jitable import jitable
from foedus.simulation.common import ENTENTE, stated
from foedus.simulation.draws import happens, logistic, may_happen, uniforms
from foedus.simulation.fields import Owns, coefficients, lane
from foedus.simulation.steps.treaty_end import facts
from foedus.simulation.steps.treaty_formation import apart, turnover

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

TIE = 25
OWNS = Owns(
    pairs=(("entente", "i8"),),  # 1 while a treaty below a pact that was made in the future binds the two
    links=(("paired", "f8"),),  # 1 while a treaty of the two alone binds them, a pact or one below
    draws=(
        ("entente", coefficients(entente.Coefficients)),
        ("entente_ending", coefficients(treaty_end.Coefficients)),
        ("entente_forming", "f8"),  # 1 if treaties below a pact are made, 0 if not
    ),
    processes=(TIE,),
    equations=("entente",),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients of the making and of the end, and the switch."""
    return {
        "entente": of.posterior("entente", "b"),
        "entente_ending": of.posterior("entente", "ending"),
        "entente_forming": of.prior("entente.forming"),
    }


@jitable
def begin(w: Setting, f: Future) -> None:
    """No pair has made a treaty yet."""
    for q in range(len(w.pairs)):
        for r in range(f.width):
            f.pairs[q].entente[r] = 0


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """A pair that no treaty binds may make one below a pact, and one made in the future may end."""
    if not stated(p.draws[0].entente_forming, f.width):
        return
    bind(w, f)
    for q in range(len(w.pairs)):
        i, j, n = w.pairs[q].first, w.pairs[q].second, w.pairs[q].link
        code = w.states[i].code * 1000 + w.states[j].code
        bound = w.tied[i, j] or w.imposed[i, j]
        for r in range(f.width):
            makes, ends, _, _ = uniforms(seed, run + r, code, year, TIE)
            if f.pairs[q].entente[r] > 0:
                f.pairs[q].entente[r] = 0 if ends < hazard(w, p, f, i, j, year, r) else 1
            elif not bound and f.links[n].strength[r] == 0.0 and f.links[n].treaty[r] == 0.0:
                f.pairs[q].entente[r] = 1 if made(w, p, f, q, makes, r) else 0


@jitable
def bind(w: Setting, f: Future) -> None:
    """Which two states a treaty of the two alone bound last year."""
    for n in range(len(w.links)):
        for r in range(f.width):
            f.links[n].paired[r] = 1.0 if f.links[n].bilateral[r] else 0.0
    for k in range(len(w.instruments)):
        if w.instruments[k].kind == ENTENTE and w.instruments[k].bilateral > 0.0:
            for n in w.linked[w.instruments[k].link_start : w.instruments[k].link_end]:
                for r in range(f.width):
                    inforce = 1.0 if f.instruments[k].strength[r] > 0.0 else 0.0
                    f.links[n].paired[r] = max(f.links[n].paired[r], inforce)
    for q in range(len(w.pairs)):
        n, imposed = w.pairs[q].link, w.tied[w.pairs[q].first, w.pairs[q].second]
        for r in range(f.width):
            own = 1.0 if imposed or f.pairs[q].entente[r] > 0 else 0.0
            f.links[n].paired[r] = max(f.links[n].paired[r], own)


@jitable
def made(w: Setting, p: Parameters, f: Future, q: int, u: float, r: int) -> bool:
    """Whether pair q makes a treaty this year, given its uniform."""
    i, j = w.pairs[q].first, w.pairs[q].second
    b = lane(entente.Coefficients, p.draws[0].entente, r)
    x = entente.Terms(
        contiguous=w.pairs[q].contiguous,
        log_distance=w.pairs[q].log_distance,
        either_major=1.0 if w.states[i].major or w.states[j].major else 0.0,
        ideal_gap=apart(f, i, j, r),
        ideal_unknown=0.0,
        polyarchy_gap=abs(p.polyarchy[i, r] - p.polyarchy[j, r]),
        polyarchy_unknown=0.0,
        recent=1.0 / (1.0 + f.pairs[q].peace[r]),
        log_common_ties=0.0,
    )
    alone, most = entente.log_odds(b, x), w.pairs[q].common_end - w.pairs[q].common_start
    if not may_happen(u, alone + max(entente.closing(b, most), 0.0)):
        return False
    common = 0
    for k in w.common[w.pairs[q].common_start : w.pairs[q].common_end]:
        if f.links[w.link[i, k]].paired[r] > 0.0 and f.links[w.link[j, k]].paired[r] > 0.0:
            common += 1
    return happens(u, alone + entente.closing(b, common))


@jitable
def hazard(w: Setting, p: Parameters, f: Future, i: int, j: int, year: int, r: int) -> float:
    """Probability that the treaty below a pact of states i and j ends this year."""
    democracy, autocracy = turnover(w, f, i, j, year, r)
    b = lane(treaty_end.Coefficients, p.draws[0].entente_ending, r)
    return logistic(treaty_end.log_odds(b, facts(1.0, democracy, autocracy)))
