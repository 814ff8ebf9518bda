"""How tight the adversary's bloc is, and the wedge that it drives into the alliance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.equations import bloc
from foedus.jitable import jitable
from foedus.simulation.common import ENTENTE
from foedus.simulation.fields import Owns
from foedus.simulation.outcomes import yearly

if TYPE_CHECKING:
    from foedus.simulation.state import Future, Record, Setting

OWNS = Owns(
    links=(("treaty", "f8"),),  # 1 while a treaty below a pact binds the two
    whole=(
        ("tightness", "f8"),  # of the bloc, 0 to 1
        ("wedge", "f8"),  # change since the start of strain times tightness
        ("wedge_before", "f8"),  # their product at the start
    ),
)
TIGHTNESS = yearly("bloc_tightness")


@jitable
def begin(w: Setting, f: Future) -> None:
    """Tightness at the start, and the strain of the governments then in office."""
    x = f.whole[0]
    measure(w, f)
    strain = 0.0
    if w.protege >= 0 and w.patron >= 0:
        strain = w.strain[1 if w.states[w.patron].side > 0 else 0, 1 if w.states[w.protege].side > 0 else 0]
    for r in range(f.width):
        x.wedge_before[r] = strain * x.tightness[r]
        x.wedge[r] = 0.0


@jitable
def step(w: Setting, f: Future) -> None:
    """Tightness and wedge of this year."""
    x = f.whole[0]
    measure(w, f)
    for r in range(f.width):
        x.wedge[r] = bloc.wedge(x.strain[r], x.tightness[r], x.wedge_before[r])


@jitable
def measure(w: Setting, f: Future) -> None:
    """Which pairs a treaty below a pact binds, and the mean tie of the pairs of the bloc; 0 for fewer than two states."""
    for n in range(len(w.links)):
        for r in range(f.width):
            f.links[n].treaty[r] = 0.0
    for k in range(len(w.instruments)):
        if w.instruments[k].kind == ENTENTE:
            for n in w.linked[w.instruments[k].link_start : w.instruments[k].link_end]:
                for r in range(f.width):
                    inforce = 1.0 if f.instruments[k].strength[r] > 0.0 else 0.0
                    f.links[n].treaty[r] = max(f.links[n].treaty[r], inforce)
    for q in range(len(w.pairs)):
        n = w.pairs[q].link
        for r in range(f.width):
            f.links[n].treaty[r] = max(f.links[n].treaty[r], 1.0 if f.pairs[q].entente[r] > 0 else 0.0)
    for r in range(f.width):
        f.whole[0].tightness[r] = 0.0
    pairs = max(len(w.bloc) * (len(w.bloc) - 1) // 2, 1)
    for a in range(len(w.bloc)):
        for b in range(a):
            add(w, f, w.bloc[a], w.bloc[b], 1.0 / pairs)


@jitable
def add(w: Setting, f: Future, i: int, j: int, share: float) -> None:
    """Add a share of the tie of states i and j to the tightness of the bloc."""
    n, treaty = w.link[i, j], 1.0 if w.tied[i, j] else 0.0
    transfers = 1.0 if w.sends[i, j] or w.sends[j, i] else 0.0
    for r in range(f.width):
        gap = abs(f.states[i].ideal[r] - f.states[j].ideal[r])
        pact = 1.0 if f.links[n].strength[r] > 0.0 else 0.0
        below = max(max(pact, f.links[n].treaty[r]), treaty)
        f.whole[0].tightness[r] += share * bloc.tie(gap, pact, below, transfers)


@jitable
def record(w: Setting, f: Future, out: Record, year: int) -> None:
    """How tight the bloc is."""
    for r in range(f.width):
        out.yearly[year - w.year - 1, TIGHTNESS, r] = f.whole[0].tightness[r]
