"""A made-up record: states 1 to 6, four treaties, three wars."""

from __future__ import annotations

from typing import Any

import polars as pl

from foedus.simulation.alliances.record import PastRecord

TREATIES = (  # number, defence, begun, ended, bilateral
    (10, 1, 1950, 1965, 1),  # lapses
    (20, 1, 1950, None, 1),  # in force
    (30, 1, 1955, 1962, 1),  # replaced: 1 and 4 are bound afterwards
    (40, 1, 1955, None, 0),  # many
    (50, 0, 1950, None, 1),  # no defence
    (60, 1, 1961, None, 1),  # begins later
)
MEMBERS = (  # number, member, entered, left
    *((10, 1, 1950, 1965), (10, 2, 1950, 1965)),
    *((20, 1, 1950, None), (20, 3, 1950, None)),
    *((30, 1, 1955, 1962), (30, 4, 1955, 1962)),
    *((40, 1, 1955, None), (40, 2, 1955, None), (40, 5, 1955, 1959), (40, 6, 1962, None)),
    *((60, 3, 1961, None), (60, 4, 1961, None)),
)
BOUND = ((1, 3, range(1950, 1991)), (1, 4, range(1955, 1991)), (1, 2, range(1950, 1966)))
WARS = (  # number, side A, side B, year, who else on B
    (1, 6, 2, 1963, 1),  # on 2; 1 beside it
    (2, 6, 3, 1970, None),  # on 3, alone
    (3, 1, 6, 1971, None),  # of 1, which began it
)


class _Shelf:
    """Tables by key."""

    def __init__(self, tables: dict[str, pl.DataFrame]) -> None:
        self.tables = tables

    def read(self, key: str) -> pl.DataFrame:
        return self.tables[key]


def record() -> PastRecord:
    """The record of these tables."""
    made = PastRecord()
    made.shelf = _Shelf(_tables())  # type: ignore[assignment]
    return made


def _tables() -> dict[str, pl.DataFrame]:
    parts: list[dict[str, Any]] = []
    for number, one, other, _, third in WARS:
        parts.append({"dispnum": number, "ccode": one, "sidea": 1, "orig": 1})
        parts.append({"dispnum": number, "ccode": other, "sidea": 0, "orig": 1})
        if third:
            parts.append({"dispnum": number, "ccode": third, "sidea": 0, "orig": 0})
    pairs = [(one, other, year) for one, other, years in BOUND for year in years]
    people = pl.DataFrame(parts)
    wars = pl.DataFrame(
        [{"dispnum": number, "hostlev": 5, "fatality": 6, "styear": year} for number, _, _, year, _ in WARS]
    )
    return {
        "atop-alliances": pl.DataFrame(TREATIES, schema=["atopid", "defense", "begyr", "endyr", "bilat"], orient="row"),
        "atop-members": pl.DataFrame(MEMBERS, schema=["atopid", "member", "yrent", "yrexit"], orient="row"),
        "atop-dyads": pl.DataFrame(pairs, schema=["ccode1", "ccode2", "year"], orient="row").with_columns(
            atop_defense=pl.lit(1)
        ),
        "gml-participants": people,
        "gml-disputes": wars,
        "cow-mid-participants": people.clear(),
        "cow-mid-disputes": wars.clear(),
    }
