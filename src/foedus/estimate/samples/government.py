"""The sample of changes of government, by the definitions of `foedus.equations.government`."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from foedus.data.catalog import source
from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.data.panel.elections import regular_votes
from foedus.data.panel.panel import Panel
from foedus.estimate.samples.regime import democracies
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years, last_year, span

YEARS = (1946, 2020)
"""Elections of REIGN."""

ARCHIGOS_LAST = source("archigos").last_year
EXITS_LAST = source("plad").last_year
"""Irregular exits are Archigos's to 2015, then PLAD's."""
CHISOLS_LAST = source("chisols").last_year
IRREGULAR = ("Irregular", "Assassination")
"""Exits that are irregular; PLAD sets assassinations apart, which Archigos counts among them."""

GLEDITSCH_WARD = ((260, 1990, 255), (678, 1990, 679), (340, 1816, 345))
"""Gleditsch-Ward number, first year, COW number where they differ: Germany, Yemen, Serbia."""


def sample(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """One row per state with elections: `elections`, `lost`; the counts of state-years are in the notes.

    elections   direct or indirect votes for the executive or the legislature that chooses it, regular, in a democracy;
                the last round counts, several votes of one kind in a year count once (the last)
    lost        the incumbent or its party did not win (REIGN `victory` = N)
    """
    first, last = span(years, YEARS, as_of)
    exits_last = last if last < YEARS[1] else min(EXITS_LAST, last_year(as_of))
    panel = build_panel("state-year", (first, exits_last), ["democracy", "governments"])
    shelf = Shelf()
    states = democracies(panel.frame)
    votes, dropped = _elections(shelf, states, (first, last))
    found = votes.group_by("ccode").agg(elections=pl.len(), lost=(pl.col("victory") == "N").sum()).sort("ccode")
    exits = _irregular(shelf, states)
    notes: dict[str, Any] = {
        "unit": "election; state-year",
        "rows": votes.height,
        "events": int(found["lost"].sum()),
        "states": found.height,
        "dropped, winner not coded": dropped,
        "lost by kind": _shares(votes),
        "irregular exits": _exit_counts(exits),
        "leader support, not a democracy": _support_counts(exits),
    }
    arrays: dict[str, Array] = {name: found[name].to_numpy().astype(np.float64) for name in ("elections", "lost")}
    arrays["ccode"] = found["ccode"].to_numpy().astype(np.int64)
    return Sample(arrays, (first, last), _sources(panel, shelf), notes, as_of)


def _sources(panel: Panel, shelf: Shelf) -> dict[str, str]:
    return {**panel.provenance, **shelf.provenance}


def _elections(shelf: Shelf, states: pl.DataFrame, years: Years) -> tuple[pl.DataFrame, int]:
    held = (
        regular_votes(shelf.read("reign-elections"))
        .filter(pl.col("year").is_between(*years))
        .join(states.select("ccode", "year", "democracy"), on=["ccode", "year"])
        .filter(pl.col("democracy"))
        .sort("ccode", "year", "month", "day")
        .unique(["ccode", "year", "type"], keep="last", maintain_order=True)
    )
    known = held.drop_nulls("victory")
    return known, held.height - known.height


def _shares(votes: pl.DataFrame) -> dict[str, Any]:
    """Elections and share lost, by what was voted for and whether the vote was early."""
    names = {"X": "executive", "L": "legislature that chooses it"}
    found = {}
    for kind, early in ((kind, early) for kind in names for early in (False, True)):
        rows = votes.filter(pl.col("type") == kind, pl.col("event").str.to_lowercase().str.ends_with("early") == early)
        lost = float((rows["victory"] == "N").mean() or 0.0)  # type: ignore[arg-type]
        found[f"{names[kind]}, {'early' if early else 'as scheduled'}"] = {
            "elections": rows.height,
            "lost": round(lost, 3),
        }
    return found


def _irregular(shelf: Shelf, states: pl.DataFrame) -> pl.DataFrame:
    """State-years with a leader coded, and whether one left office irregularly in the year."""
    spells = [shelf.read(key).select("gwcode", "start", "end", "exit") for key in ("archigos", "plad")]
    early = pl.col("year") <= ARCHIGOS_LAST
    known = pl.concat([_led(spells[0]).filter(early), _led(spells[1]).filter(~early)])
    fell = known.filter("fell").select("ccode", "year").unique().with_columns(fell=pl.lit(1))
    rows = states.filter(pl.col("democracy").is_not_null())
    rows = rows.join(known.select("ccode", "year").unique(), on=["ccode", "year"], how="semi")
    return rows.join(fell, on=["ccode", "year"], how="left").with_columns(pl.col("fell").fill_null(0))


def _led(spells: pl.DataFrame) -> pl.DataFrame:
    """ccode, year, fell of every leader and year in office; `fell` in the year of an irregular exit."""
    leaders = spells.with_columns(last=pl.col("end").dt.year().cast(pl.Int16))
    code = pl.col("gwcode")
    for other, since, cow in GLEDITSCH_WARD:
        code = (
            pl.when((pl.col("gwcode") == other) & (pl.col("last") >= since)).then(pl.lit(cow, pl.Int16)).otherwise(code)
        )
    span = pl.int_ranges(pl.col("start").dt.year(), pl.col("last") + 1, dtype=pl.Int16)
    years = leaders.with_columns(ccode=code, year=span).explode("year")
    return years.select(
        "ccode",
        "year",
        fell=pl.col("exit").is_in(IRREGULAR).fill_null(value=False) & (pl.col("year") == pl.col("last")),
    )


def _exit_counts(rows: pl.DataFrame) -> dict[str, Any]:
    """Exits and state-years by regime, with the yearly rate of each decade."""
    found: dict[str, Any] = {}
    for name, rule in (("democracy", pl.col("democracy")), ("autocracy", ~pl.col("democracy"))):
        some = rows.filter(rule)
        decades = some.group_by(decade=pl.col("year") // 10 * 10).agg(pl.col("fell").mean()).sort("decade")
        rates = {str(decade): round(rate, 4) for decade, rate in decades.iter_rows()}
        found[name] = {"state_years": some.height, "exits": int(some["fell"].sum()), "rate by decade": rates}
    return found


def _support_counts(rows: pl.DataFrame) -> dict[str, Any]:
    """Changes in states that are not democracies: in years without an irregular exit, and in years with one."""
    coded = rows.filter(~pl.col("democracy"), pl.col("year") <= CHISOLS_LAST).drop_nulls("support_change")
    found = {}
    for name, fell in (("no irregular exit", 0), ("irregular exit", 1)):
        some = coded.filter(pl.col("fell") == fell)
        found[name] = {"state_years": some.height, "changes": int(some["support_change"].sum())}
    return found
