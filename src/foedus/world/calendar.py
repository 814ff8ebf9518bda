"""The calendar of executive elections at the end of a past year, from the elections held up to it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from foedus.arrays import Flags, Ints
from foedus.data.panel.elections import regular_votes

RECENT = 20
"""Years up to the year of the world whose elections tell the calendar."""

LONGEST = 7
"""Years between elections beyond which they were broken off: no longer term is on record than the French of 1958-2002."""

USUAL = 4
"""Years between elections where no democracy of the world has held two yet."""


def calendar(elections: pl.DataFrame, codes: Ints, democracy: Flags, year: int) -> tuple[Ints, Ints]:
    """Year of each state's next election, and years between its elections; 0 and 0 for a state that is not a democracy.

    Years between elections are the median interval of the state's own elections in the last RECENT years, early ones
    included. A state with fewer than two has the median of the other democracies. A state with none votes in a year
    derived from its code: its cycle is unknown, and states do not vote together. An election that is overdue is held in
    the first year.

    elections   the table 'reign-elections'; rows after `year` are not used
    """
    held = regular_votes(elections).filter(pl.col("year").is_between(year - RECENT, year)).unique(["ccode", "year"])
    by_state: dict[int, list[int]] = {}
    for code, when in held.sort("year").select("ccode", "year").iter_rows():
        by_state.setdefault(code, []).append(when)
    own = {code: _terms(by_state.get(code, ())) for code in codes[democracy].tolist()}
    usual = _middle([term for terms in own.values() for term in terms], USUAL)
    following, every = np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)
    for row in np.flatnonzero(democracy):
        code = int(codes[row])
        every[row] = _middle(own[code], usual)
        known = by_state.get(code)
        following[row] = max(known[-1] + every[row], year + 1) if known else year + 1 + code % every[row]
    return following, every


def _terms(years: Iterable[int]) -> list[int]:
    """Years from each election to the next, without breaks."""
    gaps = np.diff(np.array(list(years), np.int64))
    return [int(gap) for gap in gaps if gap <= LONGEST]


def _middle(terms: list[int], otherwise: int) -> int:
    """The median in whole years; a half is rounded up."""
    return int(np.floor(np.median(terms) + 0.5)) if terms else otherwise
