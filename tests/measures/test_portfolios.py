"""Portfolios: what the coding says, on small tables and on the publishers' files."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from foedus.data.library import read
from foedus.errors import DataError
from foedus.measures.portfolios import alliance_portfolios, vote_portfolios

STATES = pl.DataFrame(
    {
        "ccode": [2, 200, 255, 300],
        "stateabb": ["USA", "UKG", "GMY", "AUH"],
        "start": [date(1816, 1, 1)] * 4,
        "end": [date(2016, 12, 31)] * 3 + [date(1918, 11, 12)],
    }
)
ATOP = pl.DataFrame(
    [(255, 300, 1, 0, 1, 1, 1), (200, 2, 0, 0, 0, 0, 1), (2, 200, 0, 0, 1, 0, 1), (200, 255, 0, 1, 0, 0, 0)],
    schema=["ccode1", "ccode2", "atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"],
    orient="row",
).with_columns(year=1910)


def test_the_strongest_obligation_of_row_to_column() -> None:
    found = alliance_portfolios(ATOP, STATES, 1910)
    assert found.states.tolist() == [2, 200, 255, 300]
    assert found.policies.tolist() == [[3, 2, 0, 0], [1, 3, 3, 0], [0, 0, 3, 3], [0, 0, 0, 3]]
    assert found.binary().policies.tolist() == [[1, 1, 0, 0], [1, 1, 1, 0], [0, 0, 1, 1], [0, 0, 0, 1]]


def test_only_members_of_the_system_count() -> None:
    gone = alliance_portfolios(ATOP.with_columns(year=1920), STATES, 1920)
    assert gone.states.tolist() == [2, 200, 255]
    assert gone.policies[2].tolist() == [0, 0, 3]


def test_votes_and_their_gaps() -> None:
    calls = pl.DataFrame({"rcid": [7, 9, 11], "session": [55, 55, 56]})
    votes = pl.DataFrame({"rcid": [7, 7, 9, 11], "ccode": [200, 2, 2, 255], "vote": [1, 3, 2, 1]})
    found = vote_portfolios(votes, calls, 2000)
    assert (found.states.tolist(), found.items.tolist()) == ([2, 200], [7, 9])
    np.testing.assert_array_equal(found.policies, [[3, 2], [1, np.nan]])


def test_years_without_records_are_refused() -> None:
    with pytest.raises(DataError, match="no alliance obligation is coded in 1950"):
        alliance_portfolios(ATOP, STATES, 1950)
    with pytest.raises(DataError, match="no vote is recorded in the session of 1950"):
        vote_portfolios(
            pl.DataFrame({"rcid": [7], "ccode": [2], "vote": [1]}), pl.DataFrame({"rcid": [7], "session": [1]}), 1950
        )


@pytest.mark.data
def test_the_alliance_of_the_united_states_and_south_korea() -> None:
    found = alliance_portfolios(read("atop-dyads"), read("cow-states"), 2010)
    us, rok, china, north, iran = np.searchsorted(found.states, [2, 732, 710, 731, 630])
    assert found.policies[us, rok] == found.policies[rok, us] == 3
    assert found.policies[china, north] == 3
    assert found.policies[us, north] == 2  # ATOP codes them as bound by a promise of non-aggression
    assert found.policies[us, iran] == 0
    assert len(found.states) == 194
