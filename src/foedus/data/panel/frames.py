"""The rows and columns of a panel before validation: one builder for each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from foedus.data.catalog import source
from foedus.data.library import Shelf
from foedus.data.panel import facts
from foedus.data.panel.fill import filled
from foedus.data.panel.joined import Joined, Side
from foedus.data.panel.leaders import cow_leaders, leader_pairs, leader_years
from foedus.data.panel.lookup import line_numbers, look_up
from foedus.data.panel.members import PAIR, dyad_years, state_days, state_years
from foedus.data.panel.neighbours import is_relevant
from foedus.data.panel.request import Request
from foedus.data.panel.rows import Rows
from foedus.errors import InputError
from foedus.progress import Progress


class Frames:
    """Makes the frame of one request, reading each publisher's file at most once.

    `notes` collects what was left out for lack of coverage.
    """

    def __init__(self, request: Request, shelf: Shelf | None = None, progress: Progress | None = None) -> None:
        self.request = request
        self._progress = progress
        self.notes: list[str] = []
        self.shelf = shelf or Shelf()

    def build(self) -> Joined:
        """The rows of the requested unit."""
        makers = {
            "state-year": lambda: Joined(self._states()),
            "state-day": self._days,
            "dyad-year": self._dyads,
            "directed-dyad-year": self._dyads,
            "leader-year": self._leaders,
            "leader-dyad-year": self._leader_dyads,
        }
        if self.request.unit.startswith("leader"):
            self._keep_coded_years()
        return makers[self.request.unit]()

    def _states(self) -> pl.DataFrame:
        """One row per state and year."""
        request = self.request
        frame = state_years(self._members(), request.years, request.code, request.label)
        rows = Rows(self._with_cow(frame), ("ccode", "year"))
        return pl.concat([rows.frame, *self._chosen(rows, facts.STATES)], how="horizontal")

    def _days(self) -> Joined:
        days = state_days(self._members(), self.request.years, self.request.code)
        return self._with_states(days, self._states())

    def _with_states(self, rows: pl.DataFrame, states: pl.DataFrame) -> Joined:
        return Joined(rows, ((states, line_numbers(rows, states, (self.request.code, "year"))),))

    def _dyads(self) -> Joined:
        """One row per dyad and year, each group of columns of the dyad looked up on its own."""
        request = self.request
        directed = request.unit != "dyad-year"
        frame = dyad_years(self._members(), request.years, directed=directed, code=request.code)
        if request.relevant:
            frame = self._relevant(frame)
        sides = self._sides(frame)
        chosen = self._chosen(_coded(frame, sides), facts.DYADS)
        return Joined(pl.concat([frame, *chosen], how="horizontal"), sides)

    def _sides(self, frame: pl.DataFrame) -> tuple[Side, ...]:
        """The columns of each of the two states, with its number as a suffix, and the lines of the rows in them."""
        states = self._states().drop(self.request.label, "entry")
        numbered = [{name: _numbered(name, side) for name in states.columns if name != "year"} for side in "12"]
        keys = [(f"{self.request.code}{side}", "year") for side in "12"]
        tables = [states.rename(names) for names in numbered]
        return tuple((table, line_numbers(frame, table, on)) for table, on in zip(tables, keys, strict=True))

    def _relevant(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of politically relevant dyads; `notes` counts the rows whose relevance is unknown."""
        policy = self.request.coverage.get("relevance")
        groups = ("contiguity", "majors")
        asked = replace(self.request, groups=groups, coverage=dict.fromkeys(groups, policy) if policy else {})
        judge = Frames(asked, self.shelf)
        sides = judge._sides(frame)
        near = judge._values(_coded(frame, sides), "contiguity")
        known = pl.col("conttype").is_not_null() | (pl.col("year") <= source("cow-contiguity").last_year)
        verdict = Joined(frame.hstack(near), sides).frame.select(pl.when(known).then(is_relevant())).to_series()
        if verdict.null_count():
            self.notes += _left_out(frame.filter(verdict.is_null())["year"].to_list(), frame.height)
        return frame.filter(verdict.fill_null(value=False))

    def _leaders(self) -> Joined:
        found, states = self._in_office(), self._states()
        led = found.select(self.request.code, "year").unique().height
        if led < states.height:
            self.notes.append(
                f"no rows for {states.height - led:,} state-years because Archigos has no leader for them"
            )
        return self._with_states(found, states)

    def _leader_dyads(self) -> Joined:
        dyads, code = self._dyads(), self.request.code
        on = (f"{code}1", f"{code}2", "year")
        pairs = leader_pairs(self._in_office(), dyads.own.select(on), code)
        lines = line_numbers(pairs, dyads.own, on)
        return Joined(pairs, ((dyads.own, lines), *((table, each.gather(lines)) for table, each in dyads.sides)))

    def _in_office(self) -> pl.DataFrame:
        """Leader-years of the states of the system."""
        leaders = self.shelf.read("archigos")
        if self.request.system == "cow":
            leaders = cow_leaders(leaders, self.shelf.read("cow-gw"))
        return leader_years(leaders, self._members(), self.request.years, self.request.code)

    def _keep_coded_years(self) -> None:
        """Limit the years to those in which leaders are coded; `notes` says what is left out."""
        first, last = facts.span("archigos")
        asked = self.request.years
        years = (max(asked[0], first), min(asked[1], last))
        if years[0] > years[1]:
            raise InputError(f"no leader is coded in {asked[0]}:{asked[1]}: Archigos covers {first} to {last}")
        for left, why in (
            ((asked[0], years[0] - 1), f"begins in {first}"),
            ((years[1] + 1, asked[1]), f"ends in {last}"),
        ):
            if left[0] <= left[1]:
                self.notes.append(f"no rows of {left[0]}:{left[1]} because Archigos {why}")
        self.request = replace(self.request, years=years)

    def _members(self) -> pl.DataFrame:
        return self.shelf.read("cow-states" if self.request.system == "cow" else "gw-system")

    def _with_cow(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A frame of states with their COW numbers: null for Gleditsch-Ward states that COW does not list.

        In a year in which COW changes the state behind a Gleditsch-Ward number (Germany, 1990) it is the state at the
        end of the year.
        """
        if self.request.system == "cow":
            return frame
        codes = self.shelf.read("cow-gw").drop_nulls(["gwcode", "ccode"])
        lasting = self.shelf.read("cow-states").group_by("ccode").agg(pl.col("end").max())
        codes = codes.join(lasting, on="ccode").sort("end", "ccode").unique(["gwcode", "year"], keep="last")
        at = frame.with_columns(year=pl.min_horizontal("year", pl.lit(codes["year"].max(), pl.Int16)))
        return frame.hstack(look_up(at, codes.select("gwcode", "year", "ccode"), ("gwcode", "year")))

    def _chosen(self, rows: Rows, among: Mapping[str, facts.Fact]) -> list[pl.DataFrame]:
        found = []
        for done, group in enumerate(self.request.groups):
            if group in among:
                if self._progress is not None:
                    self._progress(done, len(self.request.groups), group)
                found.append(self._values(rows, group))
        return found

    def _values(self, rows: Rows, group: str) -> pl.DataFrame:
        """The columns of a group for the rows, filled after their last coded year by the policy of the group."""
        fact, policy = self.request.facts[group], self.request.coverage.get(group)
        return fact(self.shelf, rows) if policy is None else filled(self.shelf, rows, fact, group, policy)


def _coded(frame: pl.DataFrame, sides: Sequence[Side]) -> Rows:
    """The rows of dyads with COW numbers, which publishers code dyads by."""
    own = zip(sides, PAIR, strict=True)
    numbers = [table[name].gather(lines) for (table, lines), name in own if name not in frame.columns]
    return Rows(frame.hstack(numbers), (*PAIR, "year"))


def _numbered(name: str, side: str) -> str:
    base, status, _ = name.partition("_status")
    return f"{base}{side}{status}"


def _left_out(years: list[int], rows: int) -> list[str]:
    """Sentences on rows in `years` whose relevance is unknown; an error if that is all of the `rows`."""
    last = min(source("cow-contiguity").last_year, source("cow-majors").last_year)
    why = f"political relevance is coded through {last}"
    if len(years) == rows:
        span = f"{min(years)}:{max(years)}"
        raise InputError(f"{why}: no row of {span} is known; give earlier years or a coverage policy relevance=carry:N")
    late, early = [year for year in years if year > last], [year for year in years if year <= last]
    notes = []
    if late:
        fix = "a coverage policy for 'relevance' (carry:N) keeps them"
        notes.append(f"left out {len(late):,} rows of {min(late)}:{max(late)} because {why}; {fix}")
    if early:
        listed = "political relevance is not coded for states that COW does not list"
        notes.append(f"left out {len(early):,} rows of {min(early)}:{max(early)} because {listed}")
    return notes
