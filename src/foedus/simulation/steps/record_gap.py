"""Disputes of the years between those that are coded and the start: drawn, given what is known of them.

Of a pair and a year after the last one coded, either a dispute is known (`World.known`) and sets level, peace and memory, or
none is, and then neither was there a war, nor a dispute with the deaths of which the lists of wars would tell. So only disputes
without deaths are drawn: each direction of a pair begins one with probability

    p (1 - force (war + (1 - war) fatal))

with p from `foedus.equations.initiation` and the rest from `foedus.equations.escalation`, at the state of the world at the
start, the peace and memory of the year before, and the common level of the year. Last year's dispute lasts, without deaths, as
`foedus.equations.duration` has it. Nobody joins. A world whose disputes are coded to its start draws nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import duration
from foedus.jitable import jitable
from foedus.simulation.common import DISPUTE, FORCE, WAR, stated
from foedus.simulation.draws import logistic, may_happen, uniforms
from foedus.simulation.fields import Owns, lane
from foedus.simulation.steps import level
from foedus.simulation.steps.duration import put
from foedus.simulation.steps.escalation import chances
from foedus.simulation.steps.initiation import fade, initiate, links_with_patron, remember, tempt
from foedus.simulation.steps.peace import count

if TYPE_CHECKING:
    from foedus.simulation.state import Future, Parameters, Setting

GAP = 20
OWNS = Owns(
    whole=(
        # of the pair at hand: uniforms of a dispute in either direction, and of whether one lasts
        ("first_luck", "f8"),
        ("second_luck", "f8"),
        ("lasting_luck", "f8"),
    ),
    processes=(GAP,),
)


@jitable
def begin(w: Setting, p: Parameters, f: Future, seed: int, run: int) -> None:
    """Year by year from the first that is not coded to the start."""
    for year in range(w.coded + 1, w.year + 1):
        level.step(w, p, f, seed, run, year)
        for q in range(len(w.pairs)):
            if w.pairs[q].coded < year:
                known, begins = known_of(w, q, year)
                if known > 0:
                    hold(f, q, known, begins)
                else:
                    draw_quiet(w, p, f, q, seed, run, year)


@jitable
def known_of(w: Setting, q: int, year: int) -> tuple[int, float]:
    """Level of the dispute that is known of pair q in a year, 0 none, and 1 if it begins in that year."""
    for k in range(w.pairs[q].known_start, w.pairs[q].known_end):
        if w.known[k].year == year:
            return w.known[k].level, w.known[k].begins
    return 0, 0.0


@jitable
def hold(f: Future, q: int, known: int, begins: float) -> None:
    """Pair q is known to be in a dispute this year."""
    for r in range(f.width):
        put(f, q, known, r)
        count(f, q, r)
        fade(f, q, r)
        remember(f, q, begins, r)


@jitable
def draw_quiet(w: Setting, p: Parameters, f: Future, q: int, seed: int, run: int, year: int) -> None:
    """Pair q is known to be in no dispute with deaths this year."""
    i, j = w.pairs[q].first, w.pairs[q].second
    entity = w.states[i].code * 1000 + w.states[j].code
    first_link, second_link = links_with_patron(w, i, j)
    tempting = stated(p.draws[0].opportunism, f.width)
    for r in range(f.width):
        initiate(p, f, q, i, j, r)
    if tempting:
        for r in range(f.width):
            tempt(p, f, q, first_link, second_link, r)
    x = f.whole[0]
    for r in range(f.width):
        x.first_luck[r], x.second_luck[r], x.lasting_luck[r], _ = uniforms(seed, run + r, entity, year, GAP)
    for r in range(f.width):
        b = lane(duration.Coefficients, p.draws[0].duration, r)
        before = f.pairs[q].level[r]
        lasting = x.lasting_luck[r] < duration.probability(b, force=before > DISPUTE, war=before == WAR)
        put(f, q, min(before, FORCE) if lasting else 0, r)
    for r in range(f.width):
        there, back = f.pairs[q].odds[0, r], f.pairs[q].odds[1, r]
        f.marked[r] = may_happen(x.first_luck[r], there) | may_happen(x.second_luck[r], back)
    for r in range(f.width):
        if f.marked[r]:
            begin_quiet(w, p, f, 2 * q, x.first_luck[r], year, r)
            begin_quiet(w, p, f, 2 * q + 1, x.second_luck[r], year, r)
    for r in range(f.width):
        count(f, q, r)


@jitable
def begin_quiet(w: Setting, p: Parameters, f: Future, d: int, luck: float, year: int, r: int) -> None:
    """Whether directed dyad d begins a dispute in which nobody dies, and if so whether force is used."""
    q = d // 2
    odds = f.pairs[q].odds[d % 2, r]
    begins = logistic(odds) if may_happen(luck, odds) else 0.0
    if luck < begins:
        force, war, fatal = chances(w, p, f, d, year, r)
        no_death = force * (1.0 - war) * (1.0 - fatal)
        if luck < begins * (1.0 - force + no_death):
            put(f, q, max(f.pairs[q].level[r], FORCE if luck < begins * no_death else DISPUTE), r)
            remember(f, q, 1.0, r)
