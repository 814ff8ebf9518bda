"""Policy portfolios, the input of the measures of similarity: commitments to states, votes on resolutions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.data.panel.members import state_years
from foedus.errors import DataError

COMMITMENTS = (0.0, 1.0, 2.0, 3.0)
"""None, consultation, neutrality or non-aggression, active military support (defence or offence)."""

VOTES = (1.0, 2.0, 3.0)
"""Yes, abstention, no."""

FIRST_SESSION = 1946
"""Year of the first session of the General Assembly; session s is of the year 1945 + s, in which it opens."""


@dataclass(frozen=True, slots=True)
class Portfolios:
    """Policies of states towards items.

    states    (N,) COW codes, rising
    items     (K,) what the policies are towards: COW codes, or numbers of roll calls
    policies  (N, K) levels; NaN where the state has none
    levels    every level a policy can take
    """

    states: NDArray[np.int64]
    items: NDArray[np.int64]
    policies: NDArray[np.float64]
    levels: tuple[float, ...]

    def binary(self) -> Portfolios:
        """The same with every level above the lowest set to 1: any commitment."""
        lowest = self.levels[0]
        policies = np.where(np.isnan(self.policies), np.nan, self.policies > lowest)
        return Portfolios(self.states, self.items, policies, (0.0, 1.0))


def alliance_portfolios(atop: pl.DataFrame, states: pl.DataFrame, year: int) -> Portfolios:
    """The obligations of every member of the system in `year` to every other, from ATOP: (N, N).

    Row i, column j is the strongest obligation of i towards j on the scale 0 none, 1 consultation, 2 neutrality or
    non-aggression, 3 defence or offence (either is active military support). A state's entry for itself is 3, its
    strongest commitment, the convention of Signorino and Ritter; without it two states that ally only with each other
    would seem to disagree. Obligations need not be mutual. `atop` and `states` as the readers give them.

    Source: Leeds, Ritter, Mitchell & Long (2002), International Interactions 28:237-260; Signorino & Ritter (1999).
    """
    members = state_years(states, (year, year))["ccode"].to_numpy().astype(np.int64)
    level = (
        pl.when((pl.col("atop_defense") == 1) | (pl.col("atop_offense") == 1))
        .then(3.0)
        .when((pl.col("atop_neutral") == 1) | (pl.col("atop_nonagg") == 1))
        .then(2.0)
        .when(pl.col("atop_consul") == 1)
        .then(1.0)
        .otherwise(0.0)
    )
    owed = atop.filter(
        pl.col("year") == year, pl.col("ccode1").is_in(members.tolist()), pl.col("ccode2").is_in(members.tolist())
    ).select("ccode1", "ccode2", level=level)
    if owed.is_empty():
        raise DataError(f"no alliance obligation is coded in {year}: the source does not cover that year")
    policies = np.zeros((members.size, members.size))
    policies[_places(members, owed["ccode1"]), _places(members, owed["ccode2"])] = owed["level"].to_numpy()
    np.fill_diagonal(policies, COMMITMENTS[-1])
    return Portfolios(members, members, policies, COMMITMENTS)


def vote_portfolios(votes: pl.DataFrame, calls: pl.DataFrame, year: int) -> Portfolios:
    """How every state voted on every roll call of the session of `year`: (N, K), NaN where it cast no vote.

    `votes` has rcid, ccode, vote (1 yes, 2 abstention, 3 no); `calls` has rcid, session. A session runs into the next
    year and counts whole for the year it opens in. Absence and non-membership are both missing.
    """
    session = calls.filter(pl.col("session") == year - FIRST_SESSION + 1).select("rcid").unique()
    cast = votes.join(session, on="rcid", how="semi").drop_nulls(["ccode", "vote"])
    if cast.is_empty():
        raise DataError(f"no vote is recorded in the session of {year}: the source does not cover that year")
    states = cast["ccode"].unique().sort().to_numpy().astype(np.int64)
    items = cast["rcid"].unique().sort().to_numpy().astype(np.int64)
    policies = np.full((states.size, items.size), np.nan)
    policies[_places(states, cast["ccode"]), _places(items, cast["rcid"])] = cast["vote"].to_numpy()
    return Portfolios(states, items, policies, VOTES)


def _places(order: NDArray[np.int64], codes: pl.Series) -> NDArray[np.int64]:
    return np.searchsorted(order, codes.to_numpy())
