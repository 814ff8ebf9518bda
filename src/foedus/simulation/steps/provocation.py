"""Provocations below dispute: their levels, and counts by type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import provocation
from foedus.jitable import jitable
from foedus.simulation.common import stated
from foedus.simulation.draws import count_at, none_counted, normal, uniforms
from foedus.simulation.fields import Owns, coefficients, lane
from foedus.simulation.outcomes import TOTALS

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

PROVOKE = 8
OWNS = Owns(
    pairs=(
        ("provoked", "f8"),
    ),  # mean change since the record of the log level of what one of the two does to the other
    whole=(
        # the protege's government relative to the start, -1 to 1; the patron's election relative to its years' mean
        ("conservative", "f8"),
        ("voting", "f8"),
        ("change", "f8"),  # of the type at hand: change of its log level since the record
        ("alarm", "f8"),  # mean of it over all types
        # of the type at hand: mean / (mean + dispersion), the probability of none, and the quantile of this year's count
        ("ratio", "f8"),
        ("none", "f8"),
        ("quantile", "f8"),
    ),
    units=("provocation",),
    processes=(PROVOKE,),
)
FIRST = len(TOTALS)
"""Total of the first type; the others follow."""


def draw(of: Draw) -> dict[str, Floats]:
    """Records (G, Q) of the fitted and stated coefficients of each type of provocation."""
    table = np.zeros((of.sets, len(of.world.provocations)), coefficients(provocation.Coefficients)).view(np.recarray)
    for q, name in enumerate(of.world.provocations):
        equation = f"provocation-{name}"
        if provocation.TYPES[name].stated:
            level = _stated(of, equation)
        else:
            level = dict(zip(provocation.TERMS, of.posterior(equation, "terms").T, strict=True))
        stated = {term: of.prior(f"provocation.{term}", f"{equation}.{term}") for term in provocation.STATED}
        for term, values in (level | stated).items():
            table[term][:, q] = values
    return {"provocation": table}


def _stated(of: Draw, equation: str) -> dict[str, Floats]:
    """Level, step and dispersion that no record gives: as stated, and not below zero."""
    span = np.full(of.sets, provocation.SPAN)
    return {
        "mean": np.abs(of.prior(f"{equation}.mean")),
        "dispersion": np.abs(of.prior("provocation.dispersion", f"{equation}.dispersion")),
        "step": np.abs(of.prior("provocation.step", f"{equation}.step")),
        "low": -span,
        "high": span,
    }


@jitable
def begin(w: Setting, f: Future) -> None:
    """Levels are those of the last year on record, or stand where the case says."""
    for q in range(len(w.provocations)):
        for r in range(f.width):
            f.walks[q, r] = w.tempo[q]
    forget(w, f)


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Levels walk; counts by type, given who governs the protege and whether the patron votes; what the levels do."""
    move = stated(p.draws[0].provoked, f.width) or stated(p.draws[0].alarming, f.width)
    if move:
        forget(w, f)
    occasions(w, f, year)
    for q in range(len(w.provocations)):
        for r in range(f.width):
            u, a, c, _ = uniforms(seed, run + r, w.provocations[q], year, PROVOKE)
            b = lane(provocation.Coefficients, p.provocation[q], r)
            f.walks[q, r] = provocation.walked(b, f.walks[q, r], normal(a, c))
            x = terms(f, f.walks[q, r], r)
            f.whole[0].change[r] = provocation.change(b, x) if b.mean > 0.0 else 0.0
            mean = provocation.expected(b, x)
            f.whole[0].ratio[r] = mean / (mean + b.dispersion)
            f.whole[0].none[r] = none_counted(f.whole[0].ratio[r], b.dispersion)
            f.whole[0].quantile[r] = u
        for r in range(f.width):
            dispersion = p.provocation[q].dispersion[r]
            f.provocations[q, r] = count_at(f.whole[0].quantile[r], f.whole[0].none[r], f.whole[0].ratio[r], dispersion)
        if move:
            spread(w, f, q)


@jitable
def forget(w: Setting, f: Future) -> None:
    """Nobody is provoked more than on record."""
    for r in range(f.width):
        f.whole[0].alarm[r] = 0.0
    for n in range(len(w.pairs)):
        for r in range(f.width):
            f.pairs[n].provoked[r] = 0.0


@jitable
def spread(w: Setting, f: Future, q: int) -> None:
    """Add the change of type q to the alarm, and to what it does to each pair."""
    for r in range(f.width):
        f.whole[0].alarm[r] += f.whole[0].change[r] / len(w.provocations)
    for n in range(len(w.pairs)):
        share = w.provoking[q, n]
        if share > 0.0:
            for r in range(f.width):
                f.pairs[n].provoked[r] += share * f.whole[0].change[r]


@jitable
def occasions(w: Setting, f: Future, year: int) -> None:
    """The protege's government and the patron's election this year; 0 without a protege and without a calendar."""
    x = f.whole[0]
    for r in range(f.width):
        x.conservative[r] = x.voting[r] = 0.0
    if w.protege >= 0:
        before = w.states[w.protege].side
        for r in range(f.width):
            x.conservative[r] = 0.5 * (f.states[w.protege].side[r] - before)
    if w.patron >= 0 and w.states[w.patron].election_every > 0:
        usual = 1.0 / w.states[w.patron].election_every
        for r in range(f.width):
            x.voting[r] = (1.0 if f.states[w.patron].voted[r] == year else 0.0) - usual


@jitable
def terms(f: Future, walk: float, r: int) -> provocation.Terms:
    """The walk; what `occasions` found; the wedge."""
    x = f.whole[0]
    return provocation.Terms(walk=walk, government=x.conservative[r], election=x.voting[r], wedge=x.wedge[r])


@jitable
def record(w: Setting, f: Future, out: Record) -> None:
    """Sums over the horizon, by type."""
    for q in range(len(w.provocations)):
        for r in range(f.width):
            out.totals[FIRST + q, r] += f.provocations[q, r]
