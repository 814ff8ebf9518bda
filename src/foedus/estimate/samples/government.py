"""The sample of changes of government, by the definitions of `foedus.equations.government`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from foedus.data.catalog import source
from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.data.panel.elections import held_elections
from foedus.data.panel.panel import Panel
from foedus.equations import government
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
    """One row per democracy with elections: `elections`, `changed`; the counts of state-years are in the notes.

    elections   years in which the state, a democracy, began to elect its executive or the legislature that chooses it, to the
                last but one year in which changes are coded: a government may take office in the year after its election
    changed     of these, years in which the source of leader support changed (`governed`)
    """
    first, last = span(years, YEARS, as_of)
    exits_last = last if last < YEARS[1] else min(EXITS_LAST, last_year(as_of))
    panel = build_panel("state-year", (first, exits_last), ["democracy", "governments"])
    shelf = Shelf()
    states = democracies(panel.frame)
    rows = governed(shelf, states, last)
    voted = rows.filter(pl.col("vote") != "none").drop_nulls("changed")
    found = voted.group_by("ccode").agg(elections=pl.len(), changed=pl.col("changed").sum()).sort("ccode")
    exits = irregular(shelf, states)
    notes: dict[str, Any] = {
        "unit": "election; state-year",
        "rows": voted.height,
        "events": int(found["changed"].sum()),
        "states": found.height,
        "changed by kind": _shares(voted),
        "early elections": _early(rows),
        "changes without an election": _removals(rows),
        "irregular exits": _exit_counts(exits),
        "leader support, not a democracy": _support_counts(exits),
    }
    arrays: dict[str, Array] = {name: found[name].to_numpy().astype(np.float64) for name in ("elections", "changed")}
    arrays["ccode"] = found["ccode"].to_numpy().astype(np.int64)
    return Sample(arrays, (first, last), _sources(panel, shelf), notes, as_of)


def _sources(panel: Panel, shelf: Shelf) -> dict[str, str]:
    return {**panel.provenance, **shelf.provenance}


def governed(shelf: Shelf, states: pl.DataFrame, last: int) -> pl.DataFrame:
    """State-years of democracies to `last`: their constitution, how they voted, and whether the government changed.

    constitution   code of `foedus.equations.government`, of the year before or, in the first year, of the year (CHISOLS); after
                   the last year coded as in that year; 0 where it is not known
    vote           "scheduled", "early" or "none": the last election that began in the year (REIGN)
    changed        the source of leader support changed (CHISOLS), 0 or 1. The first change of a year counts in the year of the
                   election that brought it, if its last round was held within LAG months before. Null in the last coded year,
                   as elections in it may bring a change in the next.
    """
    support = shelf.read("chisols").filter(pl.col("year") <= last)
    elections = held_elections(shelf.read("reign-elections").filter(pl.col("year") <= last))
    vote = (
        elections.group_by("ccode", "year", maintain_order=True)
        .last()
        .select("ccode", "year", vote=pl.when("early").then(pl.lit("early")).otherwise(pl.lit("scheduled")))
    )
    known = support.filter(pl.col("year") < min(last, CHISOLS_LAST)).select("ccode", "year", coded=pl.lit(value=True))
    return (
        states.filter(pl.col("democracy"), pl.col("year") <= last)
        .select("ccode", "year")
        .join(vote, on=["ccode", "year"], how="left")
        .join(known, on=["ccode", "year"], how="left")
        .join(_changes(support, elections), on=["ccode", "year"], how="left")
        .with_columns(pl.col("vote").fill_null("none"), changed=pl.when("coded").then(pl.col("changed").fill_null(0)))
        .drop("coded")
        .join(_constitutions(support), on=["ccode", "year"], how="left")
        .sort("ccode", "year")
        .with_columns(pl.col("constitution").forward_fill().over("ccode").fill_null(government.UNKNOWN))
    )


LAG = 5
"""Months within which a government that an election brought takes office."""


def _changes(support: pl.DataFrame, elections: pl.DataFrame) -> pl.DataFrame:
    """ccode, year, changed = 1."""
    changes = support.filter(pl.col("support_change") == 1).with_columns(
        at=pl.col("year").cast(pl.Int32) * 12 + pl.col("support_month")
    )
    voted = elections.select("ccode", at="last", voted="year").sort("at")
    dated = changes.sort("at").join_asof(voted, on="at", by="ccode", tolerance=LAG, check_sortedness=False)
    more = dated.filter(pl.col("support_changes") > 1)
    years = pl.concat([dated.select("ccode", year=pl.coalesce("voted", "year")), more.select("ccode", "year")])
    return years.unique().with_columns(changed=pl.lit(1))


def _constitutions(support: pl.DataFrame) -> pl.DataFrame:
    """ccode, year, constitution of the year before, else of the year."""
    own = support.select("ccode", "year", own="constitution")
    before = own.select("ccode", pl.col("year") + 1, before="own")
    both = own.join(before, on=["ccode", "year"], how="full", coalesce=True)
    return both.select("ccode", "year", constitution=pl.coalesce("before", "own"))


def _shares(voted: pl.DataFrame) -> dict[str, Any]:
    """Elections and the share that changed the government, by constitution and kind of election."""
    found = {}
    for name, rows in _by_constitution(voted):
        for kind in ("scheduled", "early"):
            some = rows.filter(pl.col("vote") == kind)
            share = float(some["changed"].mean() or 0.0)  # type: ignore[arg-type]
            found[f"{name}, {kind}"] = {"elections": some.height, "changed": round(share, 3)}
    return found


def _early(rows: pl.DataFrame) -> dict[str, Any]:
    """Years without a scheduled election, and those with an early one."""
    return {
        name: {"state_years": some.height, "early": int((some["vote"] == "early").sum())}
        for name, some in _by_constitution(rows.filter(pl.col("vote") != "scheduled"))
    }


def _removals(rows: pl.DataFrame) -> dict[str, Any]:
    """Years without an election, and those in which the government changed."""
    quiet = rows.filter(pl.col("vote") == "none").drop_nulls("changed")
    return {
        name: {"state_years": some.height, "changes": int(some["changed"].sum())}
        for name, some in _by_constitution(quiet)
    }


def _by_constitution(rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """All rows, then those of each constitution, by name."""
    yield "any", rows
    for code, name in enumerate(government.CONSTITUTIONS, start=1):
        yield name, rows.filter(pl.col("constitution") == code)


def irregular(shelf: Shelf, states: pl.DataFrame) -> pl.DataFrame:
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
