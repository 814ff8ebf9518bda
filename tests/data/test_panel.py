"""A panel refuses what columns.csv does not allow."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import polars as pl
import pytest

from foedus.data.columns import Column, columns
from foedus.data.panel.joined import Joined
from foedus.data.panel.panel import Panel
from foedus.errors import DataError

NAMES = ("ccode", "year", "stateabb", "major")
TABLE: dict[str, Column] = {name: columns("state-year")[name] for name in NAMES}


def frame(**change: list[object]) -> pl.DataFrame:
    base: dict[str, list[object]] = {
        "ccode": [2, 2, 200],
        "year": [2023, 2025, 2024],
        "stateabb": ["USA", "USA", "UKG"],
        "major": [1, None, 1],
    }
    return pl.DataFrame(base | change, schema={name: column.dtype for name, column in TABLE.items()})


def test_a_good_frame_is_a_panel() -> None:
    panel = Panel(frame(), "state-year", TABLE, {})
    assert panel.keys == ["ccode", "year"]
    assert panel.coverage["major"] == (2023, 2024)
    with pytest.raises(FrozenInstanceError):
        panel.unit = "dyad-year"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"major": [2, None, 1]}, "'major' must be at most 1; source cow-majors: 1 rows are not"),
        ({"major": [-9, None, 1]}, "'major' must be at least 0"),
        ({"major": [1, 0, 1]}, "'major' must be null after 2024"),
        ({"year": [2023, 2023, 2024]}, "1 panel rows repeat or precede the row above; sort by ccode, year"),
        ({"year": [2024, 2023, 2024]}, "1 panel rows repeat or precede the row above"),
        ({"ccode": [1, 2, 200]}, "'ccode' must be at least 2"),
    ],
)
def test_a_bad_value_is_refused(change: dict[str, list[object]], words: str) -> None:
    with pytest.raises(DataError, match=words):
        Panel(frame(**change), "state-year", TABLE, {})


def sided(lines: list[int]) -> Joined:
    """Three rows whose `major` is on these lines of a table, of which line 2 is out of range."""
    whole = frame()
    table = pl.DataFrame({"year": [2023, 2025, 2024], "major": [1, None, 7]}, {"year": pl.Int16, "major": pl.Int8})
    return Joined(whole.drop("major"), ((table, pl.Series(lines, dtype=pl.UInt32)),), tuple(TABLE))


def test_a_bad_value_of_a_side_is_refused_where_a_row_has_it() -> None:
    assert Panel(sided([0, 1, 0]), "state-year", TABLE, {}).frame["major"].to_list() == [1, None, 1]
    with pytest.raises(DataError, match="'major' must be at most 1; source cow-majors: 2 rows are not"):
        Panel(sided([2, 1, 2]), "state-year", TABLE, {})


def test_a_wrong_type_is_refused() -> None:
    with pytest.raises(DataError, match=r"'major' is Float64; columns\.csv says Int8"):
        Panel(frame().with_columns(pl.col("major").cast(pl.Float64)), "state-year", TABLE, {})


def test_a_missing_column_is_refused_with_those_required() -> None:
    with pytest.raises(DataError, match="required: ccode, year, stateabb, major"):
        Panel(frame().drop("major"), "state-year", TABLE, {})
