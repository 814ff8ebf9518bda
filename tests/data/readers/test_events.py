"""Event data: CAMEO codes keep their zeros, and GDELT's own format reads as its copy does."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from foedus.data.catalog import locate
from foedus.data.library import read
from foedus.data.readers import gdelt
from foedus.data.readers.cameo import full_code
from foedus.errors import DataError

base = st.builds(lambda root, digit: f"{root:02d}{digit}", st.integers(1, 20), st.integers(0, 9))
# CAMEO subdivides no base code of root 01, and none that ends in 0 in root 02.
leaf = st.builds(lambda code, digit: f"{code}{digit}", base.filter(lambda code: code > "020"), st.integers(1, 9))


def restored(code: str, *, root: bool) -> str:
    frame = pl.DataFrame({"code": [code]})
    return str(frame.select(full_code("code", root=pl.lit(root) if root else None)).item())


@given(base | leaf)
def test_a_code_that_lost_its_zero_gets_it_back(code: str) -> None:
    assert restored(str(int(code)), root=False) == code
    assert restored(code, root=False) == code


@given(st.integers(1, 20))
def test_a_root_has_two_digits(root: int) -> None:
    assert restored(str(root), root=True) == f"{root:02d}"


@pytest.mark.data
def test_the_codebook_and_goldsteins_scale_have_the_same_codes() -> None:
    codes, scale = read("cameo-codes"), read("goldstein")
    assert codes["code"].is_unique().all()
    assert (codes["code"].str.slice(0, 2) == codes["root"]).all()
    assert codes.filter(pl.col("code").str.len_chars() == 2)["code"].to_list() == [
        f"{root:02d}" for root in range(1, 21)
    ]
    assert codes.select("code", "name").equals(scale.select("code", "name"))
    values = dict(scale.select("code", "goldstein").iter_rows())
    assert (values["010"], values["10"], values["190"], values["0874"]) == (0.0, -5.0, -10.0, 10.0)


@pytest.mark.data
def test_icews() -> None:
    events = read("icews")
    assert (
        events.filter((pl.col("source_country") == "South Korea") | (pl.col("target_country") == "South Korea")).height
        == 137
    )
    assert events.filter((pl.col("ccode1") == 732) | (pl.col("ccode2") == 732)).height == 137
    visit = events.filter(event_id=32830960).row(0, named=True)
    assert (visit["date"], visit["ccode1"], visit["ccode2"]) == (date(2018, 6, 1), 2, 666)
    assert (visit["cameo_code"], visit["intensity"]) == ("042", 1.9)
    assert set(events["cameo_code"]) <= set(read("cameo-codes")["code"])


@pytest.mark.data
def test_icews_of_northeast_asia() -> None:
    events = read("icews-neasia")
    assert events.filter(ccode1=731, ccode2=732).height == 92
    assert set(events["ccode1"]) == {2, 365, 710, 731, 732, 740}


@pytest.mark.data
def test_gdelt() -> None:
    events = read("gdelt")
    assert events["added"].unique().to_list() == [date(2017, 7, 1)]
    first, last = events.row(0, named=True), events.row(-1, named=True)
    assert (first["date"], first["cameo_code"], first["cameo_root"], first["ccode1"]) == (
        date(2007, 7, 4),
        "040",
        "04",
        None,
    )
    assert (last["cameo_code"], last["ccode1"], last["ccode2"], last["goldstein"]) == ("173", 710, 710, -5.0)


@pytest.mark.data
def test_gdelts_own_format_is_told_by_its_content(tmp_path: Path) -> None:
    with locate("gdelt").open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream))
    zeros = {"EventCode": 3, "EventBaseCode": 3, "EventRootCode": 2}  # digits of a code, whose zero the copy has lost
    lines = ["\t".join(each[name].zfill(zeros.get(name, 0)) for name in gdelt.COLUMNS) for each in records]
    native = tmp_path / "20170701234500.export.CSV"
    native.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert_frame_equal(gdelt.read(native), read("gdelt"))
    packed = tmp_path / "20170701234500.export.CSV.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(native, native.name)
    assert_frame_equal(gdelt.read(packed), read("gdelt"))


@pytest.mark.data
def test_the_columns_of_gdelt_are_those_of_its_schema() -> None:
    schema = pl.read_csv(locate("gdelt").with_name("gdelt2_events_schema.csv"))
    assert list(gdelt.COLUMNS) == schema["tableId"].to_list()


def test_another_tab_separated_file_is_refused_with_its_width(tmp_path: Path) -> None:
    path = tmp_path / "gkg.csv"
    path.write_text("1\t2\t3\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"gkg\.csv: 3 tab-separated columns; an export of GDELT 2\.0 events has 61"):
        gdelt.read(path)


def test_an_event_without_a_date_is_refused(tmp_path: Path) -> None:
    values = dict.fromkeys(gdelt.COLUMNS, "1") | {"SQLDATE": "2017", "DATEADDED": "20170701234500"}
    path = tmp_path / "export.csv"
    path.write_text("\t".join(values.values()) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"export\.csv: event 1 has no date"):
        gdelt.read(path)
