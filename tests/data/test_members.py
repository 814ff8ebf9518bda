"""Membership by the day: who has a year, and which dyads exist in it."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from foedus.data.catalog import data_root
from foedus.data.library import read
from foedus.data.panel.members import dyad_years, state_years

LIST_END = date(2024, 12, 31)


def states(*spells: tuple[int, date, date]) -> pl.DataFrame:
    return pl.DataFrame(
        [(ccode, f"S{ccode}", start, end) for ccode, start, end in spells],
        schema={"ccode": pl.Int16, "stateabb": pl.String, "start": pl.Date, "end": pl.Date},
        orient="row",
    )


def test_one_day_is_enough_for_a_state_year() -> None:
    table = states((1, date(1900, 12, 31), date(1901, 1, 1)), (2, date(1816, 1, 1), LIST_END))
    assert state_years(table, (1899, 1903)).filter(pl.col("ccode") == 1)["year"].to_list() == [1900, 1901]


def test_a_state_that_leaves_and_returns_within_a_year_has_it_once() -> None:
    spells = (1, date(1900, 1, 1), date(1905, 3, 1)), (1, date(1905, 9, 1), date(1906, 1, 1))
    table = states(*spells, (2, date(1816, 1, 1), LIST_END))
    assert state_years(table, (1904, 1906)).filter(pl.col("ccode") == 1)["year"].to_list() == [1904, 1905, 1906]
    pair = dyad_years(table, (1904, 1906), directed=False)
    assert pair["year"].to_list() == [1904, 1905, 1906]
    assert pair["entry"].to_list() == [1900, 1900, 1900]


def test_states_of_the_same_year_but_never_the_same_day_are_no_dyad() -> None:
    table = states((1, date(1990, 1, 1), date(1990, 10, 2)), (2, date(1990, 10, 3), LIST_END))
    assert dyad_years(table, (1990, 1990), directed=True).is_empty()


def test_a_gap_of_a_calendar_year_begins_a_new_run() -> None:
    spells = (1, date(1900, 1, 1), date(1905, 3, 1)), (1, date(1907, 9, 1), date(1908, 1, 1))
    pair = dyad_years(states(*spells, (2, date(1816, 1, 1), LIST_END)), (1816, 2016), directed=False)
    assert pair.filter(pl.col("year") >= 1907)["entry"].unique().to_list() == [1907]
    assert pair.filter(pl.col("year") <= 1905)["entry"].unique().to_list() == [1900]
    assert 1906 not in pair["year"]


def test_members_at_the_end_of_the_list_are_carried_and_others_are_not() -> None:
    table = states((1, date(1900, 1, 1), LIST_END), (2, date(1900, 1, 1), date(2014, 5, 1)))
    assert state_years(table, (2014, 2025)).filter(pl.col("ccode") == 1).height == 12
    assert state_years(table, (2014, 2025)).filter(pl.col("ccode") == 2).height == 1


def test_entry_does_not_depend_on_the_years_asked_for() -> None:
    table = states((1, date(1900, 1, 1), LIST_END), (2, date(1816, 1, 1), LIST_END))
    assert dyad_years(table, (1950, 1951), directed=False)["entry"].to_list() == [1900, 1900]


@pytest.mark.data
def test_the_number_of_dyad_years_is_known() -> None:
    table = read("cow-states")
    assert dyad_years(table, (1816, 2010), directed=True).height == 1_685_310
    assert dyad_years(table, (1816, 2010), directed=False).height == 842_655


@pytest.mark.data
def test_dyads_whose_members_never_coexist_on_a_day_are_absent() -> None:
    never = pl.read_csv(data_root() / "system/false_cow_dyads.csv").with_columns(pl.all().cast(pl.Int16))
    assert never.height == 60
    panel = dyad_years(read("cow-states"), (1816, 2010), directed=True)
    assert never.join(panel, on=["ccode1", "ccode2", "year"], how="semi").is_empty()
