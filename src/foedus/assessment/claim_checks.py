"""What a claim can be checked by: one number each, computed from the publishers' files.

A check names its inputs in the file of the claims; `compute` gives the number. A file that is missing, or holds no such
number, raises DataError.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Literal

import polars as pl
from pydantic import Field

from foedus.data import library
from foedus.errors import DataError
from foedus.world.figures import Abbreviation, Day, Strict, Year

Read = Callable[[str], pl.DataFrame]
"""The table of a source by its key."""

Side = Literal["progressive", "conservative"]


class TradeRatio(Strict):
    """Exports plus imports of South Korea with one state over those with another, as its own agencies report them."""

    by: Literal["trade-ratio"]
    state: Abbreviation
    first: Abbreviation
    second: Abbreviation
    year: Year

    def compute(self, read: Read) -> float:
        """The ratio."""
        table = read("rok-trade").filter(ccode1=_code(read, self.state), year=self.year)
        first, second = (
            _one(
                table.filter(ccode2=_code(read, other))["total"], f"no trade of {self.state} with {other}, {self.year}"
            )
            for other in (self.first, self.second)
        )
        return first / second


class Launches(Strict):
    """Missiles launched in a year that the CNS database counts, failures included."""

    by: Literal["launches"]
    state: Abbreviation
    year: Year

    def compute(self, read: Read) -> float:
        """The number of missiles; a year without a row is not a zero."""
        table = read("missile-tests").filter(ccode=_code(read, self.state), year=self.year)
        return float(_some(table, f"no launch of {self.state}, {self.year}").height)


class GovernmentShare(Strict):
    """Share of the days from one day to another on which a pair of presidents governs, by side."""

    by: Literal["government-share"]
    patron: Abbreviation
    patron_side: Side
    protege: Abbreviation
    protege_side: Side
    first: Day
    last: Day

    def compute(self, read: Read) -> float:
        """The share, 0 to 1; of two who overlap the one who came later counts."""
        table = read("presidents")
        sides = {
            state: table.filter(ccode=_code(read, state)).sort("start").select("start", "bloc").rows()
            for state in (self.patron, self.protege)
        }
        days = [self.first + timedelta(each) for each in range((self.last - self.first).days + 1)]
        wanted = {self.patron: self.patron_side, self.protege: self.protege_side}
        if not days or any(not rows or rows[0][0] > self.first for rows in sides.values()):
            raise DataError(f"presidents: no presidents of both states from {self.first} to {self.last}")
        return sum(all(_side(sides[state], day) == wanted[state] for state in sides) for day in days) / len(days)


class SideChanges(Strict):
    """How often the side that governs changed from one president to the next, from one day to another."""

    by: Literal["side-changes"]
    state: Abbreviation
    first: Day
    last: Day

    def compute(self, read: Read) -> float:
        """The number of changes; acting presidents of the same side make none."""
        table = read("presidents").filter(ccode=_code(read, self.state)).sort("start")
        held = table.filter(pl.col("start") <= self.last)["bloc"].to_list()
        before = table.filter(pl.col("start") <= self.first).height
        if not before:
            raise DataError(f"presidents: no president of {self.state} on {self.first}")
        return float(sum(one != other for one, other in zip(held[before - 1 :], held[before:], strict=False)))


class DisputeRate(Strict):
    """Militarised disputes of two states that begin in a year, mean over years (Gibler, Miller and Little)."""

    by: Literal["dispute-rate"]
    states: tuple[Abbreviation, Abbreviation]
    first: Year
    last: Year

    def compute(self, read: Read) -> float:
        """Onsets a year."""
        return _onsets(read, self).height / (self.last - self.first + 1)


class DisputeWars(Strict):
    """Militarised disputes of two states that reach war (hostility level 5), by the years in which they begin."""

    by: Literal["dispute-wars"]
    states: tuple[Abbreviation, Abbreviation]
    first: Year
    last: Year

    def compute(self, read: Read) -> float:
        """The number of them."""
        return float(_onsets(read, self).filter(hostlev=5).height)


class Poles(Strict):
    """Effective number of poles among the major powers by CINC (`foedus.measures.polarity.effective_poles`)."""

    by: Literal["poles"]
    year: Year

    def compute(self, read: Read) -> float:
        """The number, 1 or more."""
        from foedus.measures.run import run

        table = run("poles", (self.year, self.year), read=read).filter(among="majors")
        return _one(table["effective_poles"], f"no major powers in {self.year}")


class JointPatrols(Strict):
    """Joint air patrols of China and Russia in a year."""

    by: Literal["joint-patrols"]
    year: Year

    def compute(self, read: Read) -> float:
        """The number of patrols."""
        return float(_some(read("air-patrols").filter(year=self.year), f"no patrol in {self.year}").height)


class Conflicts(Strict):
    """Armed conflicts in a year in which a state is a party (UCDP/PRIO: 25 battle deaths or more)."""

    by: Literal["conflicts"]
    year: Year

    def compute(self, read: Read) -> float:
        """The number of conflicts."""
        table = _some(read("ucdp-prio").filter(year=self.year), f"no conflict in {self.year}")
        return float(table["conflict_id"].n_unique())


class GdpRank(Strict):
    """Place of a state by GDP in current dollars, 1 the largest, among states the World Bank has a figure for."""

    by: Literal["gdp-rank"]
    state: Abbreviation
    year: Year

    def compute(self, read: Read) -> float:
        """The place."""
        table = read("wdi-gdp").filter(year=self.year).drop_nulls("gdp_current")
        own = table.filter(ccode=_code(read, self.state))["gdp_current"]
        return float((table["gdp_current"] > _one(own, f"no GDP of {self.state}, {self.year}")).sum() + 1)


Check = Annotated[
    TradeRatio
    | Launches
    | GovernmentShare
    | SideChanges
    | DisputeRate
    | DisputeWars
    | Poles
    | JointPatrols
    | Conflicts
    | GdpRank,
    Field(discriminator="by"),
]
"""A computation with its inputs."""


def computed(check: Check) -> tuple[float | None, str | None]:
    """The number of a check, or why it could not be computed: a publisher's file is missing or holds no such number."""
    try:
        return check.compute(library.read), None
    except DataError as error:
        return None, str(error)


def _code(read: Read, state: str) -> int:
    found = read("cow-states").filter(stateabb=state)["ccode"]
    return int(_one(found.unique(), f"no state {state}"))


def _one(values: pl.Series, lacking: str) -> float:
    if values.len() != 1 or values[0] is None:
        raise DataError(lacking)
    return float(values[0])


def _some(table: pl.DataFrame, lacking: str) -> pl.DataFrame:
    if table.is_empty():
        raise DataError(lacking)
    return table


def _side(rows: list[tuple[date, str]], day: date) -> str:
    return next(side for start, side in reversed(rows) if start <= day)


def _onsets(read: Read, check: DisputeRate | DisputeWars) -> pl.DataFrame:
    first, second = (_code(read, state) for state in check.states)
    table = read("gml-directed").filter(ccode1=first, ccode2=second, midonset=1)
    return table.filter(pl.col("year").is_between(check.first, check.last))
