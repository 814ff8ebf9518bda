"""Treaties are denounced, alone or in the collapse of a bloc, and leave force after their notice; what rests on them lapses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.elementary import exp
from foedus.equations import treaty_end
from foedus.equations.effects import CHANNELS
from foedus.jitable import jitable
from foedus.simulation.common import DEFENCE_PACT, ENTENTE, NEVER, mean_strain, stated
from foedus.simulation.draws import logistic, uniforms
from foedus.simulation.fields import Owns, by_name, coefficients, lane
from foedus.simulation.outcomes import event, mark
from foedus.simulation.steps.integrity import deviation

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Record, Setting

END, COLLAPSE = 5, 17
OWNS = Owns(
    states=(
        ("collapse", "f8"),
    ),  # quantile of the share of its treaties that the collapse of its bloc ends; 0 without one
    instruments=(("exit", "i8"),),  # first year out of force; NEVER while nobody has denounced it
    whole=(
        ("pressure", "f8"),  # log hazard ratio of the end of the alliance's treaties
        ("strongest", "f8"),  # ln CINC of the strongest party of the treaty at hand
        ("strongest_patron", "f8"),  # its intercept as a patron
        ("strongest_collapse", "f8"),  # its `collapse`
        ("turnover_democracy", "f8"),  # 1 if leader support changed in a party of this regime, this year or last
        ("turnover_autocracy", "f8"),
    ),
    draws=(
        ("ending", coefficients(treaty_end.Coefficients)),
        ("ending_rate", "f8"),
        ("ending_pressure", coefficients(treaty_end.Pressure)),
    ),
    units=("ending_patron",),
    processes=(END, COLLAPSE),
    equations=("treaty-end",),
)
CHANNEL = CHANNELS.index("ending")
PACT_IN_FORCE = event("pact_in_force")


def draw(of: Draw) -> dict[str, Floats]:
    """Coefficients, each state's intercept as a patron, the rate of collapses, and the stated pressure.

    A state that is no great power has an intercept only where the posterior says that every patron has one.
    """
    own = of.fixed("treaty-end.patron", 1.0)[:, None]
    every = of.posterior("treaty-end", "minor")[:, None] > 0.0
    return {
        "ending": of.posterior("treaty-end", "b"),
        "ending_rate": of.posterior("treaty-end", "rate"),
        "ending_pressure": by_name(
            treaty_end.Pressure, {term: of.prior(f"ending.{term}") for term in treaty_end.Pressure._fields}
        ),
        "ending_patron": np.where(every | of.world.major, own * of.units("treaty-end", "patron", of.world.codes), 0.0),
    }


@jitable
def begin(w: Setting, f: Future) -> None:
    """Instruments that are present are in force; no bloc has collapsed, and nothing presses on the alliance."""
    for k in range(len(w.instruments)):
        for r in range(f.width):
            f.instruments[k].exit[r] = NEVER if w.instruments[k].present else 0
    for i in range(len(w.states)):
        for r in range(f.width):
            f.states[i].collapse[r] = 0.0
    for r in range(f.width):
        f.whole[0].pressure[r] = 0.0


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Treaties are denounced and leave force after their notice; what rests on them lapses."""
    apart = stated(p.draws[0].entente_forming, f.width)
    collapses(w, p, f, seed, run, year)
    press(w, p, f, year)
    for k in range(len(w.instruments)):
        if w.instruments[k].kind == DEFENCE_PACT or w.instruments[k].kind == ENTENTE:
            survey_parties(w, p, f, k, year)
            entity, notice, bilateral = w.instruments[k].entity, w.instruments[k].notice, w.instruments[k].bilateral
            own, below = w.instruments[k].own, w.instruments[k].kind == ENTENTE and apart
            for r in range(f.width):
                u, _, _, _ = uniforms(seed, run + r, entity, year, END)
                pressure = f.whole[0].pressure[r] if own else 0.0
                hazard = logistic(log_odds(p, f, bilateral, below, r)) * exp(pressure)
                collapse = 0.0 if below else f.whole[0].strongest_collapse[r]
                ends = u < hazard or treaty_end.ends_in_collapse(u, hazard, collapse)
                denounced = ends and f.instruments[k].exit[r] == NEVER
                f.instruments[k].exit[r] = year + notice if denounced else f.instruments[k].exit[r]
    for k in range(len(w.instruments)):
        base = w.instruments[k].rests_on
        if base >= 0:
            for r in range(f.width):
                lapses = f.instruments[base].exit[r] <= year and f.instruments[k].exit[r] > year
                f.instruments[k].exit[r] = year if lapses else f.instruments[k].exit[r]


@jitable
def collapses(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """Whether the bloc of each great power collapses this year, and which share of its treaties that ends."""
    for i in range(len(w.states)):
        if w.states[i].major:
            code = w.states[i].code
            for r in range(f.width):
                u, share, _, _ = uniforms(seed, run + r, code, year, COLLAPSE)
                f.states[i].collapse[r] = share if u < p.draws[0].ending_rate[r] else 0.0


@jitable
def press(w: Setting, p: Parameters, f: Future, year: int) -> None:
    """What strain, adherence and cost-sharing do to the hazard of the alliance's treaties."""
    if w.protege < 0 or w.patron < 0:
        return
    mean = mean_strain(w)
    for r in range(f.width):
        b = lane(treaty_end.Pressure, p.draws[0].ending_pressure, r)
        f.whole[0].pressure[r] = treaty_end.pressure(b, f.whole[0].strain[r] - mean, w.adherence)
    for k in range(len(w.instruments)):
        if w.instruments[k].own:
            for r in range(f.width):
                f.whole[0].pressure[r] += deviation(w, p, f, k, CHANNEL, year, r)


@jitable
def survey_parties(w: Setting, p: Parameters, f: Future, k: int, year: int) -> None:
    """The strongest party of instrument k, and changes of leader support in any party."""
    x = f.whole[0]
    first = w.members[w.instruments[k].member_start]
    for r in range(f.width):
        x.strongest[r] = f.states[first].capability[0, r]
        x.strongest_patron[r] = p.ending_patron[first, r]
        x.strongest_collapse[r] = f.states[first].collapse[r]
        x.turnover_democracy[r] = x.turnover_autocracy[r] = 0.0
    for i in w.members[w.instruments[k].member_start : w.instruments[k].member_end]:
        democracy = w.states[i].democracy
        for r in range(f.width):
            own = f.states[i].capability[0, r]
            stronger = own > x.strongest[r]
            x.strongest[r] = own if stronger else x.strongest[r]
            x.strongest_patron[r] = p.ending_patron[i, r] if stronger else x.strongest_patron[r]
            x.strongest_collapse[r] = f.states[i].collapse[r] if stronger else x.strongest_collapse[r]
            changed = year - f.states[i].changed[r] <= 1
            x.turnover_democracy[r] = 1.0 if changed and democracy else x.turnover_democracy[r]
            x.turnover_autocracy[r] = 1.0 if changed and not democracy else x.turnover_autocracy[r]


@jitable
def log_odds(p: Parameters, f: Future, bilateral: float, below: bool, r: int) -> float:
    """Log-odds that a treaty is denounced, from what `survey_parties` found; `below`: one below a pact, at its own rate."""
    x = f.whole[0]
    terms = facts(bilateral, x.turnover_democracy[r], x.turnover_autocracy[r])
    if below:
        return treaty_end.log_odds(lane(treaty_end.Coefficients, p.draws[0].entente_ending, r), terms)
    b = lane(treaty_end.Coefficients, p.draws[0].ending, r)
    return treaty_end.log_odds(b, terms) + x.strongest_patron[r]


@jitable
def facts(bilateral: float, democracy: float, autocracy: float) -> treaty_end.Terms:
    """The terms of a treaty in which leader support changed in a party of each regime.

    Regimes do not change in a simulated world, so every democracy is a stable one.
    """
    return treaty_end.Terms(
        bilateral=bilateral,
        change_democracy=democracy,
        change_autocracy=autocracy,
        change_stable=democracy,
        change_other=autocracy,
    )


@jitable
def record(w: Setting, f: Future, out: Record, year: int) -> None:
    """Whether the pact under assessment is in force."""
    if w.protege >= 0 and w.pact >= 0:
        for r in range(f.width):
            mark(out, PACT_IN_FORCE, year - w.year, r, f.instruments[w.pact].exit[r] > year)
