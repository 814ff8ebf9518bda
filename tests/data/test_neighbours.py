"""Contiguity, major powers and political relevance."""

from __future__ import annotations

from datetime import date

import polars as pl

from foedus.data.panel.neighbours import both_ways, contiguity_years, is_relevant, major_years


def test_the_closest_contiguity_of_the_year_counts_and_none_is_absent() -> None:
    spells = pl.DataFrame(
        {
            "ccode1": [651, 651, 651],
            "ccode2": [660, 660, 666],
            "conttype": [5, 1, 0],
            "start": [date(1946, 3, 1), date(1958, 2, 1), date(1948, 1, 1)],
            "end": [date(1958, 2, 1), date(1959, 9, 1), date(1950, 1, 1)],
        }
    )
    table = contiguity_years(spells).sort("year").filter(pl.col("year") >= 1957)
    assert table.select("ccode2", "year", "conttype").rows() == [(660, 1957, 5), (660, 1958, 1), (660, 1959, 1)]


def test_a_major_power_of_one_day_has_the_year() -> None:
    spells = pl.DataFrame({"ccode": [220], "start": [date(1945, 8, 15)], "end": [date(1946, 1, 1)]})
    assert major_years(spells).sort("year").rows() == [(220, 1945, 1), (220, 1946, 1)]


def test_both_ways_turns_every_pair() -> None:
    table = pl.DataFrame({"ccode1": [2], "ccode2": [20], "year": [2000], "x": [7.0]})
    assert both_ways(table).rows() == [(2, 20, 2000, 7.0), (20, 2, 2000, 7.0)]


def test_relevance_is_contiguity_up_to_400_miles_or_a_major_power() -> None:
    table = pl.DataFrame(
        {"conttype": [0, 5, 0, 1], "major1": [0, 0, 0, 1], "major2": [0, 0, 1, 0], "expect": [False, True, True, True]}
    )
    assert table.select(is_relevant()).to_series().to_list() == table["expect"].to_list()
