"""Since when a state has had the territory of today: what a series of today's territory says of the state before is another's.

The World Bank gives every year for the territory of today. Where another member of the state system has since left a
state, or joined it, the figure of an earlier year is not the state's: `with_borders` leaves such rows out, and counts them.

Rule: the figure of a year is that of 1 July. A state has the territory of today from the first 1 July on which the last
of the others in `APART` had entered COW's list of states, or of those in `JOINED` had left it. The dates are the list's.
`OTHERWISE` holds the two changes that the list does not date. A state that is no longer a member (West Germany) never has
the territory of today.

Sources: Correlates of War Project, State System Membership, v2024, for the dates and names; World Bank, World Development
Indicators, for the territory.
"""

from __future__ import annotations

from types import MappingProxyType

import polars as pl

from foedus.data.catalog import locate
from foedus.data.readers import cow_states
from foedus.data.readers.taken import leave_out, taking

OF_TODAY = frozenset(("wdi-gdp", "wdi-population"))
"""Sources of figures for the territory of today."""

NEVER = 9999

REPUBLICS = (359, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705)

APART = MappingProxyType(
    {
        345: (347,),  # Kosovo, from Serbia
        365: REPUBLICS,  # the other Soviet republics
        530: (531,),  # Eritrea, from Ethiopia
        625: (626,),  # South Sudan, from Sudan
        651: (652,),  # Syria, from the United Arab Republic
        770: (771,),  # Bangladesh, from Pakistan
        820: (830,),  # Singapore, from Malaysia
    }
)
"""State: the states that were part of it."""

JOINED = MappingProxyType({679: (678, 680)})
"""State: the states that became part of it, the two Yemens."""

OTHERWISE = MappingProxyType(
    {
        663: (1967, "the West Bank, held by Israel from June 1967"),
        816: (1976, "the Republic of Vietnam left in April 1975; COW's own figures are of both from 1976"),
    }
)
"""State: the first year with the territory of today, and why."""


def borders_since() -> dict[int, int]:
    """The first year with the territory of today, of every state that had another."""
    with taking():
        states = cow_states.read(locate("cow-states"))
    entered, left = (dict(states.group_by("ccode").agg(pl.col(day).max()).iter_rows()) for day in ("start", "end"))
    last = states["end"].max()
    dated = {state: max(entered[other] for other in others) for state, others in APART.items()}
    dated |= {state: max(left[other] for other in others) for state, others in JOINED.items()}
    since = {state: day.year + ((day.month, day.day) > (7, 1)) for state, day in dated.items()}
    gone = {state: NEVER for state, day in left.items() if day != last}
    return gone | since | {state: year for state, (year, _) in OTHERWISE.items()}


def with_borders(table: pl.DataFrame) -> pl.DataFrame:
    """`table` (ccode, year) of figures for the territory of today, without the years in which the state had another."""
    since = pl.col("ccode").replace_strict(borders_since(), default=0, return_dtype=pl.Int16)
    return leave_out(table, pl.col("year") < since, "years in which the state had other borders than today")
