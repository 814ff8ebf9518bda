"""Reading a publisher's table: required columns, types, missing values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foedus.data.readers.table import Schema, insist, read_table
from foedus.errors import DataError

SCHEMA: Schema = {"ccode": pl.Int16, "milex": pl.Int64, "share": pl.Float64, "name": pl.String}


def written(folder: Path, text: str) -> Path:
    path = folder / "raw.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_minus_nine_and_blanks_are_null_and_extra_columns_go(tmp_path: Path) -> None:
    path = written(tmp_path, "version,name,ccode,milex,share\n7, A ,2,-9,0.5\n7,,20,3.0,-9\n7,NA,200,,.\n")
    assert read_table(path, SCHEMA).rows() == [(2, None, 0.5, "A"), (20, 3, None, None), (200, None, None, None)]


def test_minus_nine_can_be_a_value(tmp_path: Path) -> None:
    path = written(tmp_path, "ccode,milex,share,name\n2,-9,-9,A\n")
    assert read_table(path, SCHEMA, missing=()).rows() == [(2, -9, -9.0, "A")]


def test_parquet_reads_as_csv_does(tmp_path: Path) -> None:
    path = tmp_path / "raw.parquet"
    pl.DataFrame({"ccode": [2], "milex": [-9], "share": [0.5], "name": ["A"]}).write_parquet(path)
    assert read_table(path, SCHEMA).rows() == [(2, None, 0.5, "A")]


def test_missing_columns_are_named_with_those_required(tmp_path: Path) -> None:
    path = written(tmp_path, "ccode,milex\n2,1\n")
    with pytest.raises(
        DataError, match=r"raw\.csv: missing column share, name \(required: ccode, milex, share, name\)"
    ):
        read_table(path, SCHEMA)


@pytest.mark.parametrize("bad", ["many", "40000000000000000000000"])
def test_a_value_that_does_not_fit_its_type_is_refused(tmp_path: Path, bad: str) -> None:
    path = written(tmp_path, f"ccode,milex,share,name\n{bad},1,0.5,A\n")
    with pytest.raises(DataError, match=r"raw\.csv: a value does not fit"):
        read_table(path, SCHEMA)


def test_files_that_are_absent_or_unreadable_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        read_table(tmp_path / "none.csv", SCHEMA)
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"not parquet")
    with pytest.raises(DataError, match="not a readable"):
        read_table(broken, SCHEMA)


def test_true_and_false_are_flags_and_dates_are_days(tmp_path: Path) -> None:
    path = written(tmp_path, "covert,start\ntrue,2022-08-05\nFalse,2022/8/5\n,\n")
    table = read_table(path, {"covert": pl.Boolean, "start": pl.Date})
    assert table.rows() == [(1, date(2022, 8, 5)), (0, date(2022, 8, 5)), (None, None)]
    assert table.schema["covert"] == pl.Int8


@pytest.mark.parametrize(("covert", "start"), [("maybe", "2022-08-05"), ("true", "2022-02-30"), ("true", "08/2022")])
def test_other_flags_and_dates_are_refused(tmp_path: Path, covert: str, start: str) -> None:
    path = written(tmp_path, f"covert,start\n{covert},{start}\n")
    with pytest.raises(DataError, match=r"raw\.csv: a value does not fit"):
        read_table(path, {"covert": pl.Boolean, "start": pl.Date})


def test_what_does_not_match_is_named() -> None:
    table = pl.DataFrame({"date": ["2021", None, "May"]})
    with pytest.raises(DataError, match=r"polls\.csv: date 'May' is not a year; correct it"):
        insist(table, "date", r"^\d{4}$", "a year", Path("polls.csv"))
    assert insist(table[:2], "date", r"^\d{4}$", "a year", Path("polls.csv")).height == 2
