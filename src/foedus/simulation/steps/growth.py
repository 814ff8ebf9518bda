"""Capabilities under each index, and the effective number of poles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import growth
from foedus.equations.treaty_end import MEMORY
from foedus.jitable import jitable
from foedus.simulation.common import assign
from foedus.simulation.draws import normal, student, uniforms
from foedus.simulation.fields import Owns, coefficients
from foedus.simulation.outcomes import yearly

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

FACTOR, GROW, MOVE = 1, 2, 3
"""The common factor; a state's first two indices; its third and, in the other half of the words, `alignment`."""
OWNS = Owns(
    draws=(("growth", coefficients(growth.Coefficients), (len(growth.SERIES),)),),
    matrices=("capability", "growth", "past"),
    units=("growth_mean",),
    processes=(FACTOR, GROW, MOVE),
    equations=tuple(f"growth-{index}" for index in growth.SERIES),
)
POLES = yearly("poles_cinc")
"""The first of three: poles under each index."""


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients of each index, and each state's own mean growth."""
    return {
        "growth": np.stack([of.posterior(series, "terms") for series in OWNS.equations], axis=1),
        "growth_mean": np.stack(
            [of.units(series, "state", of.world.codes, centre="mean") for series in OWNS.equations], axis=1
        ),
    }


@jitable
def begin(w: Setting, p: Parameters, g: int, f: Future) -> None:
    """Capabilities as measured, growth at each state's mean, and no shift of capability over the years before."""
    assign(f.capability, w.capability)
    assign(f.growth, p.growth_mean[g])
    for row in range(len(f.past)):
        for i in range(len(w.states)):
            f.past[row, i] = w.capability[0, i]


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Capabilities under each index: own growth with heavy tails, the common factor and the drift of the order.

    CINC stays a share of the system: with the constant shares of states outside the world, shares sum to one.
    """
    u0, v0, u1, v1 = uniforms(seed, run, 0, year, FACTOR)
    u2, v2, _, _ = uniforms(seed, run, 1, year, FACTOR)
    common = (normal(u0, v0), normal(u1, v1), normal(u2, v2))
    for i in range(len(w.states)):
        u0, v0, u1, v1 = uniforms(seed, run, w.states[i].code, year, GROW)
        u2, v2, _, _ = uniforms(seed, run, w.states[i].code, year, MOVE)
        pairs = ((u0, v0), (u1, v1), (u2, v2))
        for m in range(3):
            if not math.isnan(w.capability[m, i]):
                b = p.draws[g].growth[m]
                u, v = pairs[m]
                terms = growth.Terms(
                    mean=p.growth_mean[g, m, i],
                    previous=f.growth[m, i],
                    factor=common[m],
                    shock=student(u, v, b.df),
                )
                change = growth.drawn(b, terms)
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
def record(w: Setting, f: Future, r: Record, year: int) -> None:
    """The poles under each index."""
    for m in range(3):
        r.yearly[year - w.year - 1, POLES + m] = poles(w, f, m)


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
