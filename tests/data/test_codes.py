"""Country names become COW numbers, or are refused."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.data.catalog import locate
from foedus.data.codes import ALIASES, NOT_STATES, coded, with_ccode
from foedus.data.iso3 import ISO3
from foedus.data.library import read
from foedus.data.readers import cow_states
from foedus.data.readers.taken import taking
from foedus.errors import DataError

pytestmark = pytest.mark.data


def table(*rows: tuple[str, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"name": pl.String, "year": pl.Int16}, orient="row")


def test_names_aliases_and_succession() -> None:
    rows = table(("Japan", 1990), ("USSR", 1980), ("Germany", 1980), ("Germany", 1991), ("Yemen", 1989))
    assert with_ccode(rows)["ccode"].to_list() == [740, 365, 260, 255, 678]


def test_entities_that_are_not_states_are_dropped() -> None:
    assert with_ccode(table(("Tibet", 1950), ("Japan", 1950)))["name"].to_list() == ["Japan"]


def test_a_name_nobody_knows_is_looked_up_by_its_code_or_refused_by_name() -> None:
    rows = table(("Ruritania", 1950), ("Türkiye", 1950))
    with pytest.raises(DataError, match=r"without a COW state number: Ruritania; write each as in COW's list"):
        with_ccode(rows)
    with pytest.raises(DataError, match="Ruritania"):
        with_ccode(rows.with_columns(code=pl.Series(["XXX", "TUR"])), iso3="code")
    numbered = with_ccode(table(("Republic of Türkiye", 1950)).with_columns(code=pl.lit("TUR")), iso3="code")
    assert numbered["ccode"].to_list() == [640]


def test_what_is_left_out_is_counted_by_reason() -> None:
    with taking() as taken:
        with_ccode(table(("Tibet", 1950), ("Tibet", 1951), ("Japan", 1950)))
    assert (taken.read, taken.left_out) == (0, {"no states (Tibet)": 2})


def test_aliases_are_members_of_the_system_and_not_names_of_it() -> None:
    states = cow_states.read(locate("cow-states"))
    assert set(ALIASES.values()) <= set(states["ccode"])
    assert set(ALIASES).isdisjoint(states["statenme"])


def test_who_has_nuclear_weapons_in_2022() -> None:
    holders = read("nuclear-status").filter(pl.col("year") == 2022, pl.col("nuclear") == 3)["ccode"].sort().to_list()
    assert holders == [2, 200, 220, 365, 666, 710, 731, 750, 770]


def test_names_in_columns_of_their_own_are_numbered_and_what_is_no_state_is_null() -> None:
    pairs = pl.DataFrame(
        {"sender": ["EU", "USSR", None], "target": ["Germany", "South Vietnam", "Japan"], "y": [1977] * 3}
    )
    numbered = coded(pairs, {"sender": "a", "target": "b"}, year="y")
    assert numbered["a"].to_list() == [None, 365, None]
    assert numbered["b"].to_list() == [260, 816, 740]
    assert coded(pairs, {"target": "b"})["b"].to_list() == [255, 817, 740]
    with pytest.raises(DataError, match=r"without a COW state number: Ruritania"):
        coded(pl.DataFrame({"sender": ["Ruritania"]}), {"sender": "a"})


def test_no_state_is_among_those_that_are_none() -> None:
    assert NOT_STATES.isdisjoint(ALIASES)
    assert NOT_STATES.isdisjoint(cow_states.read(locate("cow-states"))["statenme"])


def test_three_letter_codes_are_those_of_the_states_of_today() -> None:
    today = cow_states.read(locate("cow-states")).filter(pl.col("end").dt.year() == 2024)["ccode"]
    assert sorted(ISO3.values()) == sorted(today)
    assert (ISO3["KOR"], ISO3["PRK"], ISO3["CHN"], ISO3["TWN"], ISO3["DEU"]) == (732, 731, 710, 713, 255)
