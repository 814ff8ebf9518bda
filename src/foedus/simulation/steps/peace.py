"""Years without a dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.jitable import jitable
from foedus.simulation.fields import Owns

if TYPE_CHECKING:
    from foedus.simulation.state import Future, Setting

OWNS = Owns(pairs=(("peace", "f8"),))


@jitable
def begin(w: Setting, f: Future) -> None:
    """Years since the last dispute on record."""
    for q in range(len(w.pairs)):
        for r in range(f.width):
            f.pairs[q].peace[r] = w.pairs[q].peace


@jitable
def step(w: Setting, f: Future) -> None:
    """Peace is 0 for a pair in a dispute; for any other it grows by a year."""
    for q in range(len(w.pairs)):
        for r in range(f.width):
            count(f, q, r)


@jitable
def count(f: Future, q: int, r: int) -> None:
    """The years of peace of pair q at the end of a year."""
    f.pairs[q].peace[r] = 0.0 if f.pairs[q].level[r] > 0 else f.pairs[q].peace[r] + 1.0
