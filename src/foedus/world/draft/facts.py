"""Facts of states and pairs from the publishers' files as of a day; nothing dated later is used.

A yearly figure is used only once its year is over: `known` is the year before the day, or the year itself on 31
December. For each figure the latest coded year up to `known` is used. Figures are read from columns as in
`foedus.world.at`, which builds worlds of past years.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl

from foedus.data.borders import OF_TODAY, borders_since
from foedus.data.catalog import source
from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.data.panel.calendar import RECENT, calendar
from foedus.data.panel.disputes import dyad_disputes
from foedus.data.panel.elections import held_elections
from foedus.data.panel.facts import directed_disputes, disputes_coded
from foedus.data.panel.wars import WAR, at_war, fought
from foedus.equations.government import CONSTITUTIONS
from foedus.world.at import democracy, memory

REACH = 30
"""Years back to which a yearly figure is looked for."""

ELECTIONS_LISTED = 2020
"""Last whole year of the list of elections, which ends in March 2021."""

GROUPS = ("capabilities", "gdp", "democracy", "ideal-points", "nuclear", "latency", "majors")


class Read(NamedTuple):
    """A figure as read: value, year and source; or null. `reason` says why it is null, or gives a note."""

    value: float | None
    year: int = 0
    source: str = ""
    reason: str = ""


class _Column(NamedTuple):
    """How a figure of a state is read from a state-year panel."""

    source: str
    value: pl.Expr
    positive: bool = False


_FIGURES = {
    "cinc": _Column("cow-nmc", pl.col("cinc"), positive=True),
    "gdp": _Column("wdi-gdp", pl.col("gdp_current") / 1e9, positive=True),
    "milex": _Column("cow-nmc", pl.col("milex") / 1e3, positive=True),
    "gdp_per_head": _Column("gdp-fariss", pl.col("gdp") / pl.col("pop") / 1e3),
    "polyarchy": _Column("democracy", pl.col("polyarchy")),
    "ideal_point": _Column("unga-ideal-points", pl.col("ideal")),
    "nuclear": _Column("nuclear-status", pl.col("nuclear")),
    "latent": _Column("nuclear-latency", pl.col("latent")),
}
"""Figures of a state, by field of a case."""


OTHER_BORDERS = "for the territory of today, which is not that of the state in the year"


def _not_given(key: str, what: str, known: int) -> str:
    return f"{source(key).title} {source(key).version} gives no {what} to {min(known, source(key).last_year)}"


class Facts:
    """Facts as of a day. Reads the publishers' files on demand; DataError for one that is missing."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.known = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
        self.start = as_of.year if as_of.month > 6 else as_of.year - 1
        self.shelf = Shelf()

    @cached_property
    def members(self) -> pl.DataFrame:
        """The COW state list."""
        return self.shelf.read("cow-states")

    @cached_property
    def states(self) -> pl.DataFrame:
        """State-years up to the last known year, with every group of columns that figures are read from.

        GDP is the publisher's, also where it is that of another territory (`figure` says so).
        """
        panel = build_panel("state-year", (max(1816, self.known - REACH), self.known), GROUPS).frame
        return panel.join(self.shelf.read("wdi-gdp"), on=["ccode", "year"], how="left", maintain_order="left")

    @cached_property
    def borders(self) -> dict[int, int]:
        """The first year with the territory of today, of every state that had another."""
        return borders_since()

    @cached_property
    def disputes(self) -> pl.DataFrame:
        """Directed dyad-years with a dispute, to the last year coded and known."""
        return dyad_disputes(directed_disputes(self.shelf).filter(pl.col("year") <= self.known))

    @property
    def dispute_year(self) -> int:
        """Last year for which disputes are coded and known."""
        return min(self.known, disputes_coded()[1])

    @property
    def dispute_source(self) -> str:
        """Source of the last year for which disputes are coded and known."""
        return "gml-directed" if self.dispute_year <= source("gml-directed").last_year else "cow-mid-directed"

    def abbreviation(self, code: int) -> str:
        """COW abbreviation of a state."""
        return str(self._member(code)["stateabb"])

    def name(self, code: int) -> str:
        """COW name of a state."""
        return str(self._member(code)["statenme"])

    def _member(self, code: int) -> dict[str, object]:
        """The last spell of membership of a state that began by the day, else its first."""
        spells = self.members.filter(pl.col("ccode") == code)
        begun = spells.filter(pl.col("start") <= self.as_of)
        return begun.row(-1, named=True) if begun.height else spells.row(0, named=True)

    def figure(self, code: int, field: str) -> Read:
        """A figure of a state, from the latest available year."""
        column = _FIGURES[field]
        rows = self.states.filter(pl.col("ccode") == code).select("year", value=column.value).drop_nulls()
        rows = rows.filter(pl.col("value") > 0) if column.positive else rows
        if rows.is_empty():
            return Read(None, reason=_not_given(column.source, field, self.known))
        year, value = rows.sort("year").row(-1)
        other = column.source in OF_TODAY and year < self.borders.get(code, 0)
        return Read(float(value), int(year), column.source, OTHER_BORDERS if other else "")

    def rest(self, codes: Sequence[int], field: str) -> Read:
        """Totals of all other states, in the latest year with data."""
        column = _FIGURES[field]
        rows = self.states.select("ccode", "year", value=column.value).drop_nulls()
        year = rows["year"].max()
        if year is None:
            return Read(None, reason=_not_given(column.source, field, self.known))
        others = rows.filter(pl.col("year") == year, ~pl.col("ccode").is_in(list(codes)))["value"].sum()
        return Read(float(others), int(year), column.source)  # type: ignore[arg-type]

    def majors(self) -> list[int]:
        """Great powers of the last year listed and known, the most capable first."""
        listed = self.states.filter(pl.col("major") == 1)
        last = listed.filter(pl.col("year") == listed["year"].max())["ccode"].to_list()
        return self.by_capability(last)

    def by_capability(self, codes: Sequence[int]) -> list[int]:
        """States by CINC, the most capable first."""
        return sorted(codes, key=lambda code: -(self.figure(code, "cinc").value or 0.0))

    def democratic(self, code: int) -> bool:
        """Whether a state elects its executive, by the rule of `foedus.world.at.democracy`."""
        rows = self.states.filter(pl.col("ccode") == code).sort("year").tail(1)
        names = {"polyarchy": "polyarchy1", "polity2": "polity21"}
        return bool(democracy(rows.rename(names))[0]) if rows.height else False

    def rivals(self, code: int) -> list[int]:
        """Strategic rivals of a state."""
        year = self._rivalry_year
        table = self.shelf.read("rivalries-tss2021").filter(
            pl.col("start_year") <= year, pl.col("end_year").fill_null(9999) >= year
        )
        pairs = table.select("ccode1", "ccode2").iter_rows()
        return sorted({b if a == code else a for a, b in pairs if code in (a, b)})

    @property
    def _rivalry_year(self) -> int:
        return min(self.known, source("rivalries-tss2021").last_year)

    def rivalry(self, first: int, second: int) -> Read:
        """Whether two states are strategic rivals."""
        return Read(float(second in self.rivals(first)), self._rivalry_year, "rivalries-tss2021")

    def opponents(self, code: int, years: int) -> list[int]:
        """Opponents of a state in disputes of the last `years` years coded, those of most dispute-years first."""
        rows = self.disputes.filter(pl.col("ccode1") == code, pl.col("year") > self.dispute_year - years)
        found = dict(rows.group_by("ccode2").len().iter_rows())
        return sorted(self.by_capability(list(found)), key=lambda other: -found[other])

    def member_since(self, *codes: int) -> int:
        """First year of the run in which all the states have been members."""
        spells = self.members.filter(pl.col("ccode").is_in(codes), pl.col("start").dt.year() <= self.known)
        return max(int(day.year) for day in spells.group_by("ccode").agg(pl.col("start").max())["start"])

    def contiguous(self, first: int, second: int) -> bool:
        """By land or by up to 400 miles of water, on the last day listed and known."""
        table = self.shelf.read("cow-contiguity")
        last = table["end"].max()
        assert isinstance(last, date)
        day = min(last, date(self.known, 12, 1))
        rows = table.filter(_pair(first, second), pl.col("start") <= day, pl.col("end") >= day, pl.col("conttype") > 0)
        return not rows.is_empty()

    def distance(self, first: int, second: int) -> Read:
        """Shortest distance in km; of a state that entered the system in the last known year, as first coded for the next."""
        new = self.member_since(first, second) == self.known
        table = self.shelf.read("min-distance").filter(_pair(first, second), pl.col("year") <= self.known + new)
        rows = table.drop_nulls("mindist").sort("year").select("year", "mindist")
        if rows.is_empty():
            return Read(None, reason=_not_given("min-distance", "distance", self.known))
        year, km = rows.row(-1)
        late = f"as first coded, for {year}: the pair is new in {self.known}" if year > self.known else ""
        return Read(float(km), min(int(year), self.known), "min-distance", late)

    def last_dispute(self, first: int, second: int) -> Read:
        """Last year in which the two were in a dispute."""
        years = self.disputes.filter(_pair(first, second))["year"]
        if years.is_empty():
            return Read(
                None,
                self.dispute_year,
                reason=f"{source(self.dispute_source).title} records no dispute of the pair to {self.dispute_year}",
            )
        return Read(float(years.max()), self.dispute_year, self.dispute_source)  # type: ignore[arg-type]

    def memory(self, first: int, second: int) -> Read:
        """Discounted dispute history of the two: `foedus.world.at.memory`."""
        low, high = sorted((first, second))
        pair = pl.DataFrame(
            {"ccode1": [low], "ccode2": [high]}, schema_overrides=dict.fromkeys(("ccode1", "ccode2"), pl.Int16)
        )
        worth = float(memory(self.disputes, pair, self.dispute_year)[0])
        if np.isnan(worth):
            return Read(None, reason="disputes are coded for too few years before")
        return Read(worth, self.dispute_year, self.dispute_source)

    def hostility(self, first: int, second: int) -> str | None:
        """Level of the dispute in which the two are in the last year coded; None for none."""
        rows = self.disputes.filter(_pair(first, second), pl.col("year") == self.dispute_year, pl.col("ongoing") == 1)
        levels = {2: "threat", 3: "display", 4: "use of force", 5: "war"}
        return levels[max(rows["hostlev"].to_list())] if rows.height else None

    def conflicts(self, first: int, second: int) -> dict[int, str]:
        """Of every year after those coded in which the two fought with 25 battle deaths or more, the level."""
        years = self.dispute_year + 1, min(self.start, self.known)
        return {
            year: "war" if intensity == WAR else "use of force"
            for year, intensity in fought(self.shelf, first, second, years).items()
        }

    def load(self, code: int) -> Read:
        """Whether a state was at war in the last year known, by `foedus.equations.load`."""
        year = min(self.known, source("ucdp-prio").last_year)
        if year < source("ucdp-prio").first_year:
            return Read(None, reason=_not_given("ucdp-prio", "wars", self.known))
        return Read(float((code, year) in at_war(self.shelf, (year, year))), year, "ucdp-prio")

    def leader(self, code: int) -> tuple[str, str | None, date, str] | None:
        """Leader in office on the day, party if known, day of taking office, source; None if the lists end before."""
        presidents = self.shelf.read("presidents").filter(
            pl.col("ccode") == code, pl.col("start") <= self.as_of, pl.col("end").fill_null(date.max) >= self.as_of
        )
        if presidents.height:
            leader, party, start = presidents.sort("start").select("leader", "party", "start").row(-1)
            return leader, party, start, "presidents"
        in_office = (pl.col("end_year") * 12 + pl.col("end_month")).fill_null(2021 * 12 + 3)
        rows = self.shelf.read("reign-leaders").filter(
            pl.col("ccode") == code, pl.col("start") <= self.as_of, in_office >= self.as_of.year * 12 + self.as_of.month
        )
        if rows.is_empty():
            return None
        leader, start = rows.sort("start").select("leader", "start").row(-1)
        return leader, None, start, "reign-leaders"

    def elections(self, codes: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Next election after the start and years between elections, of each democracy with an election on the list.

        As in `foedus.data.panel.calendar`; after the last year of the list elections are assumed to be held on time.
        """
        table = self.shelf.read("reign-elections")
        last = min(self.known, ELECTIONS_LISTED)
        voted = set(held_elections(table).filter(pl.col("year").is_between(last - RECENT, last))["ccode"])
        democratic = np.array([self.democratic(code) for code in codes], np.bool_)
        following, every = calendar(table, np.array(codes, np.int64), democratic, last)
        found = {}
        for code, first, years in zip(codes, following.tolist(), every.tolist(), strict=True):
            if years and code in voted:
                late = max(0, self.start + 1 - first)
                found[code] = (first + -(-late // years) * years, years)
        return found

    def constitution(self, code: int) -> str | None:
        """Constitution of a democracy in the last year coded by the day; None if it is not coded."""
        rows = self.shelf.read("chisols").filter(pl.col("ccode") == code, pl.col("year") <= self.known)
        known = rows.drop_nulls("constitution").sort("year")["constitution"]
        return CONSTITUTIONS[known[-1] - 1] if len(known) else None

    def troops(self, host: int) -> Read | None:
        """United States troops in a state, in thousands; None for hosts that are not in the table."""
        rows = self.shelf.read("us-troops").filter(pl.col("ccode") == host, pl.col("year") <= self.known)
        rows = rows.drop_nulls("us_troops").sort("year").select("year", "us_troops")
        if rows.is_empty():
            return None
        year, persons = rows.row(-1)
        return Read(persons / 1e3, int(year), "us-troops")


def _pair(first: int, second: int) -> pl.Expr:
    """Rows of two states, in either direction."""
    one = (pl.col("ccode1") == first) & (pl.col("ccode2") == second)
    return one | ((pl.col("ccode1") == second) & (pl.col("ccode2") == first))
