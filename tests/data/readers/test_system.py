"""Who the states are: capitals, the list of Gleditsch and Ward, and the two lists beside each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foedus.data.library import read
from foedus.data.panel.members import state_years
from foedus.data.readers import gw_system
from foedus.errors import DataError


@pytest.mark.data
def test_capitals_move() -> None:
    france = read("capitals").filter(pl.col("ccode") == 220)
    assert france["capital"].to_list() == ["Paris", "Vichy", "Paris"]
    assert france["start"].to_list()[1:] == [date(1940, 7, 9), date(1942, 11, 28)]
    seoul = read("capitals").filter(pl.col("ccode") == 732).row(0, named=True)
    assert (seoul["capital"], seoul["lat"], seoul["lng"]) == ("Seoul", 37.5666791, 126.9782914)


@pytest.mark.data
def test_a_state_has_one_capital_at_a_time() -> None:
    spells = read("capitals").with_columns(before=pl.col("end").shift(1).over("ccode", order_by="start"))
    assert spells.filter(pl.col("start") <= pl.col("before")).is_empty()
    assert spells.filter(pl.col("end") < pl.col("start")).is_empty()


@pytest.mark.data
def test_the_two_lists_differ_where_they_are_known_to() -> None:
    pairs = read("cow-gw").filter(pl.col("year") == 2000, pl.col("ccode") != pl.col("gwcode"))
    assert set(pairs.select("ccode", "gwcode").iter_rows()) == {
        *((255, 260), (679, 678), (946, 970), (947, 973), (955, 972), (970, 971))
    }


@pytest.mark.data
def test_the_crosswalk_has_every_cow_state_year_once() -> None:
    crosswalk = read("cow-gw").drop_nulls("ccode").filter(pl.col("year") <= 2016).select("ccode", "year")
    assert crosswalk.is_duplicated().sum() == 0
    members = state_years(read("cow-states"), (1816, 2016)).select("ccode", "year")
    assert crosswalk.sort("ccode", "year").equals(members)


@pytest.mark.data
def test_gleditsch_and_ward() -> None:
    states = read("gw-system")
    korea = states.filter(pl.col("gwcode").is_in([731, 732]))
    assert korea["start"].to_list() == [date(1948, 9, 9), date(1948, 8, 15)]
    assert states.filter(pl.col("microstate") == 1).height == 23
    assert states.filter(pl.col("gwcode") == 345)["end"].item() == date(2006, 6, 4)


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "raw.csv"
    path.write_text("gwcode,gw_abb,gw_name,microstate,start,end\n2,USA,A,0,1816-01-01,2020-13-31\n", "utf-8")
    with pytest.raises(DataError, match=r"raw\.csv: column 'end', data row 1: '2020-13-31' is not a date"):
        gw_system.read(path)
