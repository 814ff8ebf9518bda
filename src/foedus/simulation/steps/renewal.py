"""Agreements with an end expire and are negotiated anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import renewal
from foedus.jitable import jitable
from foedus.simulation.common import NEVER, mean_strain, stated
from foedus.simulation.draws import uniforms
from foedus.simulation.fields import Owns, by_name, coefficients, lane
from foedus.simulation.steps.cohesion import asked

if TYPE_CHECKING:
    from foedus.arrays import Floats
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

RENEW = 22
OWNS = Owns(
    instruments=(
        ("term", "i8"),  # last year of its present term; NEVER without an end
        ("lapsed", "i8"),  # 1 while its term is over and no other is agreed
    ),
    whole=(
        ("demand", "f8"),  # 1 in a year in which terms were negotiated, less the mean of that
        ("lack", "f8"),  # 1 at the end of a year without an agreement, less the mean of that
    ),
    draws=(
        ("renewal", coefficients(renewal.Coefficients)),
        ("expires", "f8"),  # 1 where agreements have an end
    ),
    processes=(RENEW,),
)


def draw(of: Draw) -> dict[str, Floats]:
    """The stated log-odds, and whether agreements expire."""
    return {
        "renewal": by_name(renewal.Coefficients, {term: of.prior(f"renewal.{term}") for term in renewal.TERMS}),
        "expires": of.fixed("renewal.lapse", 1.0),
    }


@jitable
def begin(w: Setting, f: Future) -> None:
    """Terms as the case has them; nothing is negotiated."""
    for k in range(len(w.instruments)):
        last = w.instruments[k].until if w.instruments[k].renewable else NEVER
        for r in range(f.width):
            f.instruments[k].term[r] = last
            f.instruments[k].lapsed[r] = 0
    for r in range(f.width):
        f.whole[0].demand[r] = f.whole[0].lack[r] = 0.0


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """What was negotiated this year, and what was agreed."""
    if not stated(p.draws[0].expires, f.width):
        return
    x = f.whole[0]
    for r in range(f.width):
        x.demand[r] = x.lack[r] = 0.0
    for k in range(len(w.instruments)):
        if w.instruments[k].renewable:
            negotiate(w, p, f, k, seed, run, year)
    for r in range(f.width):
        x.demand[r] = renewal.demand(p.draws[0].expires[r], x.demand[r])
        x.lack[r] = renewal.lack(p.draws[0].expires[r], x.lack[r])


@jitable
def negotiate(w: Setting, p: Parameters, f: Future, k: int, seed: int, run: int, year: int) -> None:
    """Instrument k, where its term is over: agreed anew for as long as before, or lapsed for a year."""
    x = f.whole[0]
    entity, years, mean = w.instruments[k].entity, w.instruments[k].years, mean_strain(w)
    for r in range(f.width):
        luck, _, _, _ = uniforms(seed, run + r, entity, year, RENEW)
        b = lane(renewal.Coefficients, p.draws[0].renewal, r)
        over = p.draws[0].expires[r] > 0.0 and f.instruments[k].term[r] < year and f.instruments[k].exit[r] > year
        fails = over and luck < renewal.fails(b, x.strain[r] + asked(p, f, r) - mean)
        f.instruments[k].term[r] = year + years - 1 if over and not fails else f.instruments[k].term[r]
        f.instruments[k].lapsed[r] = 1 if fails else 0
        x.demand[r] = 1.0 if over else x.demand[r]
        x.lack[r] = 1.0 if fails else x.lack[r]
