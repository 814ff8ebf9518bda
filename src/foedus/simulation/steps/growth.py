"""Capabilities under each index, and the effective number of poles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.elementary import exp, log
from foedus.equations import growth
from foedus.jitable import jitable
from foedus.simulation import imputed
from foedus.simulation.draws import normal, student, uniforms
from foedus.simulation.fields import Owns, coefficients, lane
from foedus.simulation.outcomes import yearly

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

FACTOR, GROW, MOVE = 1, 2, 3
"""The common factor; a state's first two indices; its third and, in the other half of the words, `alignment`."""
OWNS = Owns(
    states=(
        ("capability", "f8", (3,)),  # ln share or size under each index
        ("growth", "f8", (3,)),  # last year's change
    ),
    whole=(
        ("factor", "f8", (3,)),  # this year's common factor of each index
        ("shares", "f8"),  # sum of shares, and of their squares
        ("squares", "f8"),
    ),
    draws=(
        ("growth", coefficients(growth.Coefficients), (len(growth.SERIES),)),
        ("transfers", "f8"),  # log growth a year of the CINC of a state that an order has receive arms
    ),
    units=("growth_mean", "capability"),
    processes=(FACTOR, GROW, MOVE),
    equations=tuple(f"growth-{index}" for index in growth.SERIES),
)
POLES = yearly("poles_cinc")
"""The first of three: poles under each index."""


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients of each index, each state's own mean growth, and its capabilities at the start."""
    return {
        "capability": imputed.capability(of),
        "transfers": of.prior("transfers.capability"),
        "growth": np.stack([of.posterior(series, "terms") for series in OWNS.equations], axis=1),
        "growth_mean": np.stack(
            [of.units(series, "state", of.world.codes, centre="mean") for series in OWNS.equations], axis=1
        ),
    }


@jitable
def begin(w: Setting, p: Parameters, f: Future) -> None:
    """Capabilities as measured or drawn, and growth at each state's mean."""
    for i in range(len(w.states)):
        for m in range(3):
            for r in range(f.width):
                f.states[i].capability[m, r] = p.capability[m, i, r]
                f.states[i].growth[m, r] = p.growth_mean[m, i, r]


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Capabilities under each index: own growth with heavy tails, the common factor and the drift of the order.

    CINC stays a share of the system: with the constant shares of states outside the world, shares sum to one.
    """
    for r in range(f.width):
        u0, v0, u1, v1 = uniforms(seed, run + r, 0, year, FACTOR)
        u2, v2, _, _ = uniforms(seed, run + r, 1, year, FACTOR)
        f.whole[0].factor[0, r] = normal(u0, v0)
        f.whole[0].factor[1, r] = normal(u1, v1)
        f.whole[0].factor[2, r] = normal(u2, v2)
    for i in range(len(w.states)):
        code, receives = w.states[i].code, w.states[i].receives
        for r in range(f.width):
            u0, v0, u1, v1 = uniforms(seed, run + r, code, year, GROW)
            u2, v2, _, _ = uniforms(seed, run + r, code, year, MOVE)
            grow(w, p, f, 0, i, r, u0, v0)
            grow(w, p, f, 1, i, r, u1, v1)
            grow(w, p, f, 2, i, r, u2, v2)
            f.states[i].capability[0, r] += p.draws[0].transfers[r] * receives
    for r in range(f.width):
        f.whole[0].shares[r] = w.rest
    for i in range(len(w.states)):
        for r in range(f.width):
            f.whole[0].shares[r] += exp(f.states[i].capability[0, r])
    for r in range(f.width):
        f.whole[0].shares[r] = log(f.whole[0].shares[r])
    for i in range(len(w.states)):
        for r in range(f.width):
            f.states[i].capability[0, r] -= f.whole[0].shares[r]


@jitable
def grow(w: Setting, p: Parameters, f: Future, m: int, i: int, r: int, u: float, v: float) -> None:
    """State i grows under index m."""
    b = lane(growth.Coefficients, p.draws[0].growth[m], r)
    terms = growth.Terms(
        mean=p.growth_mean[m, i, r],
        previous=f.states[i].growth[m, r],
        factor=f.whole[0].factor[m, r],
        shock=student(u, v, b.df),
    )
    change = growth.drawn(b, terms)
    f.states[i].growth[m, r] = change
    f.states[i].capability[m, r] += change + w.drift[m, i]


@jitable
def record(w: Setting, f: Future, out: Record, year: int) -> None:
    """Effective number of poles under each index: 1 / sum of squared shares of the great powers; NaN if there is none."""
    for m in range(3):
        for r in range(f.width):
            f.whole[0].shares[r] = f.whole[0].squares[r] = 0.0
        for i in range(len(w.states)):
            if w.states[i].major:
                for r in range(f.width):
                    value = exp(f.states[i].capability[m, r])
                    f.whole[0].shares[r] += value
                    f.whole[0].squares[r] += value * value
        for r in range(f.width):
            total, squares = f.whole[0].shares[r], f.whole[0].squares[r]
            out.yearly[year - w.year - 1, POLES + m, r] = total * total / squares if squares > 0.0 else np.nan
