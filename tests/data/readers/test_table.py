"""Reading a publisher's table: required columns, types, missing values."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.data.readers.table import COW, Schema, fit, insist, read_table, with_dates
from foedus.errors import DataError

SCHEMA: Schema = {"ccode": pl.Int16, "milex": pl.Int64, "share": pl.Float64, "name": pl.String}


def written(folder: Path, text: str) -> Path:
    path = folder / "raw.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_minus_nine_and_blanks_are_null_and_extra_columns_go(tmp_path: Path) -> None:
    path = written(tmp_path, "version,name,ccode,milex,share\n7, A ,2,-9,0.5\n7,,20,3.0,-9\n7,NA,200,,.\n")
    rows = [(2, None, 0.5, "A"), (20, 3, None, None), (200, None, None, None)]
    assert read_table(path, SCHEMA, missing=COW).rows() == rows


def test_minus_nine_can_be_a_value(tmp_path: Path) -> None:
    path = written(tmp_path, "ccode,milex,share,name\n2,-9,-9,A\n")
    assert read_table(path, SCHEMA).rows() == [(2, -9, -9.0, "A")]


def test_parquet_reads_as_csv_does(tmp_path: Path) -> None:
    path = tmp_path / "raw.parquet"
    pl.DataFrame({"ccode": [2], "milex": [-9], "share": [0.5], "name": ["A"]}).write_parquet(path)
    assert read_table(path, SCHEMA, missing=COW).rows() == [(2, None, 0.5, "A")]


def test_missing_columns_are_named_with_those_required(tmp_path: Path) -> None:
    path = written(tmp_path, "ccode,milex\n2,1\n")
    with pytest.raises(
        DataError, match=r"raw\.csv: missing column share, name \(required: ccode, milex, share, name\)"
    ):
        read_table(path, SCHEMA)


@pytest.mark.parametrize("bad", ["many", "40000", "-40000", "40000000000000000000000", "2.5"])
def test_a_value_that_does_not_fit_its_type_is_refused_with_its_place(tmp_path: Path, bad: str) -> None:
    path = written(tmp_path, f"ccode,milex,share,name\n2,1,0.5,A\n{bad},1,0.5,A\n")
    place = rf"raw\.csv: column 'ccode', data row 2: '{re.escape(bad)}' is not a whole number from -32768 to 32767"
    with pytest.raises(DataError, match=place):
        read_table(path, SCHEMA)


@given(st.lists(st.integers(-(2**15), 2**15 - 1), min_size=1, max_size=20), st.data())
def test_the_first_bad_row_is_the_one_named(numbers: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(numbers) - 1))
    values = [str(number) for number in numbers]
    values[place] = data.draw(st.sampled_from(["x", "32768", "1.5", "1e9"]))
    schema: Schema = {"ccode": pl.Int16}
    with pytest.raises(DataError, match=rf"data row {place + 1}: '{re.escape(values[place])}'"):
        fit(pl.DataFrame({"ccode": values}), schema, Path("raw.csv"))


@given(st.lists(st.integers(-(2**15), 2**15 - 1).filter(lambda number: number != -9)))
def test_whole_numbers_survive_in_every_spelling(numbers: list[int]) -> None:
    schema: Schema = {"ccode": pl.Int16}
    for spelling in ("{}", "{}.0", "{:e}"):
        raw = pl.DataFrame({"ccode": [spelling.format(number) for number in numbers]}, schema={"ccode": pl.String})
        assert fit(raw, schema, Path("raw.csv"))["ccode"].to_list() == numbers


def test_a_date_a_flag_and_a_number_say_what_is_allowed(tmp_path: Path) -> None:
    path = written(tmp_path, "when,sure,share\n2018-06-31,maybe,half\n")
    kinds: dict[str, tuple[type[pl.DataType], str]] = {
        "when": (pl.Date, "'2018-06-31' is not a date such as 2010-12-31"),
        "sure": (pl.Boolean, "'maybe' is not true or false"),
        "share": (pl.Float64, "'half' is not a number"),
    }
    for name, (kind, sentence) in kinds.items():
        with pytest.raises(DataError, match=f"column '{name}', data row 1: {sentence}; correct it"):
            read_table(path, {name: kind})


def test_flags_and_dates_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, "when,sure\n2018-06-30,TRUE\n2018/6/3,false\n,\n")
    table = read_table(path, {"when": pl.Date, "sure": pl.Boolean})
    assert table.rows() == [(date(2018, 6, 30), 1), (date(2018, 6, 3), 0), (None, None)]


def test_not_a_number_is_null(tmp_path: Path) -> None:
    path = tmp_path / "raw.parquet"
    pl.DataFrame({"ccode": [2.0, float("nan")], "share": [float("nan"), 0.5]}).write_parquet(path)
    assert read_table(path, {"ccode": pl.Int16, "share": pl.Float64}).rows() == [(2, None), (None, 0.5)]


def test_files_that_are_absent_or_unreadable_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        read_table(tmp_path / "none.csv", SCHEMA)
    with pytest.raises(DataError, match="is a folder"):
        read_table(tmp_path, SCHEMA)
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"not parquet")
    with pytest.raises(DataError, match="not a readable parquet file"):
        read_table(broken, SCHEMA)
    with pytest.raises(DataError, match=r"not a readable csv file \(empty CSV\)"):
        read_table(written(tmp_path, ""), SCHEMA)


def test_true_and_false_are_flags_and_dates_are_days(tmp_path: Path) -> None:
    path = written(tmp_path, "covert,start\ntrue,2022-08-05\nFalse,2022/8/5\n,\n")
    table = read_table(path, {"covert": pl.Boolean, "start": pl.Date})
    assert table.rows() == [(1, date(2022, 8, 5)), (0, date(2022, 8, 5)), (None, None)]
    assert table.schema["covert"] == pl.Int8


@pytest.mark.parametrize(("covert", "start"), [("maybe", "2022-08-05"), ("true", "2022-02-30"), ("true", "08/2022")])
def test_other_flags_and_dates_are_refused(tmp_path: Path, covert: str, start: str) -> None:
    path = written(tmp_path, f"covert,start\n{covert},{start}\n")
    with pytest.raises(DataError, match=r"raw\.csv: column '(covert|start)', data row 1"):
        read_table(path, {"covert": pl.Boolean, "start": pl.Date})


def test_what_does_not_match_is_named() -> None:
    table = pl.DataFrame({"date": ["2021", None, "May"]})
    with pytest.raises(DataError, match=r"polls\.csv: date 'May' is not a year; correct it"):
        insist(table, "date", r"^\d{4}$", "a year", Path("polls.csv"))
    assert insist(table[:2], "date", r"^\d{4}$", "a year", Path("polls.csv")).height == 2


def test_a_row_with_too_many_cells_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "ccode,milex,share,name\n2,1,0.5,A\n2,1,0.5,A,B\n")
    with pytest.raises(DataError, match=r"data row 2 has 5 cells, the header has 4"):
        read_table(path, SCHEMA)


def test_dates_of_parts_are_null_where_a_part_is_unknown_and_refused_where_impossible() -> None:
    parts = pl.DataFrame({"y": [1962, 1962, None, 1962], "m": [10, 10, 1, None], "d": [16, 77, 1, 1]})
    dated = with_dates(parts, Path("raw.csv"), start=("y", "m", "d"))
    assert dated["start"].to_list() == [date(1962, 10, 16), None, None, None]
    wrong = pl.DataFrame({"y": [1962, 1962], "m": [1, 2], "d": [1, 30]})
    with pytest.raises(DataError, match=r"raw\.csv: y, m, d, data row 2: 1962-2-30 is not a day"):
        with_dates(wrong, Path("raw.csv"), start=("y", "m", "d"))


def test_a_table_parted_by_tabs_reads_as_one_parted_by_commas(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text("ccode\tmilex\tshare\tname\n2\t1\t0.5\tA, B\n", encoding="utf-8")
    assert read_table(path, SCHEMA).rows() == [(2, 1, 0.5, "A, B")]
