"""Upkeep of instruments: integrity, strength, and the effect of their change on the risk of disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import integrity
from foedus.equations.effects import CHANNELS
from foedus.jitable import jitable
from foedus.simulation.draws import logistic, normal, uniforms
from foedus.simulation.fields import Owns, by_name, coefficients, lane
from foedus.simulation.outcomes import event, mark
from foedus.simulation.steps.credibility import ADVERSARY, believed
from foedus.world.world import KINDS

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

SUSTAIN = 7
OWNS = Owns(
    pairs=(
        # by channel and direction: log risk ratio of initiation; log-odds of war given force, of force given a dispute
        ("shift", "f8", (3, 2)),
    ),
    instruments=(
        ("integrity", "f8"),  # logit
        ("strength", "f8"),  # integrity, 0 to 1, times its weight and readiness; 0 out of force
        ("moved", "f8", (3,)),  # its effect on initiation, on war and on force, this year
    ),
    draws=(("integrity", coefficients(integrity.Coefficients)),),
    units=("effect",),
    processes=(SUSTAIN,),
)
SHIELDING = (CHANNELS.index("initiation"), CHANNELS.index("war"), CHANNELS.index("force"))
"""The channels along which an instrument shields a dyad."""
INTEGRITY_KEPT, UPKEEP, TRILATERAL_MEETING = event("integrity_kept"), event("upkeep"), event("trilateral_meeting")
KEPT, BY_ITSELF, WITH_ITS_BASE = range(3)
"""What became of an instrument: kept up; lost of itself; lost with the instrument that it rests on."""


def draw(of: Draw) -> dict[str, Floats]:
    """Stated coefficients of integrity; effect of each instrument per channel (G, K, channels), 0 where none is stated."""
    world = of.world
    effect = np.zeros((of.sets, len(world.instruments), len(CHANNELS)))
    for k in np.flatnonzero(world.own):
        for channel, drawn in of.effects(KINDS[world.kind[k]], world.addresses[k]).items():
            effect[:, k, CHANNELS.index(channel)] = drawn
    return {
        "integrity": by_name(integrity.Coefficients, {term: of.prior(f"integrity.{term}") for term in integrity.TERMS}),
        "effect": effect,
    }


@jitable
def begin(w: Setting, f: Future) -> None:
    """Integrity and strength as stated by the case; nothing has moved the risk of disputes yet."""
    for q in range(len(w.pairs)):
        for c in range(len(SHIELDING)):
            for r in range(f.width):
                f.pairs[q].shift[c, 0, r] = f.pairs[q].shift[c, 1, r] = 0.0
    for k in range(len(w.instruments)):
        there = w.instruments[k].present
        strength = logistic(w.instruments[k].level) * w.instruments[k].weight if there else 0.0
        for r in range(f.width):
            f.instruments[k].integrity[r] = w.instruments[k].level
            f.instruments[k].strength[r] = strength


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Integrity and strength of each instrument, and how those of the alliance shift the risk of disputes."""
    forget(w, f)
    for k in range(len(w.instruments)):
        if w.instruments[k].own:
            keep_up(w, p, f, k, seed, run, year)
        weight = w.instruments[k].weight
        for r in range(f.width):
            full = (weight + f.instruments[k].reinforced[r]) * f.instruments[k].readiness[r]
            strength = logistic(f.instruments[k].integrity[r]) * full
            f.instruments[k].strength[r] = strength if in_force(f, k, year, r) else 0.0
        if w.instruments[k].own and w.instruments[k].shield_start < w.instruments[k].shield_end:
            for c in range(len(SHIELDING)):
                for r in range(f.width):
                    doubt = believed(p, f, k, SHIELDING[c], ADVERSARY, r)
                    f.instruments[k].moved[c, r] = deviation(w, p, f, k, SHIELDING[c], year, r) + doubt
            for d in w.shielded[w.instruments[k].shield_start : w.instruments[k].shield_end]:
                for c in range(len(SHIELDING)):
                    for r in range(f.width):
                        f.pairs[d // 2].shift[c, d % 2, r] += f.instruments[k].moved[c, r]


@jitable
def forget(w: Setting, f: Future) -> None:
    """Nothing shifts the risk along the dyads that the alliance shields; along all others nothing ever does."""
    for k in range(len(w.instruments)):
        if w.instruments[k].own:
            for d in w.shielded[w.instruments[k].shield_start : w.instruments[k].shield_end]:
                for c in range(len(SHIELDING)):
                    for r in range(f.width):
                        f.pairs[d // 2].shift[c, d % 2, r] = 0.0


@jitable
def keep_up(w: Setting, p: Parameters, f: Future, k: int, seed: int, run: int, year: int) -> None:
    """Integrity of instrument k this year."""
    entity, level = w.instruments[k].entity, w.instruments[k].level
    for r in range(f.width):
        u, v, _, _ = uniforms(seed, run + r, entity, year, SUSTAIN)
        b = lane(integrity.Coefficients, p.draws[0].integrity, r)
        terms = integrity.Terms(
            previous=f.instruments[k].integrity[r],
            level=level,
            adherence=w.adherence,
            strain=f.whole[0].strain[r] + f.whole[0].tension[r],
            load=f.whole[0].load[r] - f.whole[0].load_before[r],
        )
        f.instruments[k].integrity[r] = integrity.expected(b, terms) + b.scale * normal(u, v)


@jitable
def deviation(w: Setting, p: Parameters, f: Future, k: int, channel: int, year: int, r: int) -> float:
    """Effect of instrument k along a channel, relative to its strength at the start of the case as measured.

    If its parent instrument has lapsed, return 0: the parent's effect already covers both (decision 2).
    """
    base = w.instruments[k].rests_on
    covered = base >= 0 and f.instruments[base].exit[r] <= year
    effect = p.effect[k, channel, r] * (f.instruments[k].strength[r] - w.instruments[k].reference)
    return 0.0 if covered else effect


@jitable
def record(w: Setting, f: Future, out: Record, year: int) -> None:
    """Whether every instrument of the alliance is kept up, and whether the consultation still meets."""
    if w.protege < 0:
        return
    for r in range(f.width):
        f.marked[r] = True
    for k in range(len(w.instruments)):
        if w.instruments[k].own:
            for r in range(f.width):
                out.fate[k, r] = fate(w, f, k, year, r)
                f.marked[r] = f.marked[r] and out.fate[k, r] == KEPT
    for r in range(f.width):
        mark(out, INTEGRITY_KEPT, year - w.year, r, f.marked[r])
        mark(out, UPKEEP, year - w.year, r, f.marked[r])
    if w.trilateral >= 0:
        for r in range(f.width):
            mark(out, TRILATERAL_MEETING, year - w.year, r, kept(w, f, w.trilateral, year, r))


@jitable
def fate(w: Setting, f: Future, k: int, year: int, r: int) -> int:
    """What has become of instrument k by the end of this year."""
    if kept(w, f, k, year, r):
        return KEPT
    base = w.instruments[k].rests_on
    return WITH_ITS_BASE if base >= 0 and f.instruments[base].exit[r] <= year else BY_ITSELF


@jitable
def kept(w: Setting, f: Future, k: int, year: int, r: int) -> bool:
    """Whether instrument k is in force and counts as kept up."""
    return in_force(f, k, year, r) and f.instruments[k].integrity[r] >= w.instruments[k].floor


@jitable
def in_force(f: Future, k: int, year: int, r: int) -> bool:
    """Whether instrument k neither has been left nor waits to be agreed anew."""
    return f.instruments[k].exit[r] > year and f.instruments[k].lapsed[r] == 0
