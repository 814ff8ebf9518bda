"""The year, as the named list of its steps, and their order at its beginning and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.jitable import jitable
from foedus.simulation.chronicle import hold
from foedus.simulation.steps import (
    alignment,
    armament,
    bloc,
    coercion,
    cohesion,
    commitments,
    credibility,
    deaths,
    duration,
    entente,
    escalation,
    government,
    growth,
    initiation,
    integrity,
    joining,
    level,
    load,
    opinion,
    pacts,
    peace,
    provocation,
    readiness,
    record_gap,
    renewal,
    system,
    trade,
    treaty_end,
    treaty_formation,
    troops,
)

if TYPE_CHECKING:
    from foedus.simulation.state import Future, Parameters, Record, Setting

STEPS = (
    government,
    growth,
    system,
    alignment,
    trade,
    treaty_end,
    treaty_formation,
    entente,
    renewal,
    cohesion,
    readiness,
    troops,
    credibility,
    integrity,
    pacts,
    bloc,
    provocation,
    level,
    duration,
    joining,
    initiation,
    escalation,
    deaths,
    load,
    commitments,
    peace,
    coercion,
    opinion,
    armament,
    record_gap,
)
"""Every step, in the order of the year; for each dispute, `initiation` calls `escalation`, `joining` and `commitments`,
which calls `deaths`."""


@jitable
def begin(w: Setting, p: Parameters, f: Future, seed: int, run: int) -> None:
    """The state at the end of the last observed year; the disputes of years that are not coded come last."""
    government.begin(w, f)
    growth.begin(w, p, f)
    system.begin(w, p, f)
    alignment.begin(w, p, f)
    trade.begin(f)
    treaty_end.begin(w, f)
    treaty_formation.begin(w, p, f)
    entente.begin(w, f)
    renewal.begin(w, f)
    readiness.begin(w, f)
    troops.begin(w, f)
    credibility.begin(w, f)
    integrity.begin(w, f)
    pacts.begin(w, f)
    bloc.begin(w, f)
    provocation.begin(w, f)
    level.begin(w, p, f, seed, run)
    duration.begin(w, f)
    initiation.begin(w, f)
    load.begin(w, p, f, seed, run)
    commitments.begin(f)
    peace.begin(w, f)
    opinion.begin(w, f)
    armament.begin(w, f)
    record_gap.begin(w, p, f, seed, run)


@jitable
def politics(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """The first half of a year of a block of futures, in this order.

    government         elections, scheduled and early, and changes without one choose governments
    growth             capabilities under each index
    system             their concentration among the great powers
    alignment          ideal points
    trade              exposure to the coercer
    treaty_end         treaties are denounced and lapse
    treaty_formation   pairs form pacts of their own
    entente            and treaties below a pact
    renewal            agreements with an end are negotiated anew
    cohesion           what strains the alliance beside its governments
    readiness          whether the command of the alliance has exercised
    troops             how many there are of each presence
    credibility        how the ally and the adversary believe the umbrella
    integrity          how fully each instrument is kept up, and what that does
    pacts              how strongly any two states are allied
    bloc               how tight the adversary's bloc is
    provocation        their levels, and counts by type
    level              the common level of disputes
    """
    government.step(w, p, f, seed, run, year)
    growth.step(w, p, f, seed, run, year)
    system.step(w, p, f)
    alignment.step(w, p, f, seed, run, year)
    trade.step(w, p, f, seed, run, year)
    treaty_end.step(w, p, f, seed, run, year)
    treaty_formation.step(w, p, f, seed, run, year)
    entente.step(w, p, f, seed, run, year)
    renewal.step(w, p, f, seed, run, year)
    cohesion.step(w, p, f)
    readiness.step(w, p, f, year)
    troops.step(w, p, f, seed, run, year)
    credibility.step(w, p, f, year)
    integrity.step(w, p, f, seed, run, year)
    pacts.step(w, f)
    bloc.step(w, f)
    provocation.step(w, p, f, seed, run, year)
    level.step(w, p, f, seed, run, year)


@jitable
def conflict(w: Setting, p: Parameters, f: Future, out: Record, seed: int, run: int, year: int) -> None:
    """The second half of a year, in this order.

    duration           disputes of last year that last
    joining            what instruments add to the joining of their parties
    initiation         per directed dyad, and for each dispute
                       escalation, joining, deaths, what becomes of
    load               wars that load the patron in the next year
    commitments        none has drawn on it yet in the next
    peace              years without a dispute
    coercion           economic coercion and its cost
    opinion            what the public of the protege thinks of own nuclear weapons
    armament           the decision for own nuclear weapons

    `record_gap` has no part in it: it draws the disputes of years before the first that are not coded, at the beginning.
    """
    duration.step(w, p, f, out, year)
    joining.step(w, p, f, year)
    initiation.step(w, p, f, out, seed, run, year)
    load.step(w, p, f, seed, run, year)
    commitments.step(f)
    peace.step(w, f)
    coercion.step(w, p, f, out, seed, run, year)
    opinion.step(w, p, f, seed, run, year)
    armament.step(w, p, f, seed, run, year)


@jitable
def record(w: Setting, f: Future, out: Record, year: int) -> None:
    """What is kept of the year beside the events that its steps have marked."""
    government.record(w, f, out, year)
    growth.record(w, f, out, year)
    treaty_end.record(w, f, out, year)
    integrity.record(w, f, out, year)
    pacts.record(w, f, out, year)
    bloc.record(w, f, out, year)
    provocation.record(w, f, out)
    initiation.record(w, f, out, year)
    armament.record(w, f, out, year)
    if out.row >= 0:
        hold(w, f, out)


PHASES = (begin, politics, conflict, record)
"""What is compiled, each for itself: what comes before the first year, a year in two halves, and its record."""
