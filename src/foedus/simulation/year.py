"""The year, as the named list of its steps."""

from __future__ import annotations

from foedus.jitable import jitable
from foedus.simulation.chronicle import hold
from foedus.simulation.contract import contract, sustain
from foedus.simulation.dispute import dispute, provoke
from foedus.simulation.outcome import arm, coerce, record
from foedus.simulation.society import align, govern, grow, trade
from foedus.simulation.state import Future, Parameters, Record, Setting


@jitable
def live(w: Setting, p: Parameters, g: int, f: Future, r: Record, seed: int, run: int, year: int) -> None:
    """One year of one future.

    1.  govern    scheduled elections and irregular exits choose governments
    2.  grow      capabilities under each index
    3.  align     ideal points
    4.  trade     exposure to the coercer
    5.  contract  treaties are denounced, lapse, form
    6.  sustain   integrity and strength of each instrument
    7.  provoke   counts of provocations
    8.  dispute   those that last; initiation, per directed dyad, and for each dispute
    9.            escalation, joining, what becomes of commitments
    10. coerce    economic coercion and its cost
    11. arm       the decision for own nuclear weapons
    12. record    outcomes of the year
    """
    govern(w, p, g, f, seed, run, year)
    grow(w, p, g, f, seed, run, year)
    align(w, p, g, f, seed, run, year)
    trade(w, p, g, f, seed, run, year)
    contract(w, p, g, f, seed, run, year)
    sustain(w, p, g, f, seed, run, year)
    provoke(w, p, g, f, seed, run, year)
    dispute(w, p, g, f, r, seed, run, year)
    coerce(w, p, g, f, r, seed, run, year)
    arm(w, p, g, f, seed, run, year)
    record(w, f, r, year)
    if r.row >= 0:
        hold(w, f, r)
