"""The year, as the named list of its steps, and their order at its beginning and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.jitable import jitable
from foedus.simulation.chronicle import hold
from foedus.simulation.steps import (
    align,
    armament,
    coercion,
    commitments,
    duration,
    escalation,
    govern,
    grow,
    initiation,
    joining,
    level,
    pacts,
    peace,
    provocations,
    trade,
    treaties,
    upkeep,
)

if TYPE_CHECKING:
    from foedus.simulation.state import Future, Parameters, Record, Setting

STEPS = (
    govern,
    grow,
    align,
    trade,
    treaties,
    upkeep,
    pacts,
    provocations,
    level,
    duration,
    initiation,
    escalation,
    joining,
    commitments,
    peace,
    coercion,
    armament,
)
"""Every step, in the order of the year; `escalation` and `joining` run within `initiation`, for each dispute."""


@jitable
def begin(w: Setting, p: Parameters, g: int, f: Future, seed: int, run: int) -> None:
    """The state at the end of the last observed year."""
    govern.begin(w, f)
    grow.begin(w, p, g, f)
    align.begin(w, f)
    trade.begin(f)
    treaties.begin(w, f)
    upkeep.begin(w, f)
    pacts.begin(w, f)
    level.begin(w, p, g, f, seed, run)
    duration.begin(w, f)
    initiation.begin(w, f)
    commitments.begin(f)
    peace.begin(w, f)
    armament.begin(w, f)


@jitable
def live(w: Setting, p: Parameters, g: int, f: Future, r: Record, seed: int, run: int, year: int) -> None:
    """One year of one future.

    1.  govern        scheduled elections and irregular exits choose governments
    2.  grow          capabilities under each index
    3.  align         ideal points
    4.  trade         exposure to the coercer
    5.  treaties      are denounced, lapse, form
    6.  upkeep        integrity and strength of each instrument, and their effects
    7.  pacts         how strongly any two states are allied
    8.  provocations  counts by type
    9.  level         the common level of disputes
    10. duration      disputes of last year that last
    11. initiation    per directed dyad, and for each dispute
    12.               escalation, joining, what becomes of
    13. commitments   whose load on the patron is that of the next year
    14. peace         years without a dispute
    15. coercion      economic coercion and its cost
    16. armament      the decision for own nuclear weapons
    """
    govern.step(w, p, g, f, seed, run, year)
    grow.step(w, p, g, f, seed, run, year)
    align.step(w, p, g, f, seed, run, year)
    trade.step(w, p, g, f, seed, run, year)
    treaties.step(w, p, g, f, seed, run, year)
    upkeep.step(w, p, g, f, seed, run, year)
    pacts.step(w, f)
    provocations.step(w, p, g, f, seed, run, year)
    level.step(w, p, g, f, seed, run, year)
    duration.step(w, p, g, f, r, year)
    initiation.step(w, p, g, f, r, seed, run, year)
    commitments.step(f)
    peace.step(w, f)
    coercion.step(w, p, g, f, r, seed, run, year)
    armament.step(w, p, g, f, seed, run, year)


@jitable
def record(w: Setting, f: Future, r: Record, year: int) -> None:
    """What is kept of the year beside the events that its steps have marked."""
    govern.record(w, f, r, year)
    grow.record(w, f, r, year)
    treaties.record(w, f, r, year)
    upkeep.record(w, f, r, year)
    pacts.record(w, f, r, year)
    provocations.record(f, r)
    initiation.record(w, f, r, year)
    armament.record(w, f, r, year)
    if r.row >= 0:
        hold(w, f, r)
