"""The calendar of executive elections at the end of a past year, from the elections held up to it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl

from foedus.arrays import Flags, Ints
from foedus.data.panel.elections import held_elections

RECENT = 20
"""Years up to the year of the world whose elections tell the calendar."""

LONGEST = 7
"""Years between elections beyond which they were broken off: no longer term is on record than the French of 1958-2002."""

USUAL = 4
"""Years between elections where no democracy of the world has held two yet."""


def calendar(elections: pl.DataFrame, codes: Ints, democracy: Flags, year: int) -> tuple[Ints, Ints]:
    """Year of each state's next election, and years between its elections; 0 and 0 for a state that is not a democracy.

    Years between elections are the median interval that a scheduled election of the state ended in the last RECENT years:
    the term, not how long governments last, for an early election restarts it. A state without one has the median of the other
    democracies. A state without an election votes in a year derived from its code: its cycle is unknown, and states do not vote
    together. An election that is overdue is held in the first year.

    elections   the table 'reign-elections'; rows after `year` are not used
    """
    held = held_elections(elections.filter(pl.col("year").is_between(year - RECENT, year)))
    by_year = held.group_by("ccode", "year", maintain_order=True).agg(pl.col("early").last()).sort("year")
    by_state: dict[int, list[tuple[int, bool]]] = {}
    for code, when, early in by_year.iter_rows():
        by_state.setdefault(code, []).append((when, early))
    own = {code: _terms(by_state.get(code, [])) for code in codes[democracy].tolist()}
    usual = _middle([term for terms in own.values() for term in terms], USUAL)
    following, every = np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)
    for row in np.flatnonzero(democracy):
        code = int(codes[row])
        every[row] = _middle(own[code], usual)
        known = by_state.get(code)
        following[row] = max(known[-1][0] + every[row], year + 1) if known else year + 1 + code % every[row]
    return following, every


def _terms(elections: list[tuple[int, bool]]) -> list[int]:
    """Years from an election (year, early) to the next where that was as scheduled, without breaks."""
    gaps = [second - first for (first, _), (second, early) in pairwise(elections) if not early]
    return [gap for gap in gaps if gap <= LONGEST]


def _middle(terms: list[int], otherwise: int) -> int:
    """The median in whole years; a half is rounded up."""
    return int(np.floor(np.median(terms) + 0.5)) if terms else otherwise
