"""Steps 1 to 4 of the year: govern, grow, align, trade. Each moves the future by the equations of `foedus.equations`."""

from __future__ import annotations

import math

import numpy as np

from foedus.equations import alignment as alignment_model
from foedus.equations import government as government_model
from foedus.equations import growth as growth_model
from foedus.equations import trade as trade_model
from foedus.equations.treaty_end import MEMORY
from foedus.jitable import jitable
from foedus.simulation.draws import Process, normal, student, uniforms
from foedus.simulation.state import Future, Parameters, Setting

_GOVERN = int(Process.GOVERN)
_FACTOR = int(Process.FACTOR)
_GROW = int(Process.GROW)
_MOVE = int(Process.MOVE)
_TRADE = int(Process.TRADE)


@jitable
def votes(w: Setting, i: int, year: int) -> bool:
    """Whether state i holds a scheduled election of its executive this year."""
    due = w.states[i].election_every > 0 and year >= w.states[i].election_next
    return due and (year - w.states[i].election_next) % w.states[i].election_every == 0


@jitable
def govern(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Elections, irregular exits and changes of leader support; the strain of the two governments in office."""
    for i in range(len(w.states)):
        a, b, c, d = uniforms(seed, run, w.states[i].code, year, _GOVERN)
        if w.states[i].democracy:
            changed = government_model.democracy_changes(
                p.draws[g].government, election=votes(w, i, year), alternation=p.alternation[g, i], exit=b, loss=a
            )
        else:
            changed = government_model.autocracy_changes(p.draws[g].government, exit=b, given=d, unelected=c)
        if changed:
            f.states[i].changed = year
            f.states[i].side = -f.states[i].side
    if w.protege >= 0 and w.patron >= 0:
        f.whole[0].strain = w.strain[1 if f.states[w.patron].side > 0 else 0, 1 if f.states[w.protege].side > 0 else 0]


@jitable
def grow(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Capabilities under each index: own growth with heavy tails, the common factor and the drift of the order.

    CINC stays a share of the system: with the states that are not in the world, which keep theirs, shares sum to one.
    """
    a, b, c, d = uniforms(seed, run, 0, year, _FACTOR)
    e, h, _, _ = uniforms(seed, run, 1, year, _FACTOR)
    common = (normal(a, b), normal(c, d), normal(e, h))
    for i in range(len(w.states)):
        u0, v0, u1, v1 = uniforms(seed, run, w.states[i].code, year, _GROW)
        u2, v2, _, _ = uniforms(seed, run, w.states[i].code, year, _MOVE)
        luck = ((u0, v0), (u1, v1), (u2, v2))
        for m in range(3):
            if not math.isnan(w.capability[m, i]):
                coefficients = p.draws[g].growth[m]
                u, v = luck[m]
                change = growth_model.drawn(
                    coefficients,
                    growth_model.Terms(
                        mean=p.growth_mean[g, m, i],
                        previous=f.growth[m, i],
                        factor=common[m],
                        shock=student(u, v, coefficients.df),
                    ),
                )
                f.growth[m, i] = change
                f.capability[m, i] += change + w.drift[m, i]
    total = w.rest
    for i in range(len(w.states)):
        if not math.isnan(f.capability[0, i]):
            total += math.exp(f.capability[0, i])
    for i in range(len(w.states)):
        f.capability[0, i] -= math.log(total)
        f.past[year % (MEMORY + 1), i] = f.capability[0, i]


@jitable
def align(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Ideal points drift and are drawn to those of pact partners; a change of leader support moves them further."""
    coefficients = p.draws[g].alignment
    for i in range(len(w.states)):
        f.states[i].pull = pull(w, f, i)
    for i in range(len(w.states)):
        _, _, u, v = uniforms(seed, run, w.states[i].code, year, _MOVE)
        spread = alignment_model.spread(coefficients, f.states[i].changed == year, w.states[i].democracy)
        f.states[i].ideal = alignment_model.expected(
            coefficients,
            alignment_model.Terms(centre=p.centre[g, i], previous=f.states[i].ideal, gap=f.states[i].pull),
        )
        f.states[i].ideal += spread * normal(u, v) + w.states[i].ideal_drift


@jitable
def pull(w: Setting, f: Future, i: int) -> float:
    """Mean ideal point of the states with which state i has a defence pact less its own, less the same at the start.

    0 where it has no partner, or none whose ideal point is known.
    """
    total = 0.0
    partners = 0
    for k in range(len(w.states)):
        if f.alliance[i, k] > 0.0 and not math.isnan(f.states[k].ideal):
            total += f.states[k].ideal
            partners += 1
    return total / partners - f.states[i].ideal - w.states[i].gap if partners > 0 else 0.0


@jitable
def trade(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Exposure to the coercer: a random walk in logarithms."""
    if w.coercer >= 0:
        u, v, _, _ = uniforms(seed, run, w.states[w.protege].code, year, _TRADE)
        f.whole[0].exposure = trade_model.drawn(p.draws[g].trade, f.whole[0].exposure, normal(u, v))


@jitable
def poles(w: Setting, f: Future, m: int) -> float:
    """Effective number of poles, 1 / sum of squared shares, among the great powers; NaN if one is unknown."""
    total = 0.0
    squares = 0.0
    for i in range(len(w.states)):
        if w.states[i].major:
            value = math.exp(f.capability[m, i])
            total += value
            squares += value * value
    return total * total / squares if squares > 0.0 else np.nan
