"""Tables as spreadsheets write them mean the same; what is no table, no number or no name is refused with its line."""

import os
import re

import pytest

from foedus.classic.files import read_landscape, read_network
from foedus.classic.issue import COLUMNS, arrays, load_issue
from foedus.classic.sheet import is_table
from foedus.classic.spending import from_file
from foedus.classic.textable import number, read_table
from foedus.errors import InputError

PLAIN = "actor,capability,position,salience\nGreece,100.5,40,1\nUSA,30,60,0.25\n"


@pytest.fixture
def file(tmp_path):
    def write(text, name="own.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


WRITTEN = {
    "semicolons and decimal commas": PLAIN.replace(".", "#").replace(",", ";").replace("#", ","),
    "tabs": PLAIN.replace(",", "\t"),
    "a named separator": "sep=;\r\n" + PLAIN.replace(",", ";").replace("\n", "\r\n"),
    "trailing commas": PLAIN.replace("\n", ",,\n"),
    "capitals": PLAIN.replace("actor,capability", "ACTOR,Capability"),
    "a mark and other line ends": b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode(),
    "sixteen bits": PLAIN.encode("utf-16"),
    "quotes": PLAIN.replace("100.5", '"100.5"').replace("Greece", '"Greece"'),
    "blank lines and a blank column": "\n,,,,\n"
    + PLAIN.replace(",position", ",,position").replace("100.5,", "100.5,,").replace("30,", "30,,"),
    "other columns and another order": "note,salience,position,capability,actor\n,1,40,100.5,Greece\nold,0.25,60,30,USA\n",
    "whole numbers with a point": PLAIN.replace("40", "40.0").replace("30", "3.0E+01"),
    "a line break in a heading": PLAIN.replace("capability", '"capability\n"'),
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_whatever_a_spreadsheet_does_the_table_means_the_same(file, text):
    expected = [list(row) for row in arrays(load_issue(file(PLAIN)))]
    assert [list(row) for row in arrays(load_issue(file(text)))] == expected


def test_a_name_is_the_same_however_its_accents_are_stored(file):
    one, other = (file(PLAIN.replace("Greece", name), "a.csv") for name in ("Gr\u00e8ce", "Gre\u0300ce"))
    assert load_issue(one).actors[0].name == load_issue(other).actors[0].name == "Gr\u00e8ce"


def test_points_that_may_part_thousands_are_refused_where_semicolons_part_cells(file):
    text = PLAIN.replace("100.5", "1.005").replace("0.25", "1")
    assert load_issue(file(text)).actors[0].capability.value == 1.005
    with pytest.raises(
        InputError, match=r":2: '1\.005' may be 1005 or 1,005; write 1005, or 1,005 if it is a fraction$"
    ):
        load_issue(file(text.replace(",", ";")))
    both = text.replace("30,", "30.5,").replace(",", ";")
    assert load_issue(file(both)).actors[0].capability.value == 1.005


def test_a_column_in_another_unit_is_told_in_a_few_lines(file):
    rows = "".join(f"a{number},1,{number},50\n" for number in range(30))
    with pytest.raises(InputError) as refused:
        load_issue(file(PLAIN.partition("\n")[0] + "\n" + rows))
    lines = str(refused.value).splitlines()
    assert len(lines) == 4
    assert lines[-1].endswith(": 27 more; mend these first")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_is_no_table(tmp_path):
    os.mkfifo(tmp_path / "own.csv")
    with pytest.raises(InputError, match=r"own\.csv'?: it is a pipe; give the path of a file"):
        read_network(tmp_path / "own.csv")


@pytest.mark.parametrize("name", ["own.CSV", "own.Csv", "own.tsv"])
def test_the_suffix_is_read_without_capitals(file, name):
    assert is_table(name)
    assert len(load_issue(file(PLAIN, name)).actors) == 2


REFUSED = [
    ("Greece,100.5", "Greece,1_000", ":2: capability: '1_000' is not a number"),
    ("Greece,100.5", "Greece,nan", ":2: capability: 'nan' is not a number"),
    ("Greece,100.5", "Greece,-inf", ":2: capability: '-inf' is not a number"),
    ("Greece,100.5", "Greece,1e308", ":2: capability: '1e308' is not allowed: 0, or 1e-18 to 1e+18"),
    ("Greece,100.5", "Greece,1e-300", ":2: capability: '1e-300' is not allowed"),
    ("Greece,100.5", "Greece," + "9" * 300, ":2: '999999999"),
    ("Greece,100.5", "Greece,٣", ":2: capability: '٣' is not a number"),
    ("Greece,100.5", 'Greece,"1,000"', ":2: capability: '1,000' is not a number"),
    ("Greece,100.5", 'Greece,"1,5"', ":2: capability: '1,5' is not a number"),
    ("Greece,100.5", "Greece,$5", ":2: capability: '$5' is not a number"),
    ("Greece,100.5", "Greece,", ":2: capability: '' is not a number"),
    ("Greece,100.5,40", "Greece,100.5,-9", ":2: position: -9 is a usual code for a missing value"),
    ("Greece,100.5,40", "Greece,100.5,999", ":2: position: 999 is a usual code for a missing value"),
    ("Greece", "usa", ":3: name: 'USA' is given twice"),
    ("Greece", "NaN", ":2: 'NaN' is no name of actor"),
    ("Greece", "\x1b[31m", r":2: '\x1b[31m' holds a sign that cannot be printed"),
    ("Greece", "x" * 500, ":2: 'xxx"),
    (",salience", ",position", ":1: column 'position' is named twice"),
    (",salience", ",importance", ":1: missing column salience"),
    ("actor,", "Influence\nin points\n\nactor,", ":1: 'Influence' is no heading; it stands on line 4 ('actor,"),
    ("40,1\n", "40,1,7\n", ":2: 5 cells where the heading has 4"),
    ("40,1\n", "40\n", ":2: 3 cells where the heading has 4"),
    (",position", ",,position", ":2: 4 cells where the heading has 5"),
    (PLAIN, "", ": the file has 0 rows"),
    (PLAIN, "\n\nactor\n", ": the file has 1 row;"),
    ("Greece", 'Gre"ece', ":2: name: "),
    (PLAIN, 'actor,capability\n"A', ":2: not a CSV file"),
]


@pytest.mark.parametrize(("old", "new", "words"), REFUSED, ids=[words[:40] for *_, words in REFUSED])
def test_the_rest_is_refused_with_file_and_line(file, old, new, words):
    path = file(PLAIN.replace(old, new))
    if words == ":2: name: ":
        assert len(load_issue(path).actors) == 2  # a quote within a name is a quote
        return
    with pytest.raises(InputError) as refused:
        load_issue(path)
    assert f"own.csv{words}" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04rest", "save it as CSV"),
        (b"PAR1rest", "this is a Parquet file"),
        (PLAIN.encode() + b"C\xf4te,1,1,1\n", "own.csv:4: not UTF-8 text"),
    ],
)
def test_what_is_no_text_is_refused(file, content, words):
    with pytest.raises(InputError, match=words):
        read_table(file(content), COLUMNS)


def test_a_code_for_a_missing_value_is_a_number_where_it_fits_or_is_written_out(file):
    assert read_table(file("a\n-9\n-12\n"), ("a",)).numbers("a") == [-9, -12]
    assert read_table(file("a\n999\n1200\n"), ("a",)).numbers("a") == [999, 1200]
    assert read_table(file("a\n-9.0\n12\n"), ("a",)).numbers("a") == [-9, 12]


def test_commas_of_numbers_are_decimal_unless_all_may_be_thousands(file):
    assert read_table(file("a;b\n0,5;1,250\n"), ("a",)).numbers("b") == [1.25]
    with pytest.raises(InputError, match="'1,250' is not a number"):
        read_table(file("a;b\n5;1,250\n"), ("a",)).numbers("b")
    assert number("−1.5", "here") == -1.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,size,USA,ROK,USA\nUSA,1,,1,1\n", "own.csv:1: column 'USA' is named twice"),
        ("name,size,A,B\nA,1,,1\nB,1,1,\na,1,,1\n", "own.csv:4: state 'a' is given twice, after line 2"),
        ("name,size,A,B\nA,1e308,,1\nB,1,1,\n", "own.csv:2: size of 'A': '1e308' is not allowed"),
        ("name,size,A,B\nA,1,,-99\nB,1,-99,\nC,1,1,1\n", "own.csv:1: state 'C' has a row and no column"),
        (
            "name,size,A,B,C\nA,1,,-99,1\nB,1,-99,,1\nC,1,1,1,\n",
            "own.csv:2: propensity of 'A' with 'B': -99 is a usual",
        ),
    ],
)
def test_a_landscape_names_every_state_once(file, text, words):
    with pytest.raises(InputError, match=re.escape(words)):
        read_landscape(file(text))


def test_a_network_is_read_in_any_order_of_columns_and_its_actors_are_spelt_one_way(file):
    assert read_network(file("Sign;J;I\n1,0;B;A\n-1;C;B\n")).signs.tolist() == [1, -1]
    with pytest.raises(InputError, match=r"own\.csv:3: 'b' is 'B' on line 2; write it one way"):
        read_network(file("i,j,sign\nA,B,1\nb,C,-1\n"))


def test_a_column_counts_on_one_side_once(file):
    path = file("year,usa,ussr\n1990,10,20\n1991,11,21\n1992,12,22\n1993,14,25\n")
    assert from_file(str(path), "usa,ussr").values.shape == (4, 2)
    for sides in ("usa,usa+ussr", "usa+usa,ussr"):
        with pytest.raises(InputError, match="name column 'usa' twice"):
            from_file(path, sides)
    with pytest.raises(InputError, match="unknown column 'year'"):
        from_file(path, "usa,year")
