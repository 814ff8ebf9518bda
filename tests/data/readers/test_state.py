"""Sources about states: figures looked up in the publishers' files, and what is missing there for what reason."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.data.borders import NEVER, borders_since
from foedus.data.library import read
from foedus.data.readers import external_threat, nuclear_latency
from foedus.errors import DataError

pytestmark = pytest.mark.data

SOUTH_KOREA, NORTH_KOREA, USA = 732, 731, 2


def one(key: str, **where: object) -> dict[str, object]:
    return read(key).filter(*(pl.col(name) == value for name, value in where.items())).row(0, named=True)


def test_capabilities_in_the_older_version() -> None:
    row = one("cow-nmc-6", ccode=SOUTH_KOREA, year=2016)
    assert (row["milex"], row["milper"], row["irst"], row["pec"]) == (33_778_000, 628, 68_576, 474_449)
    assert one("cow-nmc-6", ccode=NORTH_KOREA, year=2016)["milex"] is None


def test_north_koreas_last_military_spending_is_missing_in_the_newer_version_too() -> None:
    row = one("cow-nmc", ccode=NORTH_KOREA, year=2022)
    assert row["milex"] is None
    assert row["milper"] == 1280


def test_national_trade() -> None:
    row = one("cow-trade-national", ccode=SOUTH_KOREA, year=1988)
    assert (row["imports_total"], row["exports_total"]) == (51_812.260311, 60_704.5)


def test_national_trade_is_not_less_than_the_trade_with_one_partner() -> None:
    """Imports of South Korea from the United States are part of all its imports, and so on."""
    partners = read("cow-trade-neasia").filter(pl.col("ccode1") == SOUTH_KOREA, pl.col("year") == 2010)
    whole = one("cow-trade-national", ccode=SOUTH_KOREA, year=2010)["imports_total"]
    assert isinstance(whole, float)
    assert 0 < float(partners["imports"].sum()) < whole


def test_external_threat() -> None:
    assert one("external-threat", ccode=SOUTH_KOREA, year=1950)["lsthreat"] == pytest.approx(0.55961198)
    assert one("external-threat", ccode=USA, year=2002)["lsthreat"] == pytest.approx(0.42833599)


def test_a_year_in_which_every_threat_is_zero_is_not_coded(tmp_path: Path) -> None:
    path = tmp_path / "raw.csv"
    path.write_text("ccode,year,lsthreat\n2.0,1918,0\n20.0,1918,0.5\n2.0,1919,0\n20.0,1919,0\n,1920,0.0\n", "utf-8")
    assert external_threat.read(path).rows() == [(2, 1918, 0.0), (20, 1918, 0.5)]
    assert set(range(1816, 2016)) - set(read("external-threat")["year"]) == {1919, 1920, *range(2008, 2016)}


def test_facilities_keep_the_two_kinds_of_missing_years_apart() -> None:
    table = read("nuclear-latency")
    assert table.height == 253
    assert table["operation_end_unknown"].sum() == 6
    assert table.filter(pl.col("operation_end").is_null(), pl.col("operation_end_unknown") == 0).height == 85
    reactor = one("nuclear-latency", ccode=NORTH_KOREA, facility="Radio Chemical Laboratory (Yongbyon)")
    assert (reactor["operation_start"], reactor["operation_end"]) == (1983, 1993)
    assert (reactor["operation2_start"], reactor["operation2_end"]) == (2003, 2009)
    assert reactor["construction_start"] is None
    assert (reactor["covert"], reactor["multinational"]) == (1, 0)
    assert one("nuclear-latency", facility="Al Tuwaitha Laser")["operation_start_unknown"] == 1


def test_a_flag_is_true_or_false(tmp_path: Path) -> None:
    names = list(nuclear_latency.SCHEMA)
    path = tmp_path / "raw.csv"
    row = ["2", "A", "laser", "pilot", *["1950"] * 6, *["true"] * 8, "perhaps"]
    path.write_text(",".join(names) + "\n" + ",".join(row) + "\n", "utf-8")
    with pytest.raises(
        DataError, match=r"raw\.csv: column 'foreign_assistance_ambiguity', data row 1: 'perhaps' is not true or false"
    ):
        nuclear_latency.read(path)


def test_warheads() -> None:
    assert one("nuclear-warheads", ccode=USA, year=1967)["warheads"] == 31_255
    assert one("nuclear-warheads", ccode=365, year=1986)["warheads"] == 40_159
    assert one("nuclear-warheads", ccode=NORTH_KOREA, year=2023)["warheads"] == 30
    assert read("nuclear-warheads")["ccode"].n_unique() == 10


def test_troops_keep_their_basis() -> None:
    early, late = (one("us-troops", ccode=SOUTH_KOREA, year=year) for year in (1953, 2022))
    assert (early["us_troops"], early["us_troops_reports"]) == (326_863, None)
    assert (late["us_troops"], late["us_troops_reports"]) == (25_632, 3)
    assert early["us_troops_basis"] != late["us_troops_basis"]


def test_troops_in_germany_are_in_the_state_of_the_year() -> None:
    germany = read("us-troops").filter(pl.col("ccode").is_in([255, 260])).sort("year")
    assert germany["year"].to_list() == list(range(1950, 2026))
    assert germany.filter(pl.col("year") < 1990)["ccode"].unique().to_list() == [260]


def test_population_counts_the_state_and_not_the_territory_of_today() -> None:
    population = read("wdi-population")
    assert one("wdi-population", ccode=SOUTH_KOREA, year=1960)["population"] == 25_012_374
    assert one("wdi-population", ccode=NORTH_KOREA, year=2024)["population"] == 26_498_823
    first = dict(population.group_by("ccode").agg(pl.col("year").min()).iter_rows())
    assert (first[365], first[255], first[770]) == (1992, 1990, 1972)
    assert 260 not in first


def test_population_of_states_that_split_agrees_with_capabilities() -> None:
    """COW's own population, from other reports, is an oracle for borders; a wrong territory is off by more than this.

    Except for Jordan, where COW goes on counting the West Bank.
    """
    cow = read("cow-nmc-6").select("ccode", "year", "tpop")
    changed_borders = {state for state, year in borders_since().items() if year < NEVER}
    changed = read("wdi-population").filter(pl.col("ccode").is_in(changed_borders - {663}))
    ratio = changed.join(cow, on=["ccode", "year"]).select(
        "ccode", "year", pl.col("population") / 1000 / pl.col("tpop")
    )
    first = ratio.sort("year").group_by("ccode").first()
    assert first.height == len(changed_borders) - 1
    assert first.filter(~pl.col("population").is_between(0.75, 1.25)).is_empty(), first


def test_the_world_banks_names_are_all_known() -> None:
    """Every member of the list's last day except Taiwan, which the World Bank does not report."""
    members = read("cow-states").filter(pl.col("end") == pl.col("end").max())["ccode"]
    assert set(members) - set(read("wdi-population")["ccode"]) == {713}


def test_russia_has_one_row_a_year_in_military_spending() -> None:
    russia = read("sipri-milex").filter(pl.col("ccode") == 365)
    assert russia["year"].is_duplicated().sum() == 0
    assert one("sipri-milex", ccode=365, year=1988)["milex_constant"] == pytest.approx(282_701.387)


def test_democracy_on_four_scales() -> None:
    row = one("democracy", ccode=SOUTH_KOREA, year=1988)
    assert (row["polyarchy"], row["polity2"]) == (0.616, 6)
    assert (row["euds"], row["aeuds"]) == (pytest.approx(0.80606211), pytest.approx(0.51290658))


def test_ideal_points_on_three_scales() -> None:
    row = one("unga-ideal-points", ccode=SOUTH_KOREA, year=2020)
    assert row["ideal"] == pytest.approx(0.9197976)
    assert row["ideal_fp"] == pytest.approx(0.7992325)
    assert row["ideal_legacy"] == pytest.approx(0.8907102)
    assert (row["votes"], row["votes_fp"], row["votes_legacy"]) == (183, 97, 96)
    last = one("unga-ideal-points", ccode=SOUTH_KOREA, year=2024)
    assert (last["ideal"], last["ideal_fp"]) == (None, pytest.approx(1.0704581))
