"""Files of the user's own: what is read, and one line with file and line for each thing that is wrong."""

import re

import pytest

from foedus.classic.files import read_landscape, read_network
from foedus.errors import InputError

LANDSCAPE = "name,size,A,B,C\nA,1,,2,-1\nB,2,2,,0.5\nC,3,-1,0.5,\n"
NETWORK = "i,j,sign\nA,B,1\nB,C,-1\nA,C,-\n"


@pytest.fixture
def write(tmp_path):
    def file(text):
        path = tmp_path / "own.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return file


def test_a_landscape_is_read(write):
    found = read_landscape(write(LANDSCAPE))
    assert found.names == ("A", "B", "C")
    assert found.sizes.tolist() == [1, 2, 3]
    assert found.propensity.tolist() == [[0, 2, -1], [2, 0, 0.5], [-1, 0.5, 0]]


def test_columns_may_stand_in_another_order_than_rows_and_marks_of_editors_do_not_matter(write):
    text = "\ufeffname,size,C,B,A\r\nA,1,-1,2,\r\n\r\nB,2,0.5, ,2\r\nC,3,,0.5,-1\r\n"
    assert read_landscape(write(text)).propensity.tolist() == read_landscape(write(LANDSCAPE)).propensity.tolist()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name,size", "state,size", "own.csv:1: the header begins 'state,size'"),
        ("B,2,2,,0.5\n", "", "own.csv:1: state 'B' has a column and no row"),
        ("A,B,C", "A,B,D", "own.csv:1: state 'C' has a row and no column"),
        ("B,2,2,,0.5", "B,2,2,,much", "own.csv:3: propensity of 'B' with 'C': 'much' is not a number"),
        ("B,2,2,,0.5", "B,2,2,,", "own.csv:3: propensity of 'B' with 'C': '' is not a number"),
        ("B,2,2,,0.5", "B,2,2,,inf", "own.csv:3: propensity of 'B' with 'C': 'inf' is not a number"),
        ("B,2,2,,0.5", "B,big,2,,0.5", "own.csv:3: size of 'B': 'big' is not a number"),
        ("B,2,2,,0.5", "B,0,2,,0.5", "own.csv: size of 'B' is 0; it must be a number above 0"),
        (
            "B,2,2,,0.5",
            "B,2,2,,0.7",
            "own.csv: propensities are not symmetric: 'B' with 'C' is 0.7, 'C' with 'B' is 0.5",
        ),
        ("B,2,2,,0.5", "B,2,2,1,0.5", "own.csv: propensity of 'B' with itself is 1"),
        ("B,2,2,,0.5", "B,2,2,0.5", "own.csv:3: 4 cells where the heading has 5"),
        ("B,2,2,,0.5", "A,2,2,,0.5", "own.csv:1: state 'B' has a column and no row"),
        (LANDSCAPE, "", "own.csv: the file has 0 rows"),
        (LANDSCAPE, 'name,size\n"A', "own.csv:2: not a CSV file"),
    ],
)
def test_a_landscape_that_is_none_is_refused(write, old, new, message):
    with pytest.raises(InputError, match=re.escape(message)) as refusal:
        read_landscape(write(LANDSCAPE.replace(old, new)))
    assert "\n" not in str(refusal.value)


def test_a_network_is_read(write):
    found = read_network(write(NETWORK))
    assert found.names == ("A", "B", "C")
    assert {frozenset(found.named(k)): sign for k, sign in enumerate(found.signs.tolist())} == {
        frozenset("AB"): 1,
        frozenset("BC"): -1,
        frozenset("AC"): -1,
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("i,j,sign", "a,b,sign", "own.csv:1: the header is 'a,b,sign'"),
        ("B,C,-1", "B,B,-1", "own.csv:3: 'B' has a tie with itself"),
        ("B,C,-1", "B,,-1", "own.csv:3: a tie names one actor"),
        ("B,C,-1", "B,C,0", "own.csv:3: sign '0' is not allowed"),
        ("B,C,-1", "B,A,1", "own.csv:3: the tie of 'B' and 'A' is given again, after line 2"),
        ("B,C,-1", "B,A,-1", "own.csv:3: the tie of 'B' and 'A' is given with the other sign, after line 2"),
        ("-", "", "own.csv:4: sign '' is not allowed"),
        ("B,C,-1\nA,C,-", "B,C,1", "own.csv: no tie is negative"),
    ],
)
def test_a_network_that_is_none_is_refused(write, old, new, message):
    with pytest.raises(InputError, match=re.escape(message)) as refusal:
        read_network(write(NETWORK.replace(old, new)))
    assert "\n" not in str(refusal.value)


def test_what_cannot_be_read_is_refused(write, tmp_path):
    with pytest.raises(InputError, match=r"cannot read .*absent.csv: No such file"):
        read_landscape(tmp_path / "absent.csv")
    with pytest.raises(InputError, match=r"own.csv:2: not UTF-8 text"):
        read_network(write(b"i,j,sign\n\xff,B,1\n"))
