"""What holds of a sound table: both directions of a pair, states that were there; and what becomes of other rows."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest

from foedus.data.borders import borders_since, with_borders
from foedus.data.catalog import locate, source, sources
from foedus.data.columns import table_columns
from foedus.data.files.accept import accept
from foedus.data.files.bounds import bounds, counted, refuse_less
from foedus.data.files.landmarks import landmarks, marked, refuse_others
from foedus.data.files.measure import tables
from foedus.data.library import read
from foedus.data.panel.build import build_panel
from foedus.data.panel.tables import checked
from foedus.data.readers.taken import taking
from foedus.data.readers.text import read_text
from foedus.data.sound import dated_by, sound
from foedus.errors import DataError


def spells(*rows: tuple[int, int, int, str]) -> pl.DataFrame:
    schema = {"ccode1": pl.Int16, "ccode2": pl.Int16, "conttype": pl.Int8, "start": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.col("start").str.to_date(), end=None)


def test_a_pair_with_one_direction_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    both = spells((2, 200, 1, "1920-01-01"), (200, 2, 1, "1920-01-01"))
    assert sound(both, "cow-contiguity", "raw.csv") == (
        "whether its states are members in their years was not checked: import cow-states first",
    )
    with pytest.raises(DataError, match=r"raw\.csv: pair \(2, 200\) lacks \(200, 2\) \(start 1920-01-01; 1 of 1 rows"):
        sound(both[:1], "cow-contiguity", "raw.csv")


@pytest.mark.data
def test_a_number_of_another_system_is_no_member() -> None:
    rows = spells((260, 200, 1, "1995-01-01"), (200, 260, 1, "1995-01-01"))
    with pytest.raises(DataError, match=r"260 is no member of COW's system in 1995 \(column 'ccode1', 1 rows\)"):
        sound(rows, "cow-contiguity", "raw.csv")
    assert sound(rows.with_columns(start=pl.date(1985, 1, 1)), "cow-contiguity", "raw.csv") == ()


@pytest.mark.data
def test_a_state_may_have_figures_before_it_enters_but_not_after_it_left() -> None:
    schema = {"ccode": pl.Int16, "year": pl.Int16, "imports_total": pl.Float64, "exports_total": pl.Float64}
    rows = [(31, 1960, 1.0, 1.0), (817, 1990, 1.0, 1.0)]
    table = pl.DataFrame(rows, schema=schema, orient="row")
    assert sound(table[:1], "cow-trade-national", "raw.csv") == ()
    with pytest.raises(DataError, match="817 is no member of COW's system in 1990"):
        sound(table, "cow-trade-national", "raw.csv")


def test_the_list_of_states_is_not_measured_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    table = pl.DataFrame({"ccode": [990], "start": ["1900-01-01"]}).with_columns(pl.col("start").str.to_date())
    assert sound(table, "cow-states", "raw.csv") == ()


@pytest.mark.data
def test_a_file_that_is_not_the_known_one_is_said_by_the_panel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    states = locate("cow-states").read_text(encoding="utf-8")
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    (tmp_path / "system").mkdir()
    (tmp_path / "foedus-data.json").write_text("{", encoding="utf-8")
    (tmp_path / source("cow-states").file).write_text(
        states.replace("American Samoa", "Samoa") + "\n", encoding="utf-8"
    )
    assert build_panel("state-year", (2000, 2001), []).notes == ()
    (tmp_path / source("cow-states").file).write_text(states.replace("Samoa", "Western Samoa"), encoding="utf-8")
    panel = build_panel("state-year", (2000, 2001), [])
    assert panel.notes[0].startswith("the file of cow-states is not the known one of version 2024 (SHA-256")
    assert panel.metadata["sources"]["cow-states"]["check"] == "changed"


@pytest.mark.parametrize("key", ["cow-states", "archigos", "atop-members"])
def test_the_column_that_dates_a_row_is_a_key_or_its_beginning(key: str) -> None:
    assert dated_by(key) in ("start", "yrent")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<!DOCTYPE html><html>", "is a web page, not a table"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "is a gzip archive"),
        (b"PK\x03\x04...", "is a zip archive or an Excel workbook"),
        ("a,b\n1,2\n".encode("utf-16"), "is text in UTF-16"),
        (b"a;b\n1;2\n", "parted by semicolons, those of the publisher's file by commas"),
        (b"a|b\n1|2\n", "parted by vertical bars"),
        (b"a,b\n1,2\n3\n", "data row 2 has 1 cell, the header has 2"),
        (b'a,b\n"1\n2",2\n3,4,5\n', "data row 2 has 3 cells, the header has 2"),
        (b"a,b,a\n1,2,3\n", "names the column a more than once"),
        (b"a,b\n1,C\xf4te\n", r"line 2: byte 0xF4 is not UTF-8 \(near 'a,b\\n1,C\\xf4te\\n'\)"),
    ],
)
def test_what_is_no_table_is_said(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "raw.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message) as refused:
        read_text(path, ["a", "b"])
    assert "\n" not in str(refused.value)


def test_marks_of_the_order_ends_of_lines_and_blank_lines_pass(tmp_path: Path) -> None:
    path = tmp_path / "raw.csv"
    path.write_bytes(b'\xef\xbb\xbfa,b\r\n1,"x\r\n\r\ny"\r\n3,4\r\n\r\n\n')
    assert read_text(path, ["b", "a"]).rows() == [("x\r\n\r\ny", "1"), ("4", "3")]
    path.write_bytes(b"a\tb\n\n1\t2\n \n")
    assert read_text(path, ["a"]).rows() == [("1",)]


def test_another_encoding_is_read_where_it_is_declared(tmp_path: Path) -> None:
    path = tmp_path / "raw.csv"
    path.write_bytes("a\nCôte\n".encode("latin-1"))
    assert read_text(path, ["a"], encoding="latin-1").rows() == [("Côte",)]


TABLE = pl.DataFrame(
    {"ccode": [2] * 60, "year": range(1960, 2020), "gdp_current": [1e9 + year for year in range(60)]},
    schema={"ccode": pl.Int16, "year": pl.Int16, "gdp_current": pl.Float64},
)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foedus.data.files.bounds.bounds", lambda: {"wdi-gdp": tuple(counted(TABLE, "wdi-gdp"))})
    monkeypatch.setattr("foedus.data.files.landmarks.landmarks", lambda: {"wdi-gdp": marked(TABLE, "wdi-gdp")})


@pytest.mark.usefixtures("known")
def test_a_table_that_holds_less_than_its_version_is_refused_and_one_that_holds_more_passes() -> None:
    more = pl.concat([TABLE, TABLE.with_columns(ccode=pl.lit(20, pl.Int16))])
    for table in (TABLE, more):
        refuse_less(table, "wdi-gdp", "v", "raw.csv")
        refuse_others(table, "wdi-gdp", "v", "raw.csv")
    with pytest.raises(
        DataError, match=r"holds 59 rows, but version v of source 'wdi-gdp' at least 60: rows are missing"
    ):
        refuse_less(TABLE[:-1], "wdi-gdp", "v", "raw.csv")
    other_decade = pl.concat([TABLE[10:], more.filter(pl.col("ccode") == 20)[20:30]])
    with pytest.raises(DataError, match="holds 50 years, but"):
        refuse_less(other_decade, "wdi-gdp", "v", "raw.csv")


@pytest.mark.usefixtures("known")
def test_columns_with_other_values_are_named() -> None:
    turned = TABLE.with_columns(-pl.col("gdp_current"))
    with pytest.raises(DataError, match="the values of gdp_current are not those of version v"):
        refuse_others(turned, "wdi-gdp", "v", "raw.csv")
    revised = TABLE.with_columns(
        pl.when(pl.col("year") == 1960).then(5.0).otherwise("gdp_current").alias("gdp_current")
    )
    refuse_others(revised, "wdi-gdp", "v", "raw.csv")


@pytest.mark.usefixtures("known")
def test_a_code_for_missing_values_and_values_where_there_were_none_are_seen() -> None:
    every_third = pl.int_range(pl.len()) % 3 == 0
    coded = TABLE.with_columns(pl.when(every_third).then(9999.0).otherwise("gdp_current").alias("gdp_current"))
    with pytest.raises(DataError, match="the values of gdp_current are not those of version v"):
        refuse_others(coded, "wdi-gdp", "v", "raw.csv")


def test_a_zero_where_nothing_was_known_is_another_value(monkeypatch: pytest.MonkeyPatch) -> None:
    sparse = TABLE.with_columns(pl.when(pl.col("year") > 1990).then("gdp_current").alias("gdp_current"))
    monkeypatch.setattr("foedus.data.files.landmarks.landmarks", lambda: {"wdi-gdp": marked(sparse, "wdi-gdp")})
    refuse_others(sparse, "wdi-gdp", "v", "raw.csv")
    with pytest.raises(DataError, match="the values of gdp_current are not those of version v"):
        refuse_others(sparse.with_columns(pl.col("gdp_current").fill_null(0.0)), "wdi-gdp", "v", "raw.csv")


@pytest.mark.usefixtures("known")
def test_a_later_version_may_be_corrected_but_not_cut() -> None:
    later = pl.concat([TABLE[1:], TABLE[-1:].with_columns(year=pl.lit(2020, pl.Int16))])
    refuse_less(later, "wdi-gdp", "w", "raw.csv", later=True)
    refuse_others(later.with_columns(pl.col("gdp_current") * 2), "wdi-gdp", "w", "raw.csv", later=True)
    cut = pl.concat([TABLE[:1], later[-1:]])
    with pytest.raises(DataError, match=r"holds 2 rows, but version w of source 'wdi-gdp' at least 54"):
        refuse_less(cut, "wdi-gdp", "w", "raw.csv", later=True)
    with pytest.raises(DataError, match=r"has no row .*, which version w"):
        refuse_others(cut, "wdi-gdp", "w", "raw.csv", later=True)


@pytest.mark.parametrize("key", [key for key, each in sources().items() if each.also])
def test_every_version_is_known_by_something(key: str) -> None:
    each = source(key)
    for edition in each.also:
        assert edition.sha256 or edition.least or (edition.last_year > each.last_year and bounds()[key])


@pytest.mark.parametrize("value", [float("inf"), -float("inf"), 1e300])
def test_a_number_of_no_size_is_refused_in_a_column_without_bounds(value: float) -> None:
    listed = table_columns("sma")
    row = {"year": 2020, "sma_usd": None, "sma_krw": value, "basis": "reported", "source_url": None}
    table = pl.DataFrame([row], schema={name: column.dtype for name, column in listed.items()})
    with pytest.raises(DataError, match="column 'sma_krw' has 1 values out of range"):
        checked(table, "sma", "raw.csv")


def test_every_count_and_mark_is_of_a_source() -> None:
    assert set(bounds()) | set(landmarks()) <= set(sources())


@pytest.mark.data
def test_the_counts_and_marks_that_ship_are_those_of_the_files() -> None:
    for path, text in tables().items():
        assert path.read_text(encoding="utf-8") == text


@pytest.mark.data
def test_the_text_with_other_ends_of_lines_is_the_known_file_and_another_is_not(tmp_path: Path) -> None:
    path = tmp_path / "mida.csv"
    content = locate("cow-mid-disputes").read_bytes()
    path.write_bytes(content.replace(b"\r\n", b"\n") + b"\n\n")
    assert accept("cow-mid-disputes", path).check == "verified"
    path.write_bytes(content.replace(b",17,", b",16,", 1))
    with pytest.raises(
        DataError, match=r"not the file of version 5\.0 of source 'cow-mid-disputes' that is known: SHA"
    ):
        accept("cow-mid-disputes", path)
    assert accept("cow-mid-disputes", path, accept_changed=True).check == "changed"


@pytest.mark.data
def test_an_older_list_of_states_is_a_version_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = locate("cow-states").with_name("cow_states2016.csv")
    assert (accept("cow-states", older).version, accept("cow-states", older).check) == ("2016", "verified")
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    (tmp_path / "system").mkdir()
    (tmp_path / source("cow-states").also[0].file).write_bytes(older.read_bytes())  # type: ignore[arg-type]
    assert locate("cow-states").name == "cow_states2016.csv"


@pytest.mark.data
def test_figures_of_todays_territory_are_null_where_the_state_had_another() -> None:
    panel = build_panel("state-year", (1985, 1993), ["world-bank"])
    gdp = {(code, year): value for code, year, value in panel.frame.select("ccode", "year", "gdp_current").iter_rows()}
    assert gdp[365, 1989] is None
    assert gdp[260, 1989] is None
    assert gdp[365, 1992] is not None
    assert gdp[255, 1991] is not None
    assert any("365 before 1992" in note for note in panel.notes)
    rows = panel.metadata["sources"]["wdi-gdp"]
    assert (rows["check"], rows["rows"]["kept"]) == ("unverified", read("wdi-gdp").height)
    assert sum(rows["rows"]["left_out"].values()) == rows["rows"]["read"] - rows["rows"]["kept"]


@pytest.mark.data
def test_borders_follow_from_the_list_of_states_and_what_is_left_out_is_counted() -> None:
    since = borders_since()
    assert (since[365], since[679], since[530], since[770]) == (1992, 1990, 1993, 1972)
    whole = read("wdi-gdp")
    with taking() as taken:
        kept = with_borders(whole)
    assert taken.left_out == {"years in which the state had other borders than today": whole.height - kept.height}


@pytest.mark.data
def test_pounds_are_said() -> None:
    panel = build_panel("state-year", (1900, 1920), ["capabilities"])
    assert any(note.startswith("milex: thousand pounds sterling before 1914") for note in panel.notes)
    assert build_panel("state-year", (1950, 1951), ["capabilities"]).notes == ()


@pytest.mark.data
def test_a_few_rows_are_no_later_version(tmp_path: Path) -> None:
    table = pl.read_csv(locate("ucdp-prio"), infer_schema=False)
    first = table.filter(pl.col("year") == "1946").head(1)
    last = first.with_columns(year=pl.lit("2025"))
    path = tmp_path / "few.csv"
    pl.concat([first, last]).write_csv(path)
    with pytest.raises(DataError, match=r"holds 2 rows, but version 26\.1 of source 'ucdp-prio' at least"):
        accept("ucdp-prio", path)
    moved = table.with_columns(year=(pl.col("year").cast(pl.Int16) + 1).cast(pl.String))
    moved.write_csv(path)
    with pytest.raises(DataError, match=r"in 1940-1949, but version 26\.1 of source 'ucdp-prio' at least"):
        accept("ucdp-prio", path)


@pytest.mark.data
def test_an_older_version_is_taken_whole_alone(tmp_path: Path) -> None:
    older = locate("cow-majors").with_name("cow_majors2016.csv")
    assert accept("cow-majors", older).version == "2016"
    path = tmp_path / "majors2016.csv"
    path.write_text("".join(older.read_text(encoding="utf-8").splitlines(keepends=True)[:8]), encoding="utf-8")
    with pytest.raises(DataError, match="holds 7 rows, but version 2016 of source 'cow-majors' 14"):
        accept("cow-majors", path)
