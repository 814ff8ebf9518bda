"""Electoral calendars of the past, which know nothing of the future."""

import numpy as np
import polars as pl
import pytest

from foedus.data.panel.build import table
from foedus.data.panel.calendar import USUAL, calendar

CODES = np.array([2, 20, 200, 325, 365, 740])
DEMOCRACY = np.array([True, True, True, True, False, True])


def elections(*rows):
    """A table of scheduled votes: state, year, and the event and type where they are others."""
    names = ("ccode", "year", "event", "type")
    filled = [(*row, *("Vote, As Scheduled", "X")[len(row) - 2 :]) for row in rows]
    found = pl.DataFrame(filled, schema=names, orient="row", schema_overrides={"ccode": pl.Int16, "year": pl.Int16})
    return found.with_columns(regular=pl.lit("Y"), runoff=pl.lit("N"), month=pl.lit(6, pl.Int8), victory=pl.lit("Y"))


KNOWN = elections(
    *((2, year) for year in (1932, 1948, 1952, 1956)),
    *((200, year, "Vote, Early", "L") for year in (1950, 1951, 1955, 1959)),
    (325, 1953, "Vote, As Scheduled", "L"),
    (365, 1958),
    (740, 1960, "Announced", "L"),
)


def test_the_next_election_follows_from_those_held():
    following, every = calendar(KNOWN, CODES, DEMOCRACY, 1959)
    assert every.tolist() == [4, 4, 4, 4, 0, 4]
    assert following[[0, 2, 4]].tolist() == [1960, 1963, 0]
    assert following[3] == 1960  # overdue, held in the first year
    assert following[[1, 5]].tolist() == [1960 + 20 % 4, 1960 + 740 % 4]


def test_a_calendar_knows_nothing_later():
    later = elections((2, 1957), (20, 1958), (740, 1958), (200, 1959, "Vote, Early", "L"))
    early = KNOWN.filter(pl.col("year") <= 1956)
    for one, two in zip(
        calendar(early, CODES, DEMOCRACY, 1956),
        calendar(pl.concat([KNOWN, later]), CODES, DEMOCRACY, 1956),
        strict=True,
    ):
        assert np.array_equal(one, two)


def test_where_nothing_is_known_terms_are_usual_and_states_do_not_vote_together():
    following, every = calendar(elections((2, 1800)), CODES, DEMOCRACY, 1900)
    assert set(every[DEMOCRACY].tolist()) == {USUAL}
    assert following[DEMOCRACY].tolist() == [1903, 1901, 1901, 1902, 1901]


def test_an_early_election_restarts_the_calendar_and_does_not_shorten_the_term():
    on_time = elections(*((2, year) for year in (1930, 1935, 1940)))
    called = elections((2, 1942, "Vote, Early"), (2, 1942, "Vote, Early"))
    for held, expected in ((on_time, 1945), (pl.concat([on_time, called]), 1947)):
        following, every = calendar(held, CODES[:1], DEMOCRACY[:1], 1943)
        assert (following[0], every[0]) == (expected, 5)


@pytest.mark.data
def test_the_calendars_of_1990():
    following, every = calendar(table("reign-elections"), CODES, DEMOCRACY, 1990)
    assert (following[0], every[0]) == (1992, 4)
    assert (following[2], every[2]) == (1991, 4)
    assert (following[5], every[5]) == (1994, 4)  # the term of the house; those of 1986 and 1990 were dissolved
    assert (following[4], every[4]) == (0, 0)
