"""Leaders: the same people in two sources, and what each says of the end."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from foedus.data.library import read

pytestmark = pytest.mark.data


def test_archigos_knows_the_person() -> None:
    row = read("archigos").filter(pl.col("obsid") == "ROK-2003").row(0, named=True)
    assert (row["leader"], row["yrborn"], row["gender"]) == ("Roh Moo Hyun", 1946, "M")
    assert (row["start"], row["end"]) == (date(2003, 2, 25), date(2008, 2, 25))
    assert (read("archigos")["gender"] == "F").sum() == 76


def test_archigos_ends_while_leaders_are_in_office() -> None:
    serving = read("archigos").filter(pl.col("exit") == "Still in Office")
    assert serving.height == 168
    assert serving["end"].min() == date(2014, 12, 31)


def test_reign_leaders() -> None:
    row = read("reign-leaders").filter(pl.col("ccode") == 732, pl.col("leader") == "Park Geun Hye").row(0, named=True)
    assert (row["start"], row["end_year"], row["end_month"]) == (date(2013, 2, 25), 2016, 12)
    assert (row["yrborn"], row["gender"], row["military_career"]) == (1952, "F", 0)
    assert read("reign-leaders")["end_year"].null_count() == 194
    assert read("reign-leaders")["yrborn"].min() == 1873


def test_nobody_leaves_office_before_entering_it() -> None:
    leaders = read("reign-leaders").with_columns(first=pl.col("start").dt.year() * 12 + pl.col("start").dt.month())
    last = pl.col("end_year").cast(pl.Int32) * 12 + pl.col("end_month")
    assert leaders.filter(last < pl.col("first")).is_empty()


def test_both_sources_have_presidents_enter_on_the_same_day() -> None:
    """Two publishers, one fact: presidents of the United States and South Korea, 1953 to 2013."""
    where = (pl.col("start").dt.year().is_between(1953, 2013),)
    reign = read("reign-leaders").filter(*where, pl.col("ccode").is_in([2, 732]))
    archigos = read("archigos").filter(*where, pl.col("gwcode").is_in([2, 732]))
    american = reign.filter(pl.col("ccode") == 2)["start"].to_list()
    assert american == archigos.filter(pl.col("gwcode") == 2)["start"].to_list()
    assert date(2003, 2, 25) in set(reign["start"]) & set(archigos["start"])


def test_leaders_of_plad_are_those_of_archigos_and_go_on() -> None:
    plad, archigos = read("plad"), read("archigos")
    both = plad.join(archigos, on=["gwcode", "start"], suffix="_archigos")
    ended = both.filter(pl.col("exit_archigos") != "Still in Office")
    assert ended.height > 800
    assert (ended["end"] != ended["end_archigos"]).sum() == 4
    early = pl.col("end").dt.year().is_between(1990, 2014) & (pl.col("exit") == "Irregular")
    assert plad.filter(early).height == archigos.filter(early).height == 87
    park = plad.filter(gwcode=732).filter(pl.col("end").dt.year() == 2017)
    assert park.select("leader", "end", "exit").rows()[0] == ("Park Geun-hye", date(2017, 3, 10), "Irregular")
    serving = plad.filter(pl.col("exit") == "Still in Office")
    assert (serving.height, serving["end"].unique().to_list()) == (173, [date(2023, 12, 31)])


def test_changes_of_leader_support_are_coded_to_2018() -> None:
    korea = read("chisols").filter(pl.col("ccode") == 732, pl.col("support_change") == 1)["year"].to_list()
    assert korea[-3:] == [1998, 2008, 2017]
    assert read("chisols")["year"].max() == 2018
