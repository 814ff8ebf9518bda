"""Units other than state-years and dyad-years: days, leaders, the Gleditsch-Ward system, publishers' tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foedus.data.panel.build import build_panel, table
from foedus.data.panel.leaders import cow_leaders, leader_pairs, leader_years
from foedus.data.panel.panel import read_metadata
from foedus.data.panel.tables import TABLES
from foedus.errors import InputError

LEADERS = pl.DataFrame(
    [
        (260, "A", "Kohl", "M", 1930, date(1982, 10, 1), date(1998, 10, 27)),
        (2, "B", "Bush", "M", 1924, date(1989, 1, 20), date(1993, 1, 20)),
        (2, "C", "Clinton", "M", 1946, date(1993, 1, 20), date(2001, 1, 20)),
    ],
    schema=["gwcode", "obsid", "leader", "gender", "yrborn", "start", "end"],
    orient="row",
)
CROSSWALK = pl.DataFrame({"gwcode": [2, 260, 260], "ccode": [2, 260, 255], "year": [1990, 1990, 1990]})
MEMBERS = pl.DataFrame(
    {
        "ccode": [2, 260, 255],
        "start": [date(1816, 1, 1), date(1955, 5, 5), date(1990, 10, 3)],
        "end": [date(2016, 12, 31), date(1990, 10, 2), date(2016, 12, 31)],
    }
)


def led(years: tuple[int, int]) -> pl.DataFrame:
    return leader_years(cow_leaders(LEADERS, CROSSWALK), MEMBERS, years, "ccode")


def test_a_leader_of_two_states_in_turn_has_the_days_of_each() -> None:
    kohl = {row["ccode"]: row for row in led((1990, 1990)).filter(pl.col("obsid") == "A").to_dicts()}
    assert (kohl[260]["days_in_office"], kohl[255]["days_in_office"]) == (275, 90)
    assert (kohl[255]["leader_age"], kohl[255]["year_in_office"]) == (60, 9)


def test_leaders_of_a_year_stand_in_the_order_of_taking_office() -> None:
    usa = led((1993, 1993)).filter(pl.col("ccode") == 2)
    assert usa.select("obsid", "days_in_office", "year_in_office").rows() == [("B", 20, 5), ("C", 346, 1)]


def test_only_leaders_who_met_in_office_are_a_pair() -> None:
    years = (1990, 1990)
    dyads = pl.DataFrame(
        {"ccode1": [2, 260, 255], "ccode2": [260, 255, 260], "year": [1990] * 3}, schema_overrides={"year": pl.Int16}
    )
    pairs = leader_pairs(led(years), dyads, "ccode")
    assert pairs.select("obsid1", "obsid2").rows() == [("B", "A")]  # Kohl of one Germany never met Kohl of the other


@pytest.mark.data
@pytest.mark.parametrize("system", ["cow", "gw"])
def test_every_leader_year_is_unique_and_within_its_year(system: str) -> None:
    panel = build_panel("leader-year", (1875, 2015), ["leaders"], system=system)
    assert panel.frame.height > 15_000
    assert panel.frame["days_in_office"].max() == 366
    days = panel.frame.group_by(panel.keys[0], "year").agg(pl.col("days_in_office").sum())
    assert days.filter(pl.col("days_in_office") > 366 * 1.1).height < 20  # joint rule is rare in Archigos


@pytest.mark.data
def test_years_without_leaders_are_said() -> None:
    late = build_panel("leader-dyad-year", (2015, 2018), [], relevant=True)
    assert late.notes == ("no rows of 2016:2018 because Archigos ends in 2015",)
    early = build_panel("leader-year", (1874, 1875), ["leaders"])
    assert early.notes[0] == "no rows of 1874:1874 because Archigos begins in 1875"
    assert set(early.frame["year"]) == {1875}
    assert "state-years because Archigos has no leader for them" in early.notes[1]
    with pytest.raises(InputError, match="no leader is coded in 2016:2018: Archigos covers 1875 to 2015"):
        build_panel("leader-year", (2016, 2018), [])


@pytest.mark.data
def test_days_are_those_of_membership() -> None:
    days = build_panel("state-day", (1990, 1990), []).frame
    germany = days.filter(pl.col("ccode").is_in([255, 260, 265])).group_by("ccode").len().sort("ccode")
    assert germany.rows() == [(255, 90), (260, 275), (265, 275)]
    assert days["date"].min() == date(1990, 1, 1)


@pytest.mark.data
def test_the_gleditsch_ward_system_has_its_own_states_and_cows_numbers_beside() -> None:
    panel = build_panel("state-year", (1989, 2018), ["democracy"], system="gw")
    assert panel.keys == ["gwcode", "year"]
    germany = panel.frame.filter(pl.col("gwcode") == 260).select("year", "ccode").rows()
    assert germany[:2] == [(1989, 260), (1990, 255)]
    unlisted = panel.frame.filter(pl.col("ccode").is_null())
    assert unlisted["polyarchy"].is_null().all()
    assert panel.frame.filter(pl.col("gwcode") == 732)["polyarchy"].null_count() == 0


@pytest.mark.data
def test_dyads_of_either_system_have_the_same_facts_of_the_same_states() -> None:
    groups = ["disputes", "alliances", "contiguity", "majors"]
    cow = build_panel("dyad-year", (1992, 1995), groups).frame
    gw = build_panel("dyad-year", (1992, 1995), groups, system="gw").frame
    both = cow.join(gw, on=["ccode1", "ccode2", "year"], suffix="_gw")
    assert both.height > 60_000
    for name in ("onset", "atop_defense", "conttype", "major1", "major2"):
        assert both.filter(pl.col(name).ne_missing(pl.col(f"{name}_gw"))).is_empty(), name


@pytest.mark.data
@pytest.mark.parametrize("unit", TABLES)
def test_a_publishers_table_keeps_every_row(unit: str) -> None:
    key, begins = TABLES[unit]
    panel = build_panel(unit, (1816, 2025))
    assert panel.frame.equals(table(key).filter(pl.col(begins) >= 1816))
    assert list(panel.provenance) == [key]
    with pytest.raises(InputError, match="publisher's table: give only years"):
        build_panel(unit, (1990, 2000), ["disputes"])


@pytest.mark.data
def test_a_panel_says_in_its_file_what_it_is(tmp_path: Path) -> None:
    panel = build_panel("dyad-year", (2017, 2019), ["alliances"], coverage={"alliances": "carry:1"})
    panel.write(tmp_path / "p.parquet")
    said = read_metadata(tmp_path / "p.parquet")
    assert said == panel.metadata
    assert said["sources"]["atop-dyads"] == {
        "title": "Alliance Treaty Obligations and Provisions, directed dyad-years",
        "version": "5.1",
        "sha256": panel.provenance["atop-dyads"],
        "check": "unverified",
        "rows": {"read": 273_296, "kept": 273_296, "left_out": {}},
    }
    assert said["columns"]["atop_defense"]["coverage"] == "carry:1"
    assert pl.read_parquet(tmp_path / "p.parquet").equals(panel.frame)
    panel.write(tmp_path / "p.csv")
    assert (tmp_path / "p.csv-metadata.json").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {"p.parquet", "p.csv", "p.csv-metadata.json"}


@pytest.mark.data
def test_what_publishers_cannot_have_coded_is_null_in_the_gleditsch_ward_system() -> None:
    groups = ["disputes", "contiguity", "alliances", "wars", "majors", "peace", "defenders"]
    panel = build_panel("directed-dyad-year", (1989, 1991), groups, system="gw")
    alone = panel.frame.filter(pl.col("ccode1").is_null() | pl.col("ccode2").is_null())
    assert alone.height > 100
    for name in ("ongoing", "conttype", "atop_alliance", "war_ongoing", "peace", "peace_censored", "defended2"):
        assert alone[name].is_null().all(), name
    relevant = build_panel("dyad-year", (1989, 1991), [], system="gw", relevant=True)
    assert relevant.notes[0].endswith("because political relevance is not coded for states that COW does not list")


@pytest.mark.data
@pytest.mark.parametrize("rules", ["foedus", "peacesciencer"])
def test_peace_runs_on_where_cow_gives_a_state_a_new_number(rules: str) -> None:
    frame = build_panel("dyad-year", (1980, 1992), ["peace"], system="gw", rules=rules).frame
    germany = frame.filter(pl.col("gwcode1") == 260, pl.col("gwcode2") == 365, pl.col("year") >= 1988)
    assert germany["peace"].to_list() == [3, 4, 5, 6, 7]
    assert germany["ccode1"].to_list() == [260, 260, 255, 255, 255]


@pytest.mark.data
def test_days_in_the_gleditsch_ward_system() -> None:
    panel = build_panel("state-day", (1990, 1990), ["majors"], system="gw")
    assert panel.keys == ["gwcode", "year", "date"]
    assert panel.frame.filter(pl.col("gwcode") == 265).height == 275
