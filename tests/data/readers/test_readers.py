"""Every reader on its publisher's file: typed, within its years, no code left for missing, and known figures."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from foedus.data.catalog import data_root, source, sources
from foedus.data.library import Shelf, read
from foedus.data.readers import cow_nmc

pytestmark = pytest.mark.data

# Sources whose rows run past the last fully coded year: elections announced, events of a part of a year, a sum agreed.
PARTIAL = {"reign-elections", "missile-tests", "air-patrols", "provocations", "sma", "unga-roll-calls"}

# Sources whose first or last year has no row, because nothing happened in it.
SPARSE = {"atop-dyads", "cow-interstate-war"}


@pytest.mark.parametrize("key", sources())
def test_a_source_reads(key: str) -> None:
    table = read(key)
    assert table.height > 0
    whole = table.select(pl.selectors.integer() - pl.selectors.by_name("polity2", require_all=False))  # -9 is a score
    assert not any((whole[name] == -9).any() for name in whole.columns)
    if "year" in table.columns and key not in PARTIAL:
        years = table["year"].unique()
        assert years.is_between(source(key).first_year, source(key).last_year).all()
        assert {source(key).first_year, source(key).last_year} <= set(years) or key in SPARSE


def one(key: str, **where: int) -> dict[str, object]:
    return read(key).filter(*(pl.col(name) == value for name, value in where.items())).row(0, named=True)


def test_capabilities() -> None:
    row = one("cow-nmc", ccode=2, year=1816)
    assert (row["milex"], row["milper"], row["cinc"]) == (3823, 17, pytest.approx(0.0396975))


def test_capabilities_in_the_publishers_own_csv_read_the_same_way() -> None:
    older = cow_nmc.read(data_root() / "state/nmc60_abridged.csv")
    assert older.columns == read("cow-nmc").columns
    assert older["milex"].null_count() > 0
    assert older["milex"].min() == 0


def test_alliances_in_force_have_no_end() -> None:
    assert one("atop-alliances", atopid=3240)["endyr"] is None
    assert one("atop-members", atopid=3240, member=732)["yrexit"] is None


def test_contiguity_dates_are_months() -> None:
    row = one("cow-contiguity", ccode1=2, ccode2=31)
    assert (row["conttype"], row["start"], row["end"]) == (4, date(1973, 7, 1), date(2016, 12, 1))


def test_democracy_and_ideal_points() -> None:
    assert one("democracy", ccode=2, year=1816)["polity2"] == 6
    assert one("unga-ideal-points", ccode=2, year=1946)["ideal"] == pytest.approx(1.88777, abs=1e-5)


def test_leaders() -> None:
    assert read("chisols")["democracy"].unique().drop_nulls().sort().to_list() == [0, 1]
    assert read("archigos").filter(pl.col("end") < pl.col("start")).is_empty()
    assert set(read("reign-elections")["type"].drop_nulls()) == {"X", "L", "R"}


def test_trade_is_reported_the_same_from_both_sides() -> None:
    trade = read("cow-trade").filter(pl.col("year") == 2000)
    turned = trade.rename({"ccode1": "ccode2", "ccode2": "ccode1"})
    pairs = trade.join(turned, on=["ccode1", "ccode2", "year"], suffix="_other")
    assert pairs.height > 10_000
    assert pairs.filter(pl.col("imports") != pl.col("exports_other")).is_empty()


def test_missile_tests() -> None:
    tests = read("missile-tests")
    assert tests.height == 258
    assert tests.filter(pl.col("year") == 1984)["month"].to_list() == [4, 4, 4, 9, 9, 9]
    assert tests.filter(pl.col("year") == 1984)["day"].to_list() == [9, 9, 9, None, None, None]
    assert tests["distance"].dtype == pl.Float64
    assert "unknown" not in set(tests["outcome"])


def test_military_spending_and_gdp_have_no_zeros_for_missing() -> None:
    assert (read("sipri-milex")["milex_current"].drop_nulls() > 0).all()
    assert (read("wdi-gdp")["gdp_current"].drop_nulls() > 0).all()
    assert 731 not in read("wdi-gdp")["ccode"]


def test_the_world_banks_aggregates_are_dropped_and_its_states_kept() -> None:
    gdp = read("wdi-gdp").filter(pl.col("year") == 2016)
    assert gdp.height == gdp["ccode"].n_unique()
    members = read("cow-states").filter(pl.col("end") == date(2016, 12, 31))["ccode"]
    absent = set(members) - set(gdp["ccode"])
    assert absent <= {101, 221, 223, 331, 531, 626, 713, 731, 522, 40, 652, 679, 232, 700}, absent


def test_a_shelf_remembers_what_it_opened() -> None:
    shelf = Shelf()
    assert shelf.read("cow-majors") is shelf.read("cow-majors")
    assert list(shelf.provenance) == ["cow-majors"]
    assert len(shelf.provenance["cow-majors"]) == 64
