"""Northeast Asia: figures looked up in the files, one source against another, and malformed files refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foedus.data.library import read
from foedus.data.readers import kadiz, korea_china_trade, nuclear_polls, rok_trade
from foedus.errors import DataError

SOUTH_KOREA, CHINA = 732, 710


def written(folder: Path, text: str) -> Path:
    path = folder / "raw.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.data
def test_trade_in_the_region_is_a_part_of_all_trade() -> None:
    part = read("cow-trade-neasia")
    whole = read("cow-trade").join(part, on=["ccode1", "ccode2", "year"], suffix="_part")
    assert whole.height > 2000
    for name in ("imports", "exports"):
        assert whole.filter(pl.col(name).ne_missing(pl.col(f"{name}_part"))).is_empty()


@pytest.mark.data
def test_the_tenth_month_is_october() -> None:
    months = read("korea-china-trade")
    assert months.group_by("year").len()["len"].unique().to_list() == [12]
    october = months.filter(pl.col("year") == 2001, pl.col("month") == 10).row(0, named=True)
    assert (october["ccode1"], october["ccode2"]) == (SOUTH_KOREA, CHINA)
    assert (october["exports"], october["imports"]) == (1_485_592, 1_215_553)


@pytest.mark.data
def test_months_add_up_to_the_years_reported_elsewhere() -> None:
    months = read("korea-china-trade").group_by("year").agg(pl.col("exports", "imports").sum() / 1e6)
    years = read("rok-trade").filter(pl.col("ccode2") == CHINA, pl.col("basis").str.contains("KOSIS"))
    both = years.join(months, on="year", suffix="_months").sort("year")
    assert both["year"].to_list() == [2018, 2019]
    for name in ("exports", "imports"):
        assert (both[name] - both[f"{name}_months"]).abs().max() < 0.05


@pytest.mark.data
@pytest.mark.parametrize("month", ["2001.2", "2001.13", "2001.00", "2001"])
def test_a_month_that_is_none_is_refused(tmp_path: Path, month: str) -> None:
    path = written(tmp_path, f'Country,Date,Exports,Imports\n"China, peoples\' republic of",{month},1,2\n')
    with pytest.raises(DataError, match=rf"raw\.csv: Date '{month}' is not a year and a month"):
        korea_china_trade.read(path)


@pytest.mark.data
def test_reported_trade_keeps_its_basis() -> None:
    row = read("rok-trade").filter(pl.col("ccode2") == 2, pl.col("year") == 2022).row(0, named=True)
    assert (row["exports"], row["imports"], row["total"]) == (109.8, 81.8, 191.6)
    assert "surplus" in row["basis"]


@pytest.mark.data
def test_a_partner_without_a_state_number_is_refused(tmp_path: Path) -> None:
    names = "year,partner,rok_exports_usd_bn,rok_imports_usd_bn,total_usd_bn,basis,source_url"
    with pytest.raises(DataError, match="country names without a COW state number: XYZ"):
        rok_trade.read(written(tmp_path, f"{names}\n2020,XYZ,1,2,3,reported,none\n"))


@pytest.mark.data
def test_entries_into_the_air_zone_say_how_far_they_can_be_trusted() -> None:
    rows = {(row["ccode"], row["first_year"]): row for row in read("kadiz").iter_rows(named=True)}
    assert len(rows) == 9
    assert (rows[710, 2019]["entries"], rows[710, 2019]["approximate"], rows[710, 2019]["at_least"]) == (50, 1, 0)
    assert (rows[365, 2019]["entries"], rows[365, 2019]["at_least"]) == (20, 1)
    assert (rows[710, 2020]["last_year"], rows[710, 2020]["entries"]) == (2024, 430)


@pytest.mark.data
def test_a_report_without_a_number_has_none(tmp_path: Path) -> None:
    path = written(tmp_path, "year,state,kadiz_entries,source_url\n2022,CHN,dozens,x\n2023,CHN,12,x\n")
    assert kadiz.read(path).select("entries", "approximate", "at_least", "reported").rows() == [
        (None, None, None, "dozens"),
        (12, 0, 0, "12"),
    ]


@pytest.mark.data
def test_a_span_of_years_that_is_none_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "year,state,kadiz_entries,source_url\n2022/23,CHN,12,x\n")
    with pytest.raises(DataError, match=r"raw\.csv: year '2022/23' is not a year or a span"):
        kadiz.read(path)


@pytest.mark.data
def test_exercises_have_a_row_for_each_participant() -> None:
    table = read("exercises")
    first = table.filter(pl.col("exercise") == "mme87")
    assert first["ccode"].to_list() == [2, 200, 210]
    assert set(first.select("start", "end", "sea", "land").iter_rows()) == {
        (date(1980, 1, 14), date(1980, 1, 21), 1, 0)
    }
    korean = table.filter(pl.col("ccode") == SOUTH_KOREA)
    assert korean.height == 159
    american = table.filter(pl.col("ccode") == 2).select("exercise", "year")
    assert korean.filter(pl.col("year") == 2009).join(american, on=["exercise", "year"]).height == 7


@pytest.mark.data
def test_exercises_with_unknown_days_names_and_states() -> None:
    table = read("exercises")
    spirit = table.filter(pl.col("exercise") == "mme162").row(0, named=True)
    assert (spirit["start"], spirit["end"], spirit["end_month"]) == (date(1981, 2, 1), None, 6)
    assert "-9" not in set(table["name"]) | set(table["location"])
    assert {403, 437, 484, 490, 260} <= set(table["ccode"])  # names with accents, with hyphens, and of a former state
    assert table.filter(pl.col("ccode") == 260)["year"].max() == 1990


@pytest.mark.data
def test_missile_provocations_are_counted_as_the_reconciliation_says() -> None:
    events = read("provocations").filter(pl.col("type") == "missile", pl.col("year") == 2022)
    counts = read("missile-count-reconciliation").filter(pl.col("year") == 2022)
    entry = counts.filter(pl.col("counter").str.starts_with("Beyond Parallel"))
    assert events.height == entry["count"].item() == 37
    assert counts.filter(pl.col("counter").str.starts_with("Japan"))["count"].item() == 59


@pytest.mark.data
def test_provocations() -> None:
    table = read("provocations")
    assert table.height == 375
    assert table.filter(pl.col("date") == date(2022, 10, 14))["event"].to_list() == [
        *("Short-range Ballistic Missile Launch", "Airplane Exercise", "Artillery Fire")
    ]
    assert table["mentions_kim"].sum() == 3
    assert set(table["type"]) == {"missile", "nuclear", "other"}


@pytest.mark.data
def test_presidents_follow_one_another() -> None:
    table = read("presidents")
    assert table.filter(pl.col("end").is_null())["leader"].to_list() == ["Donald Trump", "Lee Jae-myung"]
    elected = table.filter(~pl.col("leader").str.contains("acting"))
    next_start = elected.with_columns(after=pl.col("start").shift(-1).over("ccode"))
    assert next_start.filter(pl.col("after") < pl.col("end")).is_empty()
    assert table.filter(pl.col("party").is_null())["leader"].str.contains("acting").all()


@pytest.mark.data
def test_russian_and_north_korean_co_operation() -> None:
    table = read("dprk-russia")
    assert table.height == 20
    assert table["date"].is_sorted()
    assert table.filter(pl.col("id") == 9).row(0, named=True)["date"] == date(2023, 7, 26)
    assert table["phase"].null_count() == 3


@pytest.mark.data
def test_polls() -> None:
    table = read("nuclear-polls")
    asan = table.filter(pl.col("pollster") == "Asan Institute").row(0, named=True)
    assert (asan["year"], asan["month"], asan["yes"], asan["no"], asan["n"]) == (2023, 3, 64.3, None, 1000)
    assert table["month"].null_count() == 1


def test_a_poll_without_a_date_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "date,pollster,question,pct_yes,pct_no,n,source_url\nspring 2023,A,B,1,2,3,x\n")
    with pytest.raises(DataError, match=r"raw\.csv: date 'spring 2023' is not a year"):
        nuclear_polls.read(path)


@pytest.mark.data
def test_cost_sharing_is_in_one_currency_at_a_time() -> None:
    table = read("sma")
    assert table.filter(pl.col("sma_usd").is_null() == pl.col("sma_krw").is_null()).is_empty()
    figures = dict(table.select("year", "sma_krw").iter_rows())
    assert (figures[2018], figures[2021], figures[2026]) == (960.2, 1183.3, 1519.2)
    assert {2023, 2024}.isdisjoint(figures)
    assert table.filter(pl.col("basis").str.starts_with("computed"))["year"].to_list() == [2021, 2022]


@pytest.mark.data
def test_flights_near_taiwan() -> None:
    table = read("taiwan-adiz")
    assert table.height == 733
    august = table.filter(pl.col("date").is_between(date(2022, 8, 2), date(2022, 8, 5)))
    assert august["sorties"].to_list() == [None, 49, 22, 49]
    most = table.sort("sorties", descending=True, nulls_last=True).row(0, named=True)
    assert most["date"] == date(2022, 12, 25)
