"""Cases of past alliances: what is read from their futures, refusals, and one real alliance."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from foedus.errors import InputError
from foedus.estimate.as_of import with_hindsight
from foedus.simulation.alliances.answer import Line
from foedus.simulation.alliances.cases import Runs, SharedFacts
from foedus.simulation.alliances.record import PastRecord
from foedus.simulation.alliances.run import alliances, cells

LINE = {
    "origin": 1960, "atopid": 1, "name": "A and B, 1950", "members": 2, "patron": "A", "bilateral": True, "cases": 1,
    "with_challenger": 1, "survival": 0.8, "survived": True, "survival_class": 0.5, "war": 0.1, "war_happened": 0.0,
    "war_in_case": 0.0, "war_class": 0.2, "joining": None, "attacked": 0, "joined": None, "joining_class": 0.1,
    "refused": None,
}  # fmt: skip


def _line(**changes) -> Line:
    return Line(**{**LINE, **changes})


def test_what_cannot_be_scored_is_left_out():
    lines = [_line(), _line(atopid=2, survived=False, survival=None), _line(atopid=3, survived=False, patron="C")]
    found = {(each.target, each.subset): each for each in cells(lines, 20, 1)}
    assert set(found) == {("treaty in force", "by alliance"), ("treaty in force", "by patron")}
    assert found["treaty in force", "by alliance"].rows == 2


def test_what_is_not_covered_is_refused_before_anything_is_fitted():
    with pytest.raises(InputError, match=r"origin 1950 is not allowed: .* 1955 or later"):
        alliances([1950])
    with pytest.raises(InputError, match="origin 1999 with 20 years is not covered"):
        alliances([1999])
    with pytest.raises(InputError, match="proteges -1"):
        alliances([1960], proteges=-1)
    with pytest.raises(InputError, match="leave one of the two out"):
        alliances([1960], fits=Path("fits"), hindsight=True)


@pytest.mark.data
@pytest.mark.parametrize(("number", "year"), [(3240, 1960), (3240, 1990), (3395, 1960)])
def test_a_real_alliance_is_a_case_of_its_day(number: int, year: int, tmp_path: Path):
    record = PastRecord()
    one = next(each for each in record.in_force(year) if each.number == number)
    shipped = with_hindsight(year)
    runs = Runs(record, SharedFacts(date(year, 12, 31)), one, shipped, 5, 40, 1, 1)
    line = runs.line(record.class_rates(year, 5), 1)
    assert line.refused is None
    assert line.cases == 1
    assert 0.0 < line.survival <= 1.0
    assert line.survival == runs.line(record.class_rates(year, 5), 1).survival
