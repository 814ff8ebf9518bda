"""Disputes of a dyad-year, and the clock of peace against a year-by-year account of it."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.data.panel.disputes import dyad_disputes, peace_years
from foedus.data.panel.panel import Panel
from foedus.data.panel.rows import Rows

KEYS = ("ccode1", "ccode2", "year")
FIRST, LAST = 1816, 1835
ROWS = {"ccode1": pl.Int16, "ccode2": pl.Int16, "year": pl.Int16, "entry": pl.Int16}

pairs = st.tuples(st.sampled_from([2, 20]), st.sampled_from([200, 365]))
years = st.integers(FIRST, LAST)
histories = st.dictionaries(pairs, st.tuples(st.sets(years), st.sets(years)), min_size=1)


def rows(present: dict[tuple[int, int], set[int]]) -> pl.DataFrame:
    """Dyad-years of each pair, each with the first year of its unbroken run."""
    table = []
    for (a, b), own in present.items():
        entry = None
        for year in range(FIRST, LAST + 1):
            entry = (entry or year) if year in own else None
            if entry:
                table.append((a, b, year, entry))
    return pl.DataFrame(table, schema=ROWS, orient="row")


def fights(fought: dict[tuple[int, int], set[int]]) -> pl.DataFrame:
    """Disputes of each pair in both directions."""
    both = [(x, y, year, 1) for (a, b), own in fought.items() for year in own for x, y in ((a, b), (b, a))]
    return pl.DataFrame(
        both, schema={"ccode1": pl.Int16, "ccode2": pl.Int16, "year": pl.Int16, "ongoing": pl.Int8}, orient="row"
    )


def walk(present: set[int], fought: set[int]) -> dict[int, tuple[int, int]]:
    """The clock, run year by year: (peace, censored) for each year present."""
    account: dict[int, tuple[int, int]] = {}
    clock, censored = 0, 1
    for year in range(FIRST, LAST + 1):
        if year not in present:
            clock, censored = 0, 1
            continue
        account[year] = (clock, censored)
        clock, censored = (0, 0) if year in fought else (clock + 1, censored)
    return account


@given(histories)
def test_peace_is_the_clock_run_year_by_year(histories: dict[tuple[int, int], tuple[set[int], set[int]]]) -> None:
    dyads = rows({pair: present for pair, (present, _) in histories.items()})
    result = dyads.hstack(
        peace_years(Rows(dyads, KEYS), fights({pair: fought for pair, (_, fought) in histories.items()}))
    )
    for a, b, year, _, peace, censored in result.iter_rows():
        assert (peace, censored) == walk(*histories[a, b])[year]


@given(histories, st.randoms())
def test_peace_does_not_depend_on_the_order_of_rows(
    histories: dict[tuple[int, int], tuple[set[int], set[int]]], random: st.DataObject
) -> None:
    dyads = rows({pair: present for pair, (present, _) in histories.items()})
    fought = fights({pair: own for pair, (_, own) in histories.items()})
    order = list(range(dyads.height))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert peace_years(Rows(dyads[order], KEYS), fought[::-1]).equals(peace_years(Rows(dyads, KEYS), fought)[order])


def test_a_dispute_of_the_same_year_is_not_known_to_the_clock() -> None:
    dyads = rows({(2, 20): {1816, 1817, 1818}})
    assert peace_years(Rows(dyads, KEYS), fights({(2, 20): {1817}}))["peace"].to_list() == [0, 1, 0]


def test_onset_needs_no_originator_but_initiation_needs_both_and_the_right_sides() -> None:
    def dispute(number: int, a: int, b: int, sidea1: int, orig1: int, orig2: int, begins: int) -> dict[str, int]:
        return {
            "dispnum": number, "ccode1": a, "ccode2": b, "year": 1900, "midonset": begins, "midongoing": 1,
            "sidea1": sidea1, "sidea2": 1 - sidea1, "orig1": orig1, "orig2": orig2, "hostlev": number + 1,
        }  # fmt: skip

    table = pl.DataFrame(
        [
            dispute(1, 2, 20, 1, 1, 1, 1),
            dispute(1, 20, 2, 0, 1, 1, 1),
            dispute(2, 2, 200, 1, 0, 1, 1),
            dispute(3, 2, 365, 1, 1, 1, 0),
            dispute(4, 2, 365, 0, 1, 1, 0),
        ]
    )
    result = dyad_disputes(table).sort("ccode1", "ccode2").select("ccode1", "ccode2", "onset", "initiated", "hostlev")
    assert result.rows() == [(2, 20, 1, 1, 2), (2, 200, 1, 0, 3), (2, 365, 0, 0, 5), (20, 2, 1, 0, 2)]


@pytest.mark.data
def test_every_dispute_year_finds_its_dyad(history: Panel) -> None:
    assert history.frame["ongoing"].sum() == 9284
    assert history.frame["onset"].sum() == 6248
    assert history.frame["initiated"].sum() == 2408


@pytest.mark.data
def test_initiation_implies_onset_implies_ongoing_implies_hostility(history: Panel) -> None:
    frame = history.frame
    assert frame.filter(pl.col("initiated") > pl.col("onset")).is_empty()
    assert frame.filter(pl.col("onset") > pl.col("ongoing")).is_empty()
    assert frame.filter((pl.col("hostlev") > 0) != (pl.col("ongoing") == 1)).is_empty()
