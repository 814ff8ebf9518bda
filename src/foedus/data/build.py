"""Build a panel: choose a unit, years and groups of columns; get one validated frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import polars as pl

from foedus.data.catalog import source, sources
from foedus.data.columns import columns, groups
from foedus.data.disputes import dyad_disputes, peace_years
from foedus.data.library import Shelf, read
from foedus.data.lookup import during, look_up
from foedus.data.members import PAIR, dyad_years, state_years
from foedus.data.neighbours import both_ways, contiguity_years, is_relevant, major_years
from foedus.data.pacts import OBLIGATIONS, defended, obligations, treaty_list
from foedus.data.panel import Panel
from foedus.errors import InputError, unknown

Years = tuple[int, int]

DYAD = (*PAIR, "year")
STATE = ("ccode", "year")
NUCLEAR_POSSESSION = 3

# Groups of state columns that are a publisher's own: group -> (source, columns).
STATE_GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "capabilities": ("cow-nmc", ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")),
        "democracy": ("democracy", ("polyarchy", "polity2")),
        "ideal-points": ("unga-ideal-points", ("ideal",)),
        "nuclear": ("nuclear-status", ("nuclear",)),
        "gdp": ("gdp-fariss", ("gdp", "gdp_sd", "pop")),
        "governments": ("chisols", ("leader_change", "support_change")),
    }
)


def build_panel(unit: str, years: Years, add: Iterable[str] | None = None, *, relevant: bool = False) -> Panel:
    """The panel of `unit` ('state-year', 'dyad-year', 'directed-dyad-year') for `years`, first and last inclusive.

    `add` names groups of columns (see `foedus.data.columns.groups`); None adds all. `relevant` keeps politically
    relevant dyads only, which are coded through 2016. A column is null outside the years its source codes.
    """
    chosen = _groups(unit, add)
    _check_years(years)
    shelf = Shelf()
    if unit == "state-year":
        if relevant:
            raise InputError("relevant=True is for dyads, not for 'state-year': leave it out")
        frame = _state_frame(shelf, years, chosen)
    else:
        frame = _dyad_frame(shelf, years, chosen, directed=unit == "directed-dyad-year", relevant=relevant)
    kept = {name: column for name, column in columns(unit).items() if column.add in {"key", *chosen}}
    frame = frame.select(pl.col(name).cast(column.dtype) for name, column in kept.items())
    return Panel(frame, unit, MappingProxyType(kept), MappingProxyType(shelf.provenance))


def treaties() -> pl.DataFrame:
    """Every ATOP alliance as one row: see `foedus.data.pacts.treaty_list`."""
    return treaty_list(read("atop-alliances"), read("atop-members"))


def _groups(unit: str, add: Iterable[str] | None) -> tuple[str, ...]:
    allowed = groups(unit)
    chosen = allowed if add is None else tuple(dict.fromkeys(add))
    for name in chosen:
        if name not in allowed:
            raise InputError(unknown(f"group of {unit} columns", name, allowed))
    return chosen


def _check_years(years: Years) -> None:
    first = source("cow-states").first_year
    last = max(each.last_year for each in sources().values())
    if not first <= years[0] <= years[1] <= last:
        raise InputError(f"years {years[0]}:{years[1]} are not a span within {first}:{last}; give the first year first")


def _state_frame(shelf: Shelf, years: Years, chosen: Sequence[str]) -> pl.DataFrame:
    """One row per state and year; all its columns in `chosen`."""
    frame = state_years(shelf.read("cow-states"), years)
    if "majors" in chosen:
        found = look_up(frame, major_years(shelf.read("cow-majors")), STATE)
        frame = frame.hstack(found).with_columns(_zero_inside("major", "cow-majors"))
    for group in chosen:
        if group in STATE_GROUPS:
            key, names = STATE_GROUPS[group]
            frame = frame.hstack(look_up(frame, shelf.read(key).select(*STATE, *names), STATE))
    return frame


def _dyad_frame(shelf: Shelf, years: Years, chosen: Sequence[str], *, directed: bool, relevant: bool) -> pl.DataFrame:
    """One row per dyad and year; all its columns in `chosen`, each group looked up on its own."""
    rows = dyad_years(shelf.read("cow-states"), years, directed=directed)
    if relevant:
        rows = _relevant(shelf, rows, years)
    states = _state_frame(shelf, years, chosen).drop("stateabb")
    pieces = [rows, *(_side(rows, states, side) for side in "12")]
    pieces += [DYAD_GROUPS[group](shelf, rows) for group in chosen if group in DYAD_GROUPS]
    return pl.concat(pieces, how="horizontal")


def _side(rows: pl.DataFrame, states: pl.DataFrame, side: str) -> pl.DataFrame:
    """The columns of one of the two states, with its number as a suffix."""
    table = states.rename({name: f"{name}{side}" for name in states.columns if name != "year"})
    return look_up(rows, table, (f"ccode{side}", "year"))


def _relevant(shelf: Shelf, rows: pl.DataFrame, years: Years) -> pl.DataFrame:
    last = min(source("cow-contiguity").last_year, source("cow-majors").last_year)
    if years[1] > last:
        raise InputError(f"political relevance is coded through {last}, not {years[1]}: end the years at {last}")
    majors = major_years(shelf.read("cow-majors"))
    facts = [_contiguity(shelf, rows), *(_side(rows, majors, side) for side in "12")]
    return pl.concat([rows, *facts], how="horizontal").filter(is_relevant()).select(rows.columns)


def _contiguity(shelf: Shelf, rows: pl.DataFrame) -> pl.DataFrame:
    return _inside_coverage(rows, contiguity_years(shelf.read("cow-contiguity")), "cow-contiguity")


def _distance(shelf: Shelf, rows: pl.DataFrame) -> pl.DataFrame:
    return look_up(rows, both_ways(during(rows, shelf.read("min-distance"))), DYAD)


def _disputes(shelf: Shelf, rows: pl.DataFrame) -> pl.DataFrame:
    return _inside_coverage(rows, dyad_disputes(shelf.read("gml-directed")), "gml-directed")


def _peace(shelf: Shelf, rows: pl.DataFrame) -> pl.DataFrame:
    """Peace in a year rests on the years before it, so it is known one year longer than disputes are."""
    clock = rows.select("year").hstack(peace_years(rows, dyad_disputes(shelf.read("gml-directed"))))
    known = pl.col("year") <= source("gml-directed").last_year + 1
    return clock.select(pl.when(known).then(pl.col(name)).alias(name) for name in ("peace", "peace_censored"))


def _alliances(shelf: Shelf, rows: pl.DataFrame) -> pl.DataFrame:
    return _inside_coverage(rows, obligations(during(rows, shelf.read("atop-dyads"))), "atop-dyads").select(OBLIGATIONS)


def _defenders(shelf: Shelf, rows: pl.DataFrame) -> pl.DataFrame:
    atop, status = shelf.read("atop-dyads"), shelf.read("nuclear-status")
    holders = status.filter(pl.col("nuclear") == NUCLEAR_POSSESSION)
    return rows.select("year", defended2=defended(rows, atop), nuclear_defended2=defended(rows, atop, holders)).select(
        pl.when(_inside("atop-dyads")).then("defended2").alias("defended2"),
        pl.when(_inside("atop-dyads") & _inside("nuclear-status")).then("nuclear_defended2").alias("nuclear_defended2"),
    )


DYAD_GROUPS: Mapping[str, Callable[[Shelf, pl.DataFrame], pl.DataFrame]] = MappingProxyType(
    {
        "contiguity": _contiguity,
        "distance": _distance,
        "disputes": _disputes,
        "peace": _peace,
        "alliances": _alliances,
        "defenders": _defenders,
    }
)


def _inside_coverage(rows: pl.DataFrame, table: pl.DataFrame, key: str) -> pl.DataFrame:
    """The values of `table`: absent rows are 0 in the years its source codes, and null in all others."""
    found = look_up(rows, table, DYAD)
    return rows.select("year").hstack(found).select(_zero_inside(name, key) for name in found.columns)


def _inside(key: str) -> pl.Expr:
    return pl.col("year").is_between(source(key).first_year, source(key).last_year)


def _zero_inside(name: str, key: str) -> pl.Expr:
    return pl.when(_inside(key)).then(pl.col(name).fill_null(0)).alias(name)
