"""Provocations below dispute, counted by type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.equations import provocation
from foedus.jitable import jitable
from foedus.simulation.draws import negative_binomial, uniforms
from foedus.simulation.fields import Owns, coefficients
from foedus.simulation.outcomes import TOTALS
from foedus.simulation.steps.government import votes

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

PROVOKE = 8
OWNS = Owns(matrices=("provocations",), units=("provocation",), processes=(PROVOKE,))
FIRST = len(TOTALS)
"""Total of the first type; the others follow."""


def draw(of: Draw) -> dict[str, Floats]:
    """Records (G, Q) of the fitted and stated coefficients of each type of provocation."""
    table = np.zeros((of.sets, len(of.world.provocations)), coefficients(provocation.Coefficients)).view(np.recarray)
    for q, name in enumerate(of.world.provocations):
        equation = f"provocation-{name}"
        fitted = dict(zip(provocation.TERMS, of.posterior(equation, "terms").T, strict=True))
        stated = {term: of.prior(f"provocation.{term}", f"{equation}.{term}") for term in provocation.STATED}
        for term, values in (fitted | stated).items():
            table[term][:, q] = values
    return {"provocation": table}


@jitable
def step(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int, year: int) -> None:
    """Counts of provocations by type, given who governs the protege and whether the patron votes."""
    conservative, voting = occasions(w, f, year)
    x = provocation.Terms(government=conservative, election=voting)
    for q in range(len(f.provocations)):
        u, _, _, _ = uniforms(seed, run, w.provocations[q], year, PROVOKE)
        row = p.provocation[g, q]
        b = provocation.Coefficients(
            mean=row["mean"],  # a record's own `mean` is a method
            dispersion=row.dispersion,
            government=row.government,
            election=row.election,
        )
        f.provocations[q] = negative_binomial(u, provocation.expected(b, x), b.dispersion)


@jitable
def occasions(w: Setting, f: Future, year: int) -> tuple[float, float]:
    """The protege's government relative to the start, -1 to 1; the patron's election relative to the mean of its years."""
    conservative = voting = 0.0
    if w.protege >= 0:
        conservative = 0.5 * (f.states[w.protege].side - w.states[w.protege].side)
    if w.patron >= 0 and w.states[w.patron].election_every > 0:
        voting = (1.0 if votes(w, w.patron, year) else 0.0) - 1.0 / w.states[w.patron].election_every
    return conservative, voting


@jitable
def record(f: Future, r: Record) -> None:
    """Sums over the horizon, by type."""
    for q in range(len(f.provocations)):
        r.totals[FIRST + q] += f.provocations[q]
