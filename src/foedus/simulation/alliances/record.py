"""The record of alliances: those in force at the end of a year, and what became of them and of their members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from foedus.data.catalog import source
from foedus.data.library import Shelf
from foedus.data.panel.pacts import STATE_CODES
from foedus.errors import InputError
from foedus.estimate.samples import joining
from foedus.estimate.samples.disputes import HOSTILITY_WAR, originator_pairs, participants

FIRST = 1946
"""Class rates are counted from this year on."""


@dataclass(frozen=True)
class Alliance:
    """A defence alliance in force at the end of a year; `ended` is its last year, None while it is in force."""

    number: int
    parties: tuple[int, ...]
    begun: int
    ended: int | None
    bilateral: bool


class PastRecord:
    """ATOP and the disputes of GML, read on demand."""

    def __init__(self) -> None:
        self.shelf = Shelf()

    @property
    def last(self) -> int:
        """Last year in which both alliances and disputes are coded."""
        return min(source(key).last_year for key in ("atop-alliances", "atop-dyads", "gml-disputes"))

    def check(self, origins: Sequence[int], horizon: int) -> None:
        """Refuse origins whose years the record does not cover; InputError."""
        for origin in origins:
            if origin > self.last - horizon:
                raise InputError(
                    f"origin {origin} with {horizon} years is not covered: alliances and disputes are coded to {self.last}; "
                    f"take an origin up to {self.last - horizon}"
                )

    def in_force(self, year: int) -> list[Alliance]:
        """Alliances with a defence obligation begun by the end of a year and not ended in it, by number in ATOP."""
        return [each for each in self.all if each.begun <= year and (each.ended is None or each.ended > year)]

    @cached_property
    def all(self) -> list[Alliance]:
        """Every alliance with a defence obligation; parties are those that ever were members."""
        rows = self.shelf.read("atop-alliances").filter(pl.col("defense") == 1).unique("atopid").sort("atopid")
        return [
            Alliance(number, self.members(number), begun, ended, bilateral == 1)
            for number, begun, ended, bilateral in rows.select("atopid", "begyr", "endyr", "bilat").iter_rows()
        ]

    def members(self, number: int, year: int | None = None) -> tuple[int, ...]:
        """States that are members at the end of a year, or ever were."""
        rows = self._members.filter(pl.col("atopid") == number)
        if year is not None:
            stays = pl.col("left").is_null() | (pl.col("left") > year)
            rows = rows.filter(pl.col("entered") <= year, stays)
        return tuple(sorted(rows["ccode"].to_list()))

    @cached_property
    def _members(self) -> pl.DataFrame:
        """atopid, ccode, entered, left (null while a member), over the phases of a treaty."""
        stays = pl.when(pl.col("yrexit").is_null().any()).then(None).otherwise(pl.col("yrexit").max())
        rows = self.shelf.read("atop-members").filter(pl.col("member") < STATE_CODES)
        return rows.group_by("atopid", ccode="member").agg(entered=pl.col("yrent").min(), left=stays)

    @cached_property
    def _bound(self) -> dict[int, set[tuple[int, int]]]:
        """By year the pairs with a defence pact, both ways."""
        rows = self.shelf.read("atop-dyads").filter(pl.col("atop_defense") == 1).select("year", "ccode1", "ccode2")
        found: dict[int, set[tuple[int, int]]] = {}
        for year, one, other in rows.iter_rows():
            found.setdefault(year, set()).update(((one, other), (other, one)))
        return found

    def tied(self, parties: Sequence[int], strongest: int, year: int) -> bool:
        """Whether the strongest of some states has a defence pact with half of the others or more in a year."""
        others = [code for code in parties if code != strongest]
        bound = self._bound.get(year, set())
        return 2 * sum((strongest, code) in bound for code in others) >= len(others) > 0

    def survived(self, one: Alliance, parties: Sequence[int], strongest: int, year: int) -> bool:
        """Whether a treaty is in force at the end of a year, or was replaced and its members are bound then.

        One replaced by another of the same states has not lapsed, as in `foedus.estimate.samples.treaty_end`.
        """
        if one.ended is None or one.ended > year:
            return True
        return self.tied(parties, strongest, one.ended + 1) and self.tied(parties, strongest, year)

    @cached_property
    def wars(self) -> pl.DataFrame:
        """ccode1 (side A), ccode2 (side B), year, dispnum of every pair of originators of a dispute that reached war."""
        return originator_pairs(self.shelf, (FIRST, self.last)).filter(pl.col("hostlev") == HOSTILITY_WAR)

    def at_war(self, code: int, years: tuple[int, int], among: Sequence[int] | None = None) -> bool:
        """Whether a state is an originator of a war begun in some years, with any state or one `among` some."""
        rows = self.wars.filter(pl.col("year").is_between(*years))
        one = rows.filter(pl.col("ccode1") == code)["ccode2"].to_list()
        other = rows.filter(pl.col("ccode2") == code)["ccode1"].to_list()
        return any(among is None or enemy in among for enemy in (*one, *other))

    def beside(self, one: Alliance, patron: int, protege: int, years: tuple[int, int]) -> bool | None:
        """Whether the patron fights beside a protege in every war that an outsider begins on it while the treaty is in force;
        None without such a war."""
        last = years[1] if one.ended is None else min(years[1], one.ended)
        outsiders = ~pl.col("ccode1").is_in(list(one.parties))
        rows = self.wars.filter(pl.col("ccode2") == protege, outsiders, pl.col("year").is_between(years[0], last))
        numbers = rows["dispnum"].unique().to_list()
        if not numbers:
            return None
        parts = participants(self.shelf).filter(pl.col("ccode") == patron, pl.col("sidea") == 0)
        return set(numbers) <= set(parts["dispnum"].to_list())

    def class_rates(self, year: int, horizon: int) -> ClassRates:
        """What the years from FIRST to a year would have said; Jeffreys rates, restated at the horizon."""
        treaties = {kind: self._end_rate(kind, year) for kind in (True, False)}
        states = [(year, code) for year, pairs in self._bound.items() for code in {one for one, _ in pairs}]
        members = {(then, code) for then, code in states if FIRST <= then <= year}
        rows = self.wars.filter(pl.col("year") <= year)
        fought = {(then, code) for name in ("ccode1", "ccode2") for then, code in rows.select("year", name).iter_rows()}
        allies = joining.sample(as_of=date(year, 12, 31)).notes["rates of joining"]["allies, war"]
        return ClassRates(
            {kind: (1.0 - rate) ** horizon for kind, rate in treaties.items()},
            1.0 - (1.0 - _rate(len(members & fought), len(members))) ** horizon,
            _rate(allies["joined"], allies["rows"]),
        )

    def _end_rate(self, bilateral: bool, year: int) -> float:
        """Ends without a replacement a treaty-year, of treaties of a kind, first full year on; the year after is needed."""
        years = ends = 0
        for one in self.all:
            last = min(one.ended or year, year - 1)
            first = max(FIRST, one.begun + 1)
            if one.bilateral == bilateral and first <= last:
                years += last - first + 1
                ends += one.ended == last and not any(self.tied(one.parties, code, last + 1) for code in one.parties)
        return _rate(ends, years)


@dataclass(frozen=True)
class ClassRates:
    """Rates of a class over the horizon: survival by whether a treaty is bilateral, war of a member, joining."""

    survival: dict[bool, float]
    war: float
    joining: float


def _rate(events: float, trials: float) -> float:
    return (events + 0.5) / (trials + 1.0)
