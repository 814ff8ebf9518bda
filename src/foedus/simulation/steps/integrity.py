"""Upkeep of instruments: integrity, strength, and the effect of their change on the risk of disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import integrity
from foedus.equations.effects import CHANNELS, Effect, effects
from foedus.jitable import jitable
from foedus.simulation.common import fill
from foedus.simulation.draws import logistic, normal, uniforms
from foedus.simulation.fields import Owns, by_name, coefficients
from foedus.simulation.outcomes import event, mark
from foedus.world.world import KINDS

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

SUSTAIN = 7
OWNS = Owns(
    instruments=(
        ("integrity", "f8"),  # logit
        ("strength", "f8"),
    ),
    draws=(("integrity", coefficients(integrity.Coefficients)),),
    matrices=("shift",),
    units=("effect",),
    processes=(SUSTAIN,),
)
ON_INITIATION, ON_WAR = CHANNELS.index("initiation"), CHANNELS.index("war")
"""The channels along which an instrument shields a dyad."""
INTEGRITY_KEPT, TRILATERAL_MEETING = event("integrity_kept"), event("trilateral_meeting")


def draw(of: Draw) -> dict[str, Floats]:
    """Stated coefficients of integrity; effect of each instrument per channel (G, K, channels), 0 where none is stated."""
    world = of.world
    effect = np.zeros((of.sets, len(world.instruments), len(CHANNELS)))
    by_kind: dict[str, list[Effect]] = {}
    for each in effects(of.beliefs):
        by_kind.setdefault(each.kind, []).append(each)
    for k, address in enumerate(world.addresses):
        for each in by_kind.get(KINDS[world.kind[k]], []) if world.own[k] else []:
            drawn = of.normal(f"{address}.{each.channel}", each.mean, each.sd, each.provenance)
            effect[:, k, CHANNELS.index(each.channel)] = drawn
    return {
        "integrity": by_name(integrity.Coefficients, {term: of.prior(f"integrity.{term}") for term in integrity.TERMS}),
        "effect": effect,
    }


@jitable
def begin(w: Setting, f: Future) -> None:
    """Integrity and strength as stated by the case."""
    for k in range(len(w.instruments)):
        there = w.instruments[k].present
        f.instruments[k].integrity = w.instruments[k].level
        f.instruments[k].strength = logistic(w.instruments[k].level) * w.instruments[k].weight if there else 0.0


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Integrity and strength of each instrument, and their shift of the risk of disputes."""
    b = p.draws[g].integrity
    fill(f.shift, 0.0)
    for k in range(len(w.instruments)):
        if w.instruments[k].own:
            u, v, _, _ = uniforms(seed, run, w.instruments[k].entity, year, SUSTAIN)
            terms = integrity.Terms(
                previous=f.instruments[k].integrity,
                level=w.instruments[k].level,
                adherence=w.adherence,
                strain=f.whole[0].strain,
                load=f.whole[0].load,
            )
            f.instruments[k].integrity = integrity.expected(b, terms) + b.scale * normal(u, v)
        f.instruments[k].strength = (
            logistic(f.instruments[k].integrity) * w.instruments[k].weight if f.instruments[k].exit > year else 0.0
        )
        if w.instruments[k].shield_start < w.instruments[k].shield_end:
            initiation = deviation(w, p, g, f, k, ON_INITIATION, year)
            war = deviation(w, p, g, f, k, ON_WAR, year)
            for d in w.shielded[w.instruments[k].shield_start : w.instruments[k].shield_end]:
                f.shift[0, d] += initiation
                f.shift[1, d] += war


@jitable
def deviation(w: Setting, p: Parameters, g: int, f: Future, k: int, channel: int, year: int) -> float:
    """Effect of instrument k along a channel, relative to its strength at the start of the case as measured.

    If its parent instrument has lapsed, return 0: the parent's effect already covers both (decision 2).
    """
    base = w.instruments[k].rests_on
    if base >= 0 and f.instruments[base].exit <= year:
        return 0.0
    return p.effect[g, k, channel] * (f.instruments[k].strength - w.instruments[k].reference)


@jitable
def record(w: Setting, f: Future, r: Record, year: int) -> None:
    """Whether every instrument of the alliance is kept up, and whether the consultation still meets."""
    if w.protege < 0:
        return
    kept = True
    for k in range(len(w.instruments)):
        if w.instruments[k].own and (
            f.instruments[k].exit <= year or f.instruments[k].integrity < w.instruments[k].floor
        ):
            kept = False
    if kept:
        mark(r, INTEGRITY_KEPT, year - w.year)
    if (
        w.trilateral >= 0
        and f.instruments[w.trilateral].exit > year
        and f.instruments[w.trilateral].integrity >= w.instruments[w.trilateral].floor
    ):
        mark(r, TRILATERAL_MEETING, year - w.year)
