"""Build a panel: choose a unit, years and groups of columns; get one validated frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from foedus.data import facts
from foedus.data.catalog import source, sources
from foedus.data.columns import SYSTEMS, UNITS, Column, columns, groups, table_columns
from foedus.data.coverage import STATUS, Policy, policies
from foedus.data.fill import filled
from foedus.data.leaders import cow_leaders, leader_pairs, leader_years
from foedus.data.library import Shelf, read
from foedus.data.lookup import Years, look_up, look_up_runs
from foedus.data.members import PAIR, dyad_years, state_days, state_years
from foedus.data.neighbours import is_relevant
from foedus.data.pacts import treaty_list
from foedus.data.panel import Panel
from foedus.data.rows import Rows
from foedus.data.tables import TABLES
from foedus.data.whittle import RULES
from foedus.errors import InputError, unknown

DYADIC = ("dyad-year", "directed-dyad-year", "leader-dyad-year")


def build_panel(
    unit: str,
    years: Years,
    add: Iterable[str] | None = None,
    *,
    system: str = "cow",
    relevant: bool = False,
    coverage: Mapping[str, str] | None = None,
    rules: str = "foedus",
    whittle: Sequence[str] = tuple(RULES),
) -> Panel:
    """One row per unit and year, with the columns asked for, validated.

    unit      state-year, state-day, dyad-year, directed-dyad-year, leader-year, leader-dyad-year (directed); or a
              publisher's table as it stands, with all its columns and every multiple row: dispute, dispute-participant,
              dispute-dyad-year, alliance, alliance-member (rows that begin in `years`)
    years     first and last, inclusive; membership is by the day and carried after the publisher's list ends
    add       names of groups of columns (`foedus.data.columns.groups`); None adds all
    system    'cow' (Correlates of War) or 'gw' (Gleditsch-Ward): whose states, and whose numbers are the keys
    relevant  politically relevant dyads only. Relevance is coded through 2016: rows of later years are left out, and the
              panel's `notes` say how many and why, unless a coverage policy for 'relevance' carries it on
    coverage  what fills a group of columns after its last coded year: {'alliances': 'carry:5', 'gdp': 'nowcast:3'}; a
              group not named is null there. Every column so treated gets a companion `<name>_status`
    whittle   which dispute the group 'one-dispute' keeps where a dyad-year has several: names in
              `foedus.data.whittle.RULES`, the first deciding first
    rules     'foedus', or 'peacesciencer' for the clock of peace and contiguity as that R package counts them

    A column is null outside the years its source codes. Raises InputError for what cannot be asked, DataError for a
    publisher's file that is missing or wrong.
    """
    shelf = Shelf()
    if unit in TABLES:
        return _table(shelf, unit, years, add, relevant=relevant)
    request = _request(unit, years, add, system, relevant, coverage, rules, whittle)
    notes: list[str] = []
    frame = _BUILDERS[unit](shelf, request, notes)
    kept = _kept(request)
    frame = frame.select(pl.col(name).cast(column.dtype) for name, column in kept.items())
    options = {
        "years": f"{years[0]}:{years[1]}",
        "system": system,
        "relevant": relevant,
        "coverage": {group: str(policy) for group, policy in request.coverage.items()},
        "rules": rules,
        "whittle": list(whittle) if "one-dispute" in request.groups else [],
    }
    return Panel(frame, unit, kept, shelf.provenance, system=system, options=options, notes=tuple(notes))


def table(key: str) -> pl.DataFrame:
    """The table of a publisher by the key of its source ('foedus data list'), as its reader gives it, checked."""
    return read(key)


def treaties() -> pl.DataFrame:
    """Every ATOP alliance as one row: see `foedus.data.pacts.treaty_list`."""
    return treaty_list(read("atop-alliances"), read("atop-members"))


@dataclass(frozen=True, slots=True)
class _Request:
    """What was asked for, checked."""

    unit: str
    years: Years
    groups: tuple[str, ...]
    system: str
    relevant: bool
    coverage: Mapping[str, Policy]
    facts: Mapping[str, facts.Fact]

    @property
    def code(self) -> str:
        """The name of a state's number in this system."""
        return "ccode" if self.system == "cow" else "gwcode"

    @property
    def label(self) -> str:
        """The name of a state's abbreviation in this system."""
        return "stateabb" if self.system == "cow" else "gw_abb"


def _request(
    unit: str,
    years: Years,
    add: Iterable[str] | None,
    system: str,
    relevant: bool,
    coverage: Mapping[str, str] | None,
    rules: str,
    whittle: Sequence[str],
) -> _Request:
    if unit not in UNITS:
        raise InputError(unknown("unit of analysis", unit, (*UNITS, *TABLES)))
    allowed = groups(unit)
    chosen = allowed if add is None else tuple(dict.fromkeys(add))
    for name in chosen:
        if name not in allowed:
            raise InputError(unknown(f"group of {unit} columns", name, allowed))
    if relevant and unit not in DYADIC:
        raise InputError(f"relevant=True is for dyads, not for '{unit}': leave it out")
    if rules not in ("foedus", "peacesciencer"):
        raise InputError(unknown("set of rules", rules, ("foedus", "peacesciencer")))
    if system not in SYSTEMS:
        raise InputError(unknown("state system", system, SYSTEMS))
    first, last = source("cow-states").first_year, max(each.last_year for each in sources().values())
    if not first <= years[0] <= years[1] <= last:
        raise InputError(f"years {years[0]}:{years[1]} are not a span within {first}:{last}; give the first year first")
    known = {*chosen, "relevance"} if relevant else set(chosen)
    makers = {**facts.STATES, **facts.DYADS, **(facts.PEACESCIENCER if rules == "peacesciencer" else {})}
    makers["one-dispute"] = facts.one_dispute(whittle)
    return _Request(unit, years, chosen, system, relevant, policies(coverage, known), makers)


def _kept(request: _Request) -> dict[str, Column]:
    """The columns of the panel, each followed by its status where a policy may have filled it."""
    kept: dict[str, Column] = {}
    for name, column in columns(request.unit, request.system).items():
        if column.add is None or column.add not in {"key", "cow", *request.groups}:
            continue
        policy = request.coverage.get(column.add)
        if policy is None:
            kept[name] = column
            continue
        reach = None if column.last_year is None else column.last_year + policy.years
        kept[name] = replace(column, last_year=reach)
        meaning = f"How {name} is known: observed in the source, or {policy.status} after its last year."
        kept[f"{name}_status"] = replace(
            column, name=f"{name}_status", dtype=STATUS, unit="observed, carried or imputed", low=None, high=None,
            last_year=reach, missing="null where the value is", meaning=meaning,
        )  # fmt: skip
    return kept


def _table(shelf: Shelf, unit: str, years: Years, add: Iterable[str] | None, *, relevant: bool) -> Panel:
    """A publisher's table as a panel: its rows that begin in `years`."""
    if relevant or add is not None:
        raise InputError(f"'{unit}' is a publisher's table as it stands: leave out the groups of columns and relevance")
    key, begins = TABLES[unit]
    frame = shelf.read(key).filter(pl.col(begins).is_between(*years))
    options = {"years": f"{years[0]}:{years[1]}"}
    return Panel(frame, unit, table_columns(key), shelf.provenance, options=options)


def _members(shelf: Shelf, request: _Request) -> pl.DataFrame:
    return shelf.read("cow-states" if request.system == "cow" else "gw-system")


def _with_cow(shelf: Shelf, request: _Request, frame: pl.DataFrame) -> pl.DataFrame:
    """A frame of states with their COW numbers: null for Gleditsch-Ward states that COW does not list.

    In a year in which COW changes the state behind a Gleditsch-Ward number (Germany, 1990) it is the one at its end.
    """
    if request.system == "cow":
        return frame
    codes = shelf.read("cow-gw").drop_nulls(["gwcode", "ccode"])
    lasting = shelf.read("cow-states").group_by("ccode").agg(pl.col("end").max())
    codes = codes.join(lasting, on="ccode").sort("end", "ccode").unique(["gwcode", "year"], keep="last")
    at = frame.with_columns(year=pl.min_horizontal("year", pl.lit(codes["year"].max(), pl.Int16)))
    return frame.hstack(look_up(at, codes.select("gwcode", "year", "ccode"), ("gwcode", "year")))


def _states(shelf: Shelf, request: _Request) -> pl.DataFrame:
    """One row per state and year; all its columns in the groups chosen."""
    frame = state_years(_members(shelf, request), request.years, request.code, request.label)
    rows = Rows(_with_cow(shelf, request, frame), ("ccode", "year"))
    pieces = [rows.frame, *(_values(shelf, rows, request, group) for group in request.groups if group in facts.STATES)]
    return pl.concat(pieces, how="horizontal")


def _days(shelf: Shelf, request: _Request, _: list[str]) -> pl.DataFrame:
    days = state_days(_members(shelf, request), request.years, request.code)
    return days.hstack(look_up(days, _states(shelf, request), (request.code, "year")))


def _dyads(shelf: Shelf, request: _Request, notes: list[str]) -> pl.DataFrame:
    """One row per dyad and year; all its columns in the groups chosen, each looked up on its own."""
    directed = request.unit != "dyad-year"
    frame = dyad_years(_members(shelf, request), request.years, directed=directed, code=request.code)
    if request.relevant:
        frame = _relevant(shelf, request, frame, notes)
    states = _states(shelf, request).drop(request.label, "entry")
    sides = [_side(frame, states, request.code, side) for side in "12"]
    rows = _coded(frame, sides)
    dyadic = [_values(shelf, rows, request, group) for group in request.groups if group in facts.DYADS]
    return pl.concat([frame, *sides, *dyadic], how="horizontal")


def _coded(frame: pl.DataFrame, sides: Sequence[pl.DataFrame]) -> Rows:
    """The rows of dyads with the COW numbers that publishers code dyads by."""
    numbers = [side[name] for side, name in zip(sides, PAIR, strict=True) if name not in frame.columns]
    return Rows(frame.hstack(numbers), (*PAIR, "year"))


def _side(frame: pl.DataFrame, states: pl.DataFrame, code: str, side: str) -> pl.DataFrame:
    """The columns of one of the two states, with its number as a suffix."""
    numbered = {name: _numbered(name, side) for name in states.columns if name != "year"}
    return look_up_runs(frame, states.rename(numbered), (f"{code}{side}", "year"))


def _numbered(name: str, side: str) -> str:
    base, status, _ = name.partition("_status")
    return f"{base}{side}{status}"


def _relevant(shelf: Shelf, request: _Request, frame: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """The rows of politically relevant dyads; how many were left out because relevance is not known goes to `notes`."""
    policy = request.coverage.get("relevance")
    groups = ("contiguity", "majors")
    asked = replace(request, groups=groups, coverage=dict.fromkeys(groups, policy) if policy else {})
    majors = _states(shelf, asked).drop(request.label, "entry")
    sides = [_side(frame, majors, request.code, side) for side in "12"]
    near = _values(shelf, _coded(frame, sides), asked, "contiguity")
    verdict = pl.concat([near, *sides], how="horizontal").select(is_relevant()).to_series()
    if verdict.null_count():
        notes.append(_left_out(frame.filter(verdict.is_null())["year"].to_list(), frame.height))
    return frame.filter(verdict.fill_null(value=False))


def _left_out(years: list[int], rows: int) -> str:
    """The sentence on rows in `years` whose relevance is not known; an error where that is all of the `rows`."""
    last = min(source("cow-contiguity").last_year, source("cow-majors").last_year)
    why, span = f"political relevance is coded through {last}", f"{min(years)}:{max(years)}"
    if len(years) == rows:
        raise InputError(f"{why}: no row of {span} is known; give earlier years or a coverage policy relevance=carry:N")
    return (
        f"left out {len(years):,} rows of {span} because {why}; a coverage policy for 'relevance' (carry:N) keeps them"
    )


def _leaders(shelf: Shelf, request: _Request, notes: list[str]) -> pl.DataFrame:
    states = _states(shelf, request).drop("entry")
    found = _in_office(shelf, request, notes)
    return found.hstack(look_up(found, states, (request.code, "year")))


def _leader_dyads(shelf: Shelf, request: _Request, notes: list[str]) -> pl.DataFrame:
    dyads = _dyads(shelf, request, notes)
    codes = [f"{request.code}1", f"{request.code}2"]
    pairs = leader_pairs(_in_office(shelf, request, notes), dyads.select(*codes, "year"), request.code)
    return pairs.hstack(look_up(pairs, dyads, (*codes, "year")))


def _in_office(shelf: Shelf, request: _Request, notes: list[str]) -> pl.DataFrame:
    """Leader-years of the states of the system."""
    leaders = shelf.read("archigos")
    if request.system == "cow":
        leaders = cow_leaders(leaders, shelf.read("cow-gw"))
    found = leader_years(leaders, _members(shelf, request), request.years, request.code)
    _note_leaders(request, found, notes)
    return found


def _note_leaders(request: _Request, found: pl.DataFrame, notes: list[str]) -> None:
    last = source("archigos").last_year
    if found.is_empty():
        raise InputError(f"no leader is coded in {request.years[0]}:{request.years[1]}: Archigos covers 1875 to {last}")
    if request.years[1] > last:
        notes.append(f"no rows of {max(request.years[0], last + 1)}:{request.years[1]} because Archigos ends in {last}")


_BUILDERS: Mapping[str, Callable[[Shelf, _Request, list[str]], pl.DataFrame]] = {
    "state-year": lambda shelf, request, _: _states(shelf, request),
    "state-day": _days,
    "dyad-year": _dyads,
    "directed-dyad-year": _dyads,
    "leader-year": _leaders,
    "leader-dyad-year": _leader_dyads,
}


def _values(shelf: Shelf, rows: Rows, request: _Request, group: str) -> pl.DataFrame:
    """The columns of a group for the rows, filled after their last coded year as the policy of the group says."""
    fact, policy = request.facts[group], request.coverage.get(group)
    return fact(shelf, rows) if policy is None else filled(shelf, rows, fact, group, policy)
