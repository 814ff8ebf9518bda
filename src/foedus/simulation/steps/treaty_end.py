"""Treaties are denounced and leave force after their notice; what rests on them lapses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.elementary import log
from foedus.equations import treaty_end
from foedus.jitable import jitable
from foedus.simulation.common import DEFENCE_PACT, ENTENTE, NEVER
from foedus.simulation.draws import happens, uniforms
from foedus.simulation.fields import Owns, coefficients, lane
from foedus.simulation.outcomes import event, mark

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

END = 5
OWNS = Owns(
    instruments=(("exit", "i8"),),  # first year out of force; NEVER while nobody has denounced it
    whole=(
        ("strongest", "f8"),  # ln CINC of the strongest party of the treaty at hand
        ("strongest_before", "f8"),  # the same, MEMORY years ago
        ("strongest_patron", "f8"),  # its intercept as a patron
        ("weakest", "f8"),  # ln CINC of the weakest party
        ("weakest_before", "f8"),  # the same, MEMORY years ago
        ("turnover_democracy", "f8"),  # 1 if leader support changed in a party of this regime, this year or last
        ("turnover_autocracy", "f8"),
    ),
    draws=(("ending", coefficients(treaty_end.Coefficients)),),
    units=("ending_patron",),
    processes=(END,),
    equations=("treaty-end",),
)
PACT_IN_FORCE = event("pact_in_force")


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients, and each state's intercept as a patron."""
    return {
        "ending": of.posterior("treaty-end", "b"),
        "ending_patron": of.units("treaty-end", "patron", of.world.codes),
    }


@jitable
def begin(w: Setting, f: Future) -> None:
    """Instruments that are present are in force."""
    for k in range(len(w.instruments)):
        for r in range(f.width):
            f.instruments[k].exit[r] = NEVER if w.instruments[k].present else 0


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Treaties are denounced and leave force after their notice; what rests on them lapses."""
    for k in range(len(w.instruments)):
        if w.instruments[k].kind == DEFENCE_PACT or w.instruments[k].kind == ENTENTE:
            survey_parties(w, p, f, k, year)
            entity, notice, bilateral = w.instruments[k].entity, w.instruments[k].notice, w.instruments[k].bilateral
            age = log(1.0 + min(w.instruments[k].age + year - w.year, treaty_end.LONGEST_AGE))
            for r in range(f.width):
                u, _, _, _ = uniforms(seed, run + r, entity, year, END)
                odds = log_odds(p, f, bilateral, age, r)
                denounced = happens(u, odds) and f.instruments[k].exit[r] == NEVER
                f.instruments[k].exit[r] = year + notice if denounced else f.instruments[k].exit[r]
    for k in range(len(w.instruments)):
        base = w.instruments[k].rests_on
        if base >= 0:
            for r in range(f.width):
                lapses = f.instruments[base].exit[r] <= year and f.instruments[k].exit[r] > year
                f.instruments[k].exit[r] = year if lapses else f.instruments[k].exit[r]


@jitable
def survey_parties(w: Setting, p: Parameters, f: Future, k: int, year: int) -> None:
    """The parties of instrument k: the strongest and the weakest, now and MEMORY years ago, and changes of leader support."""
    x = f.whole[0]
    before = (year + 1) % (treaty_end.MEMORY + 1)
    first = w.members[w.instruments[k].member_start]
    for r in range(f.width):
        x.strongest[r] = x.weakest[r] = f.states[first].capability[0, r]
        x.strongest_before[r] = x.weakest_before[r] = f.states[first].past[before, r]
        x.strongest_patron[r] = p.ending_patron[first, r]
        x.turnover_democracy[r] = x.turnover_autocracy[r] = 0.0
    for i in w.members[w.instruments[k].member_start : w.instruments[k].member_end]:
        democracy = w.states[i].democracy
        for r in range(f.width):
            own, past = f.states[i].capability[0, r], f.states[i].past[before, r]
            stronger, weaker = own > x.strongest[r], own < x.weakest[r]
            x.strongest[r] = own if stronger else x.strongest[r]
            x.strongest_before[r] = past if stronger else x.strongest_before[r]
            x.strongest_patron[r] = p.ending_patron[i, r] if stronger else x.strongest_patron[r]
            x.weakest[r] = own if weaker else x.weakest[r]
            x.weakest_before[r] = past if weaker else x.weakest_before[r]
            changed = year - f.states[i].changed[r] <= 1
            x.turnover_democracy[r] = 1.0 if changed and democracy else x.turnover_democracy[r]
            x.turnover_autocracy[r] = 1.0 if changed and not democracy else x.turnover_autocracy[r]


@jitable
def log_odds(p: Parameters, f: Future, bilateral: float, age: float, r: int) -> float:
    """Log-odds that a treaty is denounced, from what `survey_parties` found."""
    x = f.whole[0]
    terms = treaty_end.Terms(
        bilateral=bilateral,
        log_age=age,
        change_democracy=x.turnover_democracy[r],
        change_autocracy=x.turnover_autocracy[r],
        capability_shift=abs(x.strongest[r] - x.weakest[r] - x.strongest_before[r] + x.weakest_before[r]),
    )
    b = lane(treaty_end.Coefficients, p.draws[0].ending, r)
    return treaty_end.log_odds(b, terms) + x.strongest_patron[r]


@jitable
def record(w: Setting, f: Future, out: Record, year: int) -> None:
    """Whether the pact under assessment is in force."""
    if w.protege >= 0 and w.pact >= 0:
        for r in range(f.width):
            mark(out, PACT_IN_FORCE, year - w.year, r, f.instruments[w.pact].exit[r] > year)
