"""A publisher's table is checked once: columns, types, keys, ranges; one line says what is wrong and where."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.data.columns import table_columns
from foedus.data.library import reader
from foedus.data.panel.tables import checked, not_after
from foedus.errors import DataError

NMC = {name: column.dtype for name, column in table_columns("cow-nmc").items()}


def table(**change: list[object]) -> pl.DataFrame:
    values: dict[str, list[object]] = {name: [None, None] for name in NMC}
    values |= {"ccode": [2, 2], "year": [2010, 2011], "tpop": [309_349.0, 311_663.0]}
    return pl.DataFrame(values | change, schema=NMC)


def test_a_good_table_is_returned() -> None:
    assert checked(table(), "cow-nmc", "nmc.csv").equals(table())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"tpop": [309_349.0, 311_663_000.0]},
            r"nmc\.csv: column 'tpop' has 1 values out of range \(worst: 3\.11663e\+08 at ccode 2, year 2011\); "
            r"allowed: 0 to 5,000,000 thousand persons; check the file and its units",
        ),
        ({"milex": [-8, 5]}, "column 'milex' has 1 values out of range .*ccode 2, year 2010"),
        ({"year": [2010, 2010]}, r"2 rows repeat the key ccode, year \(first: ccode 2, year 2010\); keep one of each"),
        ({"ccode": [2, None]}, "1 rows have no ccode or year"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(change: dict[str, list[object]], words: str) -> None:
    with pytest.raises(DataError, match=words):
        checked(table(**change), "cow-nmc", "nmc.csv")


@pytest.mark.parametrize("year", ["-2019", "0000", "+12019"])
def test_a_day_that_no_calendar_has_is_refused(year: str, tmp_path: Path) -> None:
    """A turned sign gave a date that Python cannot hold: the sentence on another column then ended in a ValueError."""
    path = tmp_path / "own.csv"
    path.write_text(
        f"ccode,capital,stdate,enddate,lat,lng\n2,Here,1900-01-01,2024-12-31,1,1\n2,There,{year}-01-01,,99,1\n"
    )
    with pytest.raises(DataError, match=r"'(start|stdate)'"):
        checked(reader("capitals")(path), "capitals", path.name)


def test_other_columns_and_types_than_listed_are_refused() -> None:
    with pytest.raises(DataError, match="listed: ccode, year, milex"):
        checked(table().drop("milex"), "cow-nmc", "nmc.csv")
    with pytest.raises(DataError, match=r"column 'tpop' is Float32; columns\.csv says Float64"):
        checked(table().with_columns(pl.col("tpop").cast(pl.Float32)), "cow-nmc", "nmc.csv")


def test_rows_that_do_not_come_after_the_one_above() -> None:
    frame = pl.DataFrame({"a": [1, 1, 2, 1], "b": [1, 1, 0, 5]})
    assert not_after(frame, ["a", "b"]) == 2
    assert not_after(frame, ["a", "b"], equal_allowed=True) == 1
    assert not_after(frame.head(1), ["a", "b"]) == 0


def test_no_bound_lets_a_thousandfold_pass() -> None:
    """A file in persons where thousands are due must be refused: bounds are a few times what any state has had."""
    largest = {"tpop": 1_403_500, "milper": 12_500, "milex": 693_600_000, "pec": 5_900_331, "irst": 822_698}
    for name, value in largest.items():
        high = table_columns("cow-nmc")[name].high
        assert high is not None
        assert value < high < 1000 * value
