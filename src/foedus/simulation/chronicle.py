"""What a hindcast records of each future: disputes, their levels, the allies that joined, the pacts that lasted.

An assessment does not need this, so it is recorded only if a batch has room for it (`Record.row` is not negative). It
reads the future and draws nothing, so recording changes no outcome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from foedus.jitable import jitable
from foedus.simulation.common import DEFENCE_PACT, WAR, ends, member

if TYPE_CHECKING:
    from foedus.arrays import Flags, Ints
    from foedus.simulation.state import Future, Record, Setting

LEVELS = 4
"""Levels of a dispute, in the order of `foedus.simulation.common`: no force; force without, with a death; war."""


class Chronicle(NamedTuple):
    """The chronicle of R futures."""

    pairs: Ints  # R, P disputes along the pair, over the horizon
    levels: Ints  # R, T, 4 disputes by how far they went
    allies: Ints  # R, 2, 2 at force, at war: allies of an originator that could join it, that joined it
    alliances: Ints  # R, 2 defence pacts of an originator of a war: with a third party, one of which fought beside it
    held: Flags  # R, N, N a defence pact at the end of every year
    bound: Flags  # R, N, N a defence pact at the end of the last year
    ever: Flags  # R, N, N a defence pact at the end of some year


def blank_chronicle(w: Setting, rows: int, horizon: int) -> Chronicle:
    """An empty chronicle for `rows` futures."""
    states = len(w.states)
    return Chronicle(
        pairs=np.zeros((rows, len(w.pairs)), np.int64),
        levels=np.zeros((rows, horizon, LEVELS), np.int64),
        allies=np.zeros((rows, 2, 2), np.int64),
        alliances=np.zeros((rows, 2), np.int64),
        held=np.ones((rows, states, states), np.bool_),
        bound=np.zeros((rows, states, states), np.bool_),
        ever=np.zeros((rows, states, states), np.bool_),
    )


@jitable
def note(w: Setting, f: Future, out: Record, d: int, level: int, year: int, r: int) -> None:
    """Record a dispute of directed dyad d, after joining."""
    c, row = out.chronicle, out.row + r
    c.pairs[row, d // 2] += 1
    c.levels[row, year - w.year - 1, level - 1] += 1
    if level == 1:
        return
    i, j = ends(w, d)
    war = 1 if level == WAR else 0
    for k in w.third[w.pairs[d // 2].third_start : w.pairs[d // 2].third_end]:
        _ally(w, f, c, row, k, i, 1, war, r)
        _ally(w, f, c, row, k, j, 2, war, r)
    if level == WAR:
        _alliances(w, f, c, row, i, j, 1, year, r)
        _alliances(w, f, c, row, j, i, 2, year, r)


@jitable
def _ally(w: Setting, f: Future, c: Chronicle, row: int, k: int, friend: int, side: int, war: int, r: int) -> None:
    """Record whether state k, which could join its ally, did."""
    if f.links[w.link[k, friend]].strength[r] > 0.0:
        c.allies[row, war, 0] += 1
        if f.states[k].joined[r] == side:
            c.allies[row, war, 1] += 1


@jitable
def _alliances(
    w: Setting, f: Future, c: Chronicle, row: int, friend: int, enemy: int, side: int, year: int, r: int
) -> None:
    """Record, for every defence pact of a war's originator with a third party, whether a third party fought on its side."""
    for k in range(len(w.instruments)):
        if w.instruments[k].kind == DEFENCE_PACT and f.instruments[k].exit[r] > year and member(w, k, friend):
            others = kept = 0
            for m in w.members[w.instruments[k].member_start : w.instruments[k].member_end]:
                if m != friend and m != enemy:
                    others = 1
                    if f.states[m].joined[r] == side:
                        kept = 1
            c.alliances[row, 0] += others
            c.alliances[row, 1] += kept
    for k in range(len(w.states)):
        q = w.pair[k, friend]
        if k != enemy and q >= 0 and f.pairs[q].formed[r] >= 0:
            c.alliances[row, 0] += 1
            if f.states[k].joined[r] == side:
                c.alliances[row, 1] += 1


@jitable
def hold(w: Setting, f: Future, out: Record) -> None:
    """Record which dyads have a defence pact at the end of this year, and have had one in every year or in some year so far."""
    c = out.chronicle
    for i in range(len(w.states)):
        for j in range(len(w.states)):
            for r in range(out.rows):
                pact, row = f.links[w.link[i, j]].strength[r] > 0.0, out.row + r
                c.bound[row, i, j] = pact
                c.held[row, i, j] = c.held[row, i, j] and pact
                c.ever[row, i, j] = c.ever[row, i, j] or pact
