"""What alarms should come before, from made-up rows of the publishers' files."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from foedus.watch.before import Target
from foedus.watch.targets import targets

EVENTS = pl.DataFrame(
    [
        (731, 732, 2010, 3, 4, 0, 46),
        (732, 731, 2010, 3, 4, 0, 0),
        (731, 732, 2012, 8, 3, 0, 0),
        (710, 2, 2001, 4, 4, 0, 1),
        (731, 710, 2009, 1, 4, 5, 5),
        (731, 732, 2004, -9, 4, 3, 3),
    ],
    schema=["ccode1", "ccode2", "styear", "stmon", "hostlev", "fatalmax1", "fatalmax2"],
    orient="row",
)
PROVOCATIONS = pl.DataFrame(
    [
        (date(2010, 11, 23), "Shelling", "Two were killed."),
        (date(2015, 8, 4), "Mines", "Two were hurt."),
        (date(2020, 9, 22), "Shooting", "An official was shot dead."),
        (date(2023, 9, 13), "Launch", None),
    ],
    schema=["date", "event", "description"],
    orient="row",
)


class Shelf:
    """Made-up files."""

    def read(self, key: str) -> pl.DataFrame:
        return {"mie": EVENTS, "provocations": PROVOCATIONS}[key]


@pytest.fixture
def found(case) -> dict[str, Target]:
    return {one.name: one for one in targets(case, Shelf())}


def test_deaths_and_force_are_those_between_an_ally_and_the_bloc_with_a_month(found):
    assert [str(month) for month in found["fatal"].months] == ["2001-04", "2010-03"]
    assert [str(month) for month in found["force"].months] == ["2001-04", "2010-03"]
    assert str(found["force"].last) == "2014-12"


def test_lethal_provocations_are_those_after_2014_whose_text_says_so(found):
    assert [str(month) for month in found["lethal"].months] == ["2020-09"]
    assert (str(found["lethal"].first), str(found["lethal"].last)) == ("2015-01", "2023-08")
